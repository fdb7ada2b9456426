//! Delivering again: one, or all since an instant.

use chrono::Duration;
use serde_json::json;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::receiver::Receiver;

use super::kit::{act, app, deliveries, hook, round, seen, text};

#[actix_web::test]
async fn one_is_delivered_again_under_its_id() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    app.case().registered().await;
    round(&app).await;
    let first = receiver.taken().pop().expect("a message");
    let delivery = deliveries(&app, &hook).await.pop().expect("a delivery");
    let path = format!("{}/deliveries/{}/actions/replay", hook.path(), text(&delivery["id"]));
    let version = delivery["version"].as_i64().unwrap_or_default();
    let again = app.post(&path).as_(&dispatcher).if_match(version).send().await.expect(200);
    assert_eq!(again["state"], "pending");
    let stale = app.post(&path).as_(&dispatcher).if_match(version).send().await;
    assert_problem(&stale, 412, "request.stale_version");
    round(&app).await;
    let second = receiver.taken().pop().expect("a message");
    assert_eq!(second.header("webhook-id"), first.header("webhook-id"));
    assert_eq!(second.body, first.body);
}

#[actix_web::test]
async fn all_since_an_instant_come_again_in_order() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    app.case().in_progress().await;
    round(&app).await;
    app.advance(Duration::hours(1));
    let since = app.state.clock.now();
    let before_it = app.case().in_progress().await;
    round(&app).await;
    app.advance(Duration::minutes(1));
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    let after_it = app.case().registered().await;
    round(&app).await;
    receiver.taken();

    let ahead = json!({ "since": since + Duration::hours(2) });
    assert_fields(&act(&app, &hook, "replay", &ahead).await, &["/since"]);
    act(&app, &hook, "replay", &json!({ "since": since })).await.expect(200);
    round(&app).await;
    let taken = receiver.taken();
    let places = |id: &str| -> Vec<i64> {
        let of = taken.iter().filter(|one| one.subject() == id);
        of.map(zongzhi_tests::receiver::Received::sequence).collect()
    };
    assert_eq!(places(&before_it.id), [1, 2, 3, 4], "also what happened before it was set up");
    assert_eq!(places(&after_it.id), [1]);
    assert_eq!(taken.len(), 5);
    // It stands at the end again.
    round(&app).await;
    assert!(receiver.taken().is_empty());
    assert_eq!(seen(&app, &hook).await["state"], "enabled");
}
