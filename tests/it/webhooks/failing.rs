//! What fails, when it is tried again, and when it is enough.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use zongzhi::features::webhooks::entity::webhook;
use zongzhi::platform::db::Tx;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::receiver::{HANG_UP, Received, Receiver};

use super::kit::{Hook, act, app, attempts, deliveries, hook, hook_to, round, seen, text};

async fn last(app: &TestApp, hook: &Hook) -> Value {
    deliveries(app, hook).await.pop().expect("a delivery")
}

#[actix_web::test]
async fn it_is_tried_again_by_the_schedule_and_then_given_up() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    receiver.answer(503);
    app.case().registered().await;
    round(&app).await;
    for (tried, seconds) in (1..).zip([5, 300, 1800, 7200, 18_000, 36_000, 36_000]) {
        let delivery = last(&app, &hook).await;
        assert_eq!((&delivery["state"], &delivery["attempts"]), (&json!("pending"), &json!(tried)));
        // Not a moment earlier.
        app.advance(Duration::seconds(seconds) - Duration::milliseconds(2));
        round(&app).await;
        assert_eq!(receiver.received().len(), tried);
        app.advance(Duration::milliseconds(1));
        round(&app).await;
        assert_eq!(receiver.received().len(), tried + 1);
    }
    let delivery = last(&app, &hook).await;
    assert_eq!((&delivery["state"], &delivery["attempts"]), (&json!("failed"), &json!(8)));
    assert_eq!(
        (&delivery["last_status"], &delivery["last_error"]),
        (&json!(503), &json!("status"))
    );
    let ids: Vec<_> =
        receiver.received().iter().map(|one| one.header("webhook-id").to_owned()).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "one id for all attempts");
    let log = attempts(&app, &hook, &delivery).await;
    let numbers: Vec<_> = log.iter().map(|one| one["number"].as_i64()).collect();
    assert_eq!(numbers, (1..=8).map(Some).collect::<Vec<_>>());
}

#[actix_web::test]
async fn each_kind_of_failure_is_told_apart() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let here = hook(&app, &dispatcher, &receiver, &[]).await;
    // Somebody was there a moment ago.
    let gone = Receiver::start().url();
    let nobody = hook_to(&app, &dispatcher, &gone, &[]).await;
    for (status, error) in [(302, "redirected"), (404, "status"), (HANG_UP, "broken")] {
        receiver.answer(status);
        act(&app, &here, "test", &json!({})).await.expect(202);
        round(&app).await;
        assert_eq!(last(&app, &here).await["last_error"], error, "{status}");
    }
    assert!(receiver.received().iter().all(|one| one.path == "/hook"), "nothing was followed");
    act(&app, &nobody, "test", &json!({})).await.expect(202);
    round(&app).await;
    let delivery = last(&app, &nobody).await;
    assert_eq!(
        (&delivery["last_error"], &delivery["last_status"]),
        (&json!("connection"), &Value::Null)
    );
}

#[actix_web::test]
async fn what_is_wrong_here_is_a_failed_attempt_too() {
    let app = TestApp::with(|config| {
        config.webhooks.allow_networks = vec!["127.0.0.0/8".to_owned()];
        config.webhooks.ca_file = "/nonexistent/authority.pem".to_owned();
    })
    .await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let url = receiver.url().replace("http:", "https:");
    let broken = hook_to(&app, &dispatcher, &url, &[]).await;
    let fine = hook(&app, &dispatcher, &receiver, &[]).await;
    let sealed = hook(&app, &dispatcher, &receiver, &[]).await;
    let id: uuid::Uuid = sealed.id.parse().expect("an id");
    let other = async |tx: &Tx| {
        webhook::Entity::update_many()
            .col_expr(webhook::Column::Secret, Expr::value("sealed with another key"))
            .filter(webhook::Column::Id.eq(id))
            .exec(&**tx)
            .await?;
        Ok(())
    };
    app.state.db.write(other).await.expect("another secret");
    app.case().registered().await;
    round(&app).await;
    for hook in [&broken, &sealed] {
        let delivery = last(&app, hook).await;
        assert_eq!((&delivery["state"], &delivery["attempts"]), (&json!("pending"), &json!(1)));
        assert!(seen(&app, hook).await["failing_since"].is_string());
    }
    assert_eq!(last(&app, &fine).await["state"], "delivered");
}

