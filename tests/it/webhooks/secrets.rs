//! Two live secrets while one is changed for the other.

use chrono::Duration;
use serde_json::json;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::receiver::Receiver;

use super::kit::{WEBHOOKS, act, app, hook, round, seen, text};

#[actix_web::test]
async fn the_former_secret_signs_as_well_for_a_day() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    let rotated = act(&app, &hook, "rotate_secret", &json!({})).await.expect(200);
    let fresh = text(&rotated["secret"]);
    assert_ne!(fresh, hook.secret);
    assert!(rotated["webhook"]["former_secret_until"].is_string());
    app.case().registered().await;
    round(&app).await;
    let both = receiver.taken().pop().expect("a message");
    assert_eq!(both.header("webhook-signature").split(' ').count(), 2);
    assert!(both.is_signed_with(&fresh) && both.is_signed_with(&hook.secret));

    app.advance(Duration::hours(24));
    app.case().registered().await;
    round(&app).await;
    let one = receiver.taken().pop().expect("a message");
    assert_eq!(one.header("webhook-signature").split(' ').count(), 1);
    assert!(one.is_signed_with(&fresh) && !one.is_signed_with(&hook.secret));
    assert!(seen(&app, &hook).await["former_secret_until"].is_null());
}

#[actix_web::test]
async fn a_secret_in_wrong_hands_ends_at_once() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    let rotated = act(&app, &hook, "rotate_secret", &json!({ "overlap_hours": 0 })).await;
    let fresh = text(&rotated.expect(200)["secret"]);
    app.case().registered().await;
    round(&app).await;
    let one = receiver.taken().pop().expect("a message");
    assert!(one.is_signed_with(&fresh) && !one.is_signed_with(&hook.secret));
}

#[actix_web::test]
async fn a_secret_is_told_once_whatever_key_is_sent() {
    let app = app().await;
    let dispatcher = app.as_dispatcher().await;
    let body = json!({ "url": "https://hooks.example.cn/", "description": "网格平台" });
    let create = || app.post(WEBHOOKS).as_(&dispatcher).idempotency_key("one").json(&body).send();
    let first = create().await.expect(201);
    let again = create().await;
    assert_eq!(again.header("idempotent-replayed"), None);
    assert!(!again.text().contains(&text(&first["secret"])));
    let path = format!("{WEBHOOKS}/{}/actions/rotate_secret", text(&first["webhook"]["id"]));
    let nothing = json!({});
    let rotate = || {
        let asking = app.post(&path).as_(&dispatcher).if_match(1).idempotency_key("two");
        asking.json(&nothing).send()
    };
    rotate().await.expect(200);
    assert_problem(&rotate().await, 412, "request.stale_version");
}
