//! What is delivered, how it is signed, and in which order.

use chrono::Duration;
use serde_json::json;
use zongzhi_tests::receiver::{Received, Receiver};
use zongzhi_tests::world;

use super::kit::{act, app, attempts, deliveries, hook, round, text};

#[actix_web::test]
async fn events_arrive_signed_thin_and_in_order() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let before = app.case().registered().await;
    round(&app).await;
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    let case = app.case().in_progress().await;
    assert!(receiver.received().is_empty(), "nothing leaves before it was sealed");
    assert_eq!(round(&app).await, 4);

    let received = receiver.received();
    let types: Vec<_> = received.iter().map(zongzhi_tests::receiver::Received::of_type).collect();
    let wanted = ["registered", "classified", "dispatched", "signed"];
    assert_eq!(types, wanted.map(|kind| format!("cn.zongzhi.case.{kind}.v1")));
    let all = deliveries(&app, &hook).await;
    for (place, one) in (1..).zip(&received) {
        assert_eq!(one.path, "/hook");
        assert_eq!(one.header("content-type"), "application/cloudevents+json");
        assert_eq!(one.sequence(), place);
        assert_eq!(one.subject(), case.id);
        assert_ne!(one.subject(), before.id, "what happened before it was set up is not sent");
        assert_eq!(one.header("webhook-id"), one.json()["id"]);
        let now = app.state.clock.now().timestamp().to_string();
        assert_eq!(one.header("webhook-timestamp"), now);
        assert!(one.is_signed_with(&hook.secret), "{one:?}");
        for word in ["李示例", "13800001234", "楼上漏水"] {
            assert!(!one.body.contains(word), "{word}: {}", one.body);
        }
    }
    assert_eq!(all.len(), 4);
    for (one, delivery) in received.iter().zip(&all) {
        assert_eq!(delivery["event_id"], one.header("webhook-id"));
        assert_eq!((&delivery["state"], &delivery["attempts"]), (&json!("delivered"), &json!(1)));
        assert_eq!(delivery["last_status"], 200);
        let log = attempts(&app, &hook, delivery).await;
        assert_eq!(log.len(), 1);
        assert_eq!((&log[0]["status"], &log[0]["error"]), (&json!(200), &json!(null)));
        assert_eq!(log[0]["response_bytes"], 2);
    }
    // The same round again sends nothing.
    assert_eq!(round(&app).await, 0);
    assert_eq!(receiver.received().len(), 4);
}

#[actix_web::test]
async fn only_the_types_that_are_wanted_arrive() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    hook(&app, &dispatcher, &receiver, &["cn.zongzhi.case.dispatched.v1"]).await;
    app.case().in_progress().await;
    round(&app).await;
    let received = receiver.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].of_type(), "cn.zongzhi.case.dispatched.v1");
}

#[actix_web::test]
async fn one_case_waits_for_its_own_earlier_events_and_for_no_other_case() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    receiver.answer(500);
    let stuck = app.case().registered().await;
    round(&app).await;
    let refused = receiver.taken();
    assert_eq!(refused.len(), 1);
    // The receiver is back; the first case has to wait its five seconds, the second has not.
    receiver.answer(204);
    app.act(
        &app.as_dispatcher().await,
        &stuck,
        "classify",
        &json!({ "type_code": "0202", "level": "ordinary" }),
    )
    .await;
    let other = app.case().registered().await;
    round(&app).await;
    let taken = receiver.taken();
    assert_eq!(taken.iter().map(Received::subject).collect::<Vec<_>>(), [other.id]);
    app.advance(Duration::seconds(5));
    round(&app).await;
    let taken = receiver.taken();
    let places: Vec<_> = taken.iter().map(|one| (one.subject(), one.sequence())).collect();
    assert_eq!(places, [(stuck.id.clone(), 1), (stuck.id, 2)]);
    assert_eq!(taken[0].header("webhook-id"), refused[0].header("webhook-id"));
    assert!(deliveries(&app, &hook).await.iter().all(|one| one["state"] == "delivered"));
}

#[actix_web::test]
async fn a_test_is_sent_by_the_way_of_all_others() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &["cn.zongzhi.case.closed.v1"]).await;
    let delivery = act(&app, &hook, "test", &json!({})).await.expect(202);
    assert_eq!(delivery["state"], "pending");
    assert_eq!(round(&app).await, 1);
    let received = receiver.received();
    assert_eq!(received[0].of_type(), "cn.zongzhi.test.v1");
    assert_eq!(received[0].subject(), hook.id);
    assert!(received[0].is_signed_with(&hook.secret));
    let path = format!("{}/deliveries/{}", hook.path(), text(&delivery["id"]));
    let now = app.get(path).as_(&dispatcher).send().await.expect(200);
    assert_eq!(now["state"], "delivered");
}

#[actix_web::test]
async fn webhooks_of_two_people_stand_where_they_stand() {
    let app = app().await;
    let (one, two) = (Receiver::start(), Receiver::start());
    hook(&app, &app.as_dispatcher().await, &one, &[]).await;
    app.case().registered().await;
    round(&app).await;
    let late = app.sign_in(&world::DIRECTOR).await;
    hook(&app, &late, &two, &[]).await;
    app.case().registered().await;
    round(&app).await;
    assert_eq!((one.received().len(), two.received().len()), (2, 1));
}
