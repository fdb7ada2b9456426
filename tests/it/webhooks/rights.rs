//! Whose webhooks one sees, and what leaves by whose rights.

use chrono::Duration;
use serde_json::json;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::receiver::{Received, Receiver};
use zongzhi_tests::world;

use super::kit::{WEBHOOKS, act, app, deliveries, hook, round, seen, text};

/// Cases of the township that the county's centre is in charge of.
fn in_township() -> serde_json::Value {
    json!({ "region_id": world::VILLAGE.id })
}

#[actix_web::test]
async fn only_events_of_cases_the_owner_may_read_leave() {
    let app = app().await;
    let receivers = [Receiver::start(), Receiver::start(), Receiver::start()];
    let owners = [&world::DISPATCHER, &world::TOWNSHIP_DISPATCHER, &world::OTHER_DISPATCHER];
    for (owner, receiver) in owners.into_iter().zip(&receivers) {
        let owner = app.sign_in(owner).await;
        hook(&app, &owner, receiver, &[]).await;
    }
    let county = app.case().registered().await;
    let township = app.case().with("place", in_township()).registered().await;
    round(&app).await;
    let subjects = |receiver: &Receiver| {
        let mut all: Vec<_> = receiver.received().iter().map(Received::subject).collect();
        all.sort();
        all
    };
    let mut both = vec![county.id.clone(), township.id.clone()];
    both.sort();
    assert_eq!(subjects(&receivers[0]), both);
    assert_eq!(subjects(&receivers[1]), [township.id.as_str()]);
    assert_eq!(subjects(&receivers[2]), Vec::<String>::new());
    // The one definition of rights says the same about reading.
    for (owner, receiver) in owners.into_iter().zip(&receivers) {
        let owner = app.sign_in(owner).await;
        for case in [&county, &township] {
            let sees = app.get(case.path()).as_(&owner).send().await.status == 200;
            assert_eq!(sees, subjects(receiver).contains(&case.id), "{}", owner.username);
        }
    }
}

#[actix_web::test]
async fn a_case_that_becomes_restricted_is_withheld_and_not_told_of() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let owner = app.sign_in(&world::TOWNSHIP_DISPATCHER).await;
    let hook = hook(&app, &owner, &receiver, &[]).await;
    receiver.answer(500);
    let case = app.case().with("place", in_township()).in_progress().await;
    round(&app).await;
    assert_eq!(receiver.taken().len(), 1);
    assert_eq!(deliveries(&app, &hook).await.len(), 4);
    let why = json!({ "class": "minors", "reason": "涉未成年人" });
    app.act(&dispatcher, &case, "restrict", &why).await;
    receiver.answer(200);
    app.advance(Duration::seconds(5));
    round(&app).await;
    round(&app).await;
    round(&app).await;
    round(&app).await;
    assert!(receiver.taken().is_empty(), "neither what waited nor that it was restricted");
    let path = format!("{}/deliveries", hook.path());
    let page = app.get(&path).as_(&owner).send().await.expect(200);
    assert_eq!(page["items"], json!([]), "the log says nothing of it either");
    let counted = app.get(format!("{path}?count=exact")).as_(&owner).send().await.expect(200);
    assert_eq!(counted["total"], 0);
}

#[actix_web::test]
async fn one_sees_ones_own_and_the_administrator_sees_that_it_is_there() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    app.case().registered().await;
    round(&app).await;
    let delivery = deliveries(&app, &hook).await.pop().expect("a delivery");
    let log = format!("{}/deliveries", hook.path());
    let (admin, director) = (app.as_system_admin().await, app.as_director().await);
    for client in [&admin, &director] {
        let page = app.get(WEBHOOKS).as_(client).send().await.expect(200);
        assert_eq!(page["items"][0]["id"], hook.id, "{}", client.username);
        assert_eq!(page["items"][0]["allowed_actions"], json!(["disable"]));
        // Path and query may hold a key.
        let origin = format!("http://{}", receiver.address);
        assert_eq!(page["items"][0]["url"], origin, "{}", client.username);
        let change = json!({ "description": "别的" });
        let changed = app.patch(hook.path()).as_(client).if_match(1).json(&change).send().await;
        assert_problem(&changed, 403, "auth.not_allowed");
    }
    assert_problem(&app.get(&log).as_(&admin).send().await, 403, "auth.not_allowed");
    assert_problem(&app.get(&log).as_(&director).send().await, 404, "request.not_found");
    let one = format!("{log}/{}", text(&delivery["id"]));
    for path in [one.clone(), format!("{one}/attempts")] {
        assert_problem(&app.get(&path).as_(&director).send().await, 404, "request.not_found");
    }
    // Of another place, and without the right.
    let other = app.sign_in(&world::OTHER_DISPATCHER).await;
    let page = app.get(WEBHOOKS).as_(&other).send().await.expect(200);
    assert_eq!(page["items"], json!([]));
    assert_problem(&app.get(hook.path()).as_(&other).send().await, 404, "request.not_found");
    for client in [app.as_clerk().await, app.as_handler().await, app.as_auditor().await] {
        assert_problem(&app.get(WEBHOOKS).as_(&client).send().await, 403, "auth.not_allowed");
        let body = json!({ "url": receiver.url(), "description": "网格平台" });
        let answer = app.post(WEBHOOKS).as_(&client).json(&body).send().await;
        assert_problem(&answer, 403, "auth.not_allowed");
    }
    // The administrator stops it; only its owner lets it go on.
    let version = seen(&app, &hook).await["version"].as_i64().unwrap_or_default();
    let path = format!("{}/actions/disable", hook.path());
    let why = json!({ "reason": "地址可疑" });
    app.post(path).as_(&admin).if_match(version).json(&why).send().await.expect(200);
    let path = format!("{}/actions/enable", hook.path());
    let refused = app.post(path).as_(&admin).if_match(version + 1).json(&json!({})).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    act(&app, &hook, "enable", &json!({})).await.expect(200);
}

#[actix_web::test]
async fn it_ends_with_the_capacity_it_delivers_by() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    let admin = app.as_system_admin().await;
    let path = format!("/api/v1/capacities/{}", world::DISPATCHER.capacity_id);
    let version = app.get(&path).as_(&admin).send().await.expect(200)["version"].as_i64();
    let answer = app
        .patch(&path)
        .as_(&admin)
        .if_match(version.unwrap_or_default())
        .json(&json!({ "is_active": false }))
        .send()
        .await;
    answer.expect(200);
    app.case().registered().await;
    round(&app).await;
    assert!(receiver.received().is_empty());
    let page = app.get(WEBHOOKS).as_(&admin).send().await.expect(200);
    assert_eq!(page["items"][0]["id"], hook.id);
    assert_eq!(page["items"][0]["disabled_code"], "owner_gone");
}
