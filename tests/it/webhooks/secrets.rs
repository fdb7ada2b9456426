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
async fn a_secret_is_told_once_and_the_key_is_kept_without_it() {
    let app = app().await;
    let dispatcher = app.as_dispatcher().await;
    let body = json!({ "url": "https://hooks.example.cn/", "description": "网格平台" });
    let create = |body: &serde_json::Value| {
        app.post(WEBHOOKS).as_(&dispatcher).idempotency_key("one").json(body).send()
    };
    let first = create(&body).await.expect(201);
    let again = create(&body).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let replayed = again.expect(201);
    assert_eq!(replayed["webhook"], first["webhook"]);
    assert_eq!(replayed["secret"], json!(null));
    let other = json!({ "url": "https://other.example.cn/", "description": "网格平台" });
    assert_problem(&create(&other).await, 422, "idempotency.key_reused");
    let page = app.get(WEBHOOKS).as_(&dispatcher).send().await.expect(200);
    assert_eq!(page["items"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn a_change_whose_answer_was_lost_is_made_again_and_nothing_breaks() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    let path = format!("{}/actions/rotate_secret", hook.path());
    let nothing = json!({});
    let rotate = || {
        let asking = app.post(&path).as_(&dispatcher).if_match(1).idempotency_key("two");
        asking.json(&nothing).send()
    };
    let lost = text(&rotate().await.expect(200)["secret"]);
    let again = rotate().await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.expect(200)["secret"], json!(null));
    let rotated = act(&app, &hook, "rotate_secret", &nothing).await.expect(200);
    let fresh = text(&rotated["secret"]);
    app.case().registered().await;
    round(&app).await;
    let one = receiver.taken().pop().expect("a message");
    // The receiver still has the first, because nobody could tell it the second.
    for secret in [&hook.secret, &lost, &fresh] {
        assert!(one.is_signed_with(secret));
    }
    app.advance(Duration::hours(24));
    app.case().registered().await;
    round(&app).await;
    let one = receiver.taken().pop().expect("a message");
    assert!(one.is_signed_with(&fresh) && !one.is_signed_with(&hook.secret));
    assert!(!one.is_signed_with(&lost));
}
