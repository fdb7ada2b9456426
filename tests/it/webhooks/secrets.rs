//! Two live secrets while one is changed for the other.

use chrono::Duration;
use serde_json::json;
use zongzhi_tests::receiver::Receiver;

use super::kit::{act, app, hook, round, seen, text};

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
