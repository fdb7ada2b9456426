//! Webhooks that are bound to an application deliver what it may read, while it may.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_fields;
use zongzhi_tests::receiver::{Received, Receiver};
use zongzhi_tests::world;

use super::kit::{Hook, WEBHOOKS, act, app, deliveries, round, seen, text};
use crate::applications::kit as applications;
use crate::applications::limits::cases;

/// A webhook of the dispatcher for an application.
async fn bound(app: &TestApp, receiver: &Receiver, application_id: &str) -> Hook {
    let owner = app.as_dispatcher().await;
    let body = json!({
        "url": receiver.url(), "description": "热线平台", "application_id": application_id,
    });
    let said = app.post(WEBHOOKS).as_(&owner).json(&body).send().await.expect(201);
    assert_eq!(said["webhook"]["application"]["id"], application_id);
    Hook { id: text(&said["webhook"]["id"]), secret: text(&said["secret"]), owner }
}

#[actix_web::test]
async fn only_what_lies_within_the_limits_arrives() {
    let app = app().await;
    let read = |types: Value, region: Value, sees_restricted: bool| {
        json!({
            "scopes": ["cases:read"], "type_prefixes": types, "region_code": region,
            "sees_restricted": sees_restricted,
        })
    };
    let township = json!(world::OTHER_TOWNSHIP.code);
    let narrow = [
        (read(json!(["02"]), township.clone(), false), &[2][..]),
        (read(json!(["01"]), township, false), &[][..]),
        (read(json!(["02"]), Value::Null, false), &[0, 2][..]),
        (read(json!([]), Value::Null, true), &[0, 1, 2, 3, 4][..]),
    ];
    let mut receivers = Vec::new();
    for (change, wanted) in narrow {
        let receiver = Receiver::start();
        let application = applications::live(&app, change).await;
        bound(&app, &receiver, &application.id).await;
        receivers.push((receiver, wanted));
    }
    let open = Receiver::start();
    super::kit::hook(&app, &app.as_dispatcher().await, &open, &[]).await;
    receivers.push((open, &[0, 1, 2, 3, 4][..]));
    let all = cases(&app).await;
    round(&app).await;
    for (receiver, wanted) in &receivers {
        let told: BTreeSet<_> = receiver.received().iter().map(Received::subject).collect();
        let wanted: BTreeSet<_> = wanted.iter().map(|at| all[*at].id.clone()).collect();
        assert_eq!(told, wanted);
    }
}

#[actix_web::test]
async fn nothing_leaves_while_the_application_is_stopped_and_nothing_is_lost() {
    let app = app().await;
    let (owner, receiver) = (app.as_dispatcher().await, Receiver::start());
    let application = applications::live(&app, json!({ "scopes": ["cases:read"] })).await;
    let hook = bound(&app, &receiver, &application.id).await;
    // One waits already, and one is recorded while it is stopped.
    receiver.answer(500);
    let first = app.case().registered().await;
    round(&app).await;
    assert_eq!(receiver.taken().len(), 1);
    let stopped = applications::stop(&app, &owner, &application, "suspend").await;
    receiver.answer(200);
    let second = app.case().registered().await;
    app.advance(chrono::Duration::minutes(5));
    round(&app).await;
    round(&app).await;
    assert!(receiver.taken().is_empty());
    let view = seen(&app, &hook).await;
    assert_eq!(view["state"], "disabled");
    assert_eq!(view["disabled_code"], "application_stopped");
    // Before the application is live again it is not let go on.
    let refused = act(&app, &hook, "enable", &json!({})).await;
    zongzhi_tests::assert::assert_problem(&refused, 422, "webhook.application");
    let at = (application.id.as_str(), stopped.version());
    applications::step(&app, &owner, at, "resume", json!({})).await.expect(200);
    act(&app, &hook, "enable", &json!({})).await.expect(200);
    round(&app).await;
    let told: BTreeSet<_> = receiver.taken().iter().map(Received::subject).collect();
    assert_eq!(told, BTreeSet::from([first.id, second.id]));
    assert!(deliveries(&app, &hook).await.iter().all(|one| one["state"] == "delivered"));
}

#[actix_web::test]
async fn only_ones_own_live_application_that_sees_cases_is_bound() {
    let app = app().await;
    let owner = app.as_dispatcher().await;
    let pending = applications::set_up(&app, &owner, json!({})).await;
    let blind = applications::live(&app, json!({ "scopes": ["cases:register"] })).await;
    let director = app.as_director().await;
    let theirs = applications::set_up(&app, &director, json!({ "scopes": ["cases:read"] })).await;
    let theirs = applications::approved(&app, theirs).await;
    for application in [pending, blind, theirs] {
        let body = json!({
            "url": "https://hooks.example.cn/", "description": "热线平台",
            "application_id": application.id,
        });
        let refused = app.post(WEBHOOKS).as_(&owner).json(&body).send().await;
        assert_fields(&refused, &["/application_id"]);
        assert_eq!(refused.json()["errors"][0]["code"], "webhook.application");
    }
}

#[actix_web::test]
async fn a_system_is_told_the_numbers_it_gave_and_nobody_elses() {
    let app = app().await;
    let (receiver, open) = (Receiver::start(), Receiver::start());
    let scopes = json!({ "scopes": ["cases:read", "cases:register"] });
    let application = applications::live(&app, scopes).await;
    bound(&app, &receiver, &application.id).await;
    super::kit::hook(&app, &app.as_dispatcher().await, &open, &[]).await;
    let system = applications::client(&app, &application).await;
    let source = |number: &str| json!({ "system": "grid", "number": number });
    let matter = json!({
        "title": "路灯不亮", "narrative": "晚上看不见路", "channel": "grid", "anonymous": true,
        "source": source("G-1"),
    });
    let own = app.post("/api/v1/cases").as_(&system).json(&matter).send().await.expect(201);
    let theirs = app.case().with("source", source("G-2")).registered().await;
    round(&app).await;
    let told: Vec<(String, Value)> = receiver
        .taken()
        .iter()
        .map(|one| (one.subject(), one.json()["data"]["source"].clone()))
        .collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&(text(&own["id"]), source("G-1"))), "{told:?}");
    assert!(told.contains(&(theirs.id, Value::Null)), "{told:?}");
    assert!(open.taken().iter().all(|one| one.json()["data"]["source"].is_null()));
}