#[actix_web::test]
async fn a_name_that_leads_inside_is_refused_when_it_is_resolved() {
    let app = TestApp::with(|config| {
        config.webhooks.allow_networks = vec!["10.8.0.0/16".to_owned()];
    })
    .await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    // What the name means is not known before it is asked for.
    let url = format!("http://localhost:{}/hook", receiver.address.port());
    let named = hook_to(&app, &dispatcher, &url, &[]).await;
    act(&app, &named, "test", &json!({})).await.expect(202);
    round(&app).await;
    assert_eq!(last(&app, &named).await["last_error"], "address_refused");
    assert!(receiver.received().is_empty());
    // Nor does it help that the address was allowed when it was written down.
    let app = app.restarted(|config| {
        config.webhooks.allow_networks = vec!["127.0.0.0/8".to_owned(), "::1".to_owned()];
    });
    let app = app.await;
    let literal = hook(&app, &dispatcher, &receiver, &[]).await;
    // Ids begin as after the first restart, at another time.
    app.advance(Duration::seconds(1));
    let app = app.restarted(|config| config.webhooks.allow_networks = Vec::new()).await;
    act(&app, &literal, "test", &json!({})).await.expect(202);
    round(&app).await;
    assert_eq!(last(&app, &literal).await["last_error"], "address_refused");
    assert!(receiver.received().is_empty());
}

#[actix_web::test]
async fn a_receiver_that_wants_nothing_more_gets_nothing_more() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    receiver.answer(410);
    let case = app.case().registered().await;
    round(&app).await;
    let view = seen(&app, &hook).await;
    assert_eq!((&view["state"], &view["disabled_code"]), (&json!("disabled"), &json!("gone")));
    receiver.answer(200);
    app.advance(Duration::hours(30));
    round(&app).await;
    assert_eq!(receiver.taken().len(), 1);
    let refused = act(&app, &hook, "test", &json!({})).await;
    assert_problem(&refused, 409, "webhook.disabled");
    // Enabled again it goes on where it stopped: nothing was lost.
    act(&app, &hook, "enable", &json!({})).await.expect(200);
    let twice = act(&app, &hook, "enable", &json!({})).await;
    assert_problem(&twice, 409, "webhook.enabled");
    round(&app).await;
    let taken = receiver.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].subject(), case.id);
}

#[actix_web::test]
async fn after_days_of_failure_it_is_disabled_and_its_owner_is_told() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    receiver.answer(500);
    let begun = app.state.clock.now();
    for hours in [0, 60, 119] {
        app.clock.set(begun + Duration::hours(hours));
        app.case().registered().await;
        round(&app).await;
        assert_eq!(seen(&app, &hook).await["state"], "enabled", "after {hours} hours");
    }
    app.clock.set(begun + Duration::hours(121));
    app.case().registered().await;
    round(&app).await;
    let view = seen(&app, &hook).await;
    assert_eq!((&view["state"], &view["disabled_code"]), (&json!("disabled"), &json!("failing")));
    let inbox = app.get("/api/v1/notices").as_(&dispatcher).send().await.expect(200);
    let told: Vec<_> = inbox["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|one| one["kind"] == "webhook_disabled")
        .collect();
    assert_eq!(told.len(), 1, "{inbox}");
    assert!(told[0].to_string().contains("127.0.0.1"));
    assert_eq!(text(&told[0]["about"]["id"]), hook.id);
    // One success in between starts the days anew.
    receiver.answer(200);
    act(&app, &hook, "enable", &json!({})).await.expect(200);
    round(&app).await;
    let view = seen(&app, &hook).await;
    assert_eq!((&view["state"], &view["failing_since"]), (&json!("enabled"), &Value::Null));
}

#[actix_web::test]
async fn it_is_disabled_by_hand_and_passes_over_what_it_is_told_to() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    let why = json!({ "reason": "对方系统停机维护" });
    let view = act(&app, &hook, "disable", &why).await.expect(200);
    assert_eq!(view["disabled_reason"], "对方系统停机维护");
    app.case().registered().await;
    round(&app).await;
    act(&app, &hook, "enable", &json!({ "is_missed_skipped": true })).await.expect(200);
    let later = app.case().registered().await;
    round(&app).await;
    let taken = receiver.taken();
    assert_eq!(taken.iter().map(Received::subject).collect::<Vec<_>>(), [later.id]);
}
