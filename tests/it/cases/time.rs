//! Clocks: when they start, when they end, and why.

use std::sync::Arc;

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::cases::jobs;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::case::classified;
use zongzhi_tests::world;

#[actix_web::test]
async fn the_limit_for_handling_runs_from_dispatch_not_from_signing() {
    let app = TestApp::new().await;
    let (dispatcher, handler) = (app.as_dispatcher().await, app.as_handler().await);
    let case = app.case().classified().await;
    let sent = json!({ "lead_department_id": world::HOUSING.id });
    let case = app.act(&dispatcher, &case, "dispatch", &sent).await;
    // Seven calendar days from the next day on: the whole of 9 March in China.
    let due = "2026-03-09T15:59:59.999999Z";
    assert_eq!(case.clock("handling")["due_at"], due);
    app.advance(Duration::hours(5));
    let case = app.act(&handler, &case, "sign", &json!({})).await;
    assert_eq!(case.clock("handling")["due_at"], due);
}

#[actix_web::test]
async fn the_level_decides_the_limit() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    for (level, due) in [
        ("simple", "2026-03-03T15:59:59.999999Z"),
        ("complex", "2026-03-22T15:59:59.999999Z"),
        ("difficult", "2026-04-01T15:59:59.999999Z"),
    ] {
        let case = app.case().registered().await;
        let mut body = classified();
        body["level"] = level.into();
        let case = app.act(&dispatcher, &case, "classify", &body).await;
        let sent = json!({ "lead_department_id": world::HOUSING.id });
        let case = app.act(&dispatcher, &case, "dispatch", &sent).await;
        assert_eq!(case.clock("handling")["due_at"], due, "{level}");
    }
}

#[actix_web::test]
async fn a_working_day_skips_the_weekend_and_says_so() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    // Friday 2026-03-06, 09:00 in China: one working day ends on Monday.
    app.advance(Duration::days(4));
    let case = app.case().registered().await;
    let clock = case.clock("triage");
    assert_eq!(clock["due_at"], "2026-03-09T15:59:59.999999Z");
    let id = clock["id"].as_str().unwrap_or_default();
    let path = format!("{}/clocks/{id}/explanation", case.path());
    let why = app.get(path).as_(&clerk).send().await.expect(200);
    let days: Vec<_> = why["steps"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|step| (step["date"].as_str().unwrap_or_default(), step["counted"] == true))
        .collect();
    assert!(days.contains(&("2026-03-07", false)), "{days:?}");
    assert!(days.contains(&("2026-03-08", false)), "{days:?}");
    assert!(days.contains(&("2026-03-09", true)), "{days:?}");
    assert_eq!(why["result"]["due_at"], clock["due_at"]);
}

#[actix_web::test]
async fn a_make_up_day_counts_and_a_holiday_does_not() {
    let app = TestApp::new().await;
    // Thursday 2026-04-30: Labour Day runs to 5 May; the first working day is the 6th.
    app.advance(Duration::days(59));
    let case = app.case().registered().await;
    assert_eq!(case.clock("triage")["due_at"], "2026-05-06T15:59:59.999999Z");
}

#[actix_web::test]
async fn lamps_turn_with_time() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().dispatched().await;
    assert_eq!(case.clock("handling")["lamp"], "green");
    app.advance(Duration::days(8));
    let late = app.see(&clerk, &case).await;
    let clock = late.clock("handling");
    assert_eq!(clock["lamp"], "red");
    assert_eq!(clock["time_left"]["overdue_days"], 1);
    let found = app.get("/api/v1/cases?lamp=red&queue=overdue").as_(&clerk).send().await;
    assert_eq!(found.expect(200)["items"][0]["id"], case.id);
}

#[actix_web::test]
async fn an_unsigned_referral_signs_itself_at_its_limit_once() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().dispatched().await;
    let due = case.clock("sign")["due_at"].clone();
    let state = app.state.clone().into_inner();
    assert_eq!(jobs::auto_sign(Arc::clone(&state)).await.expect("a round"), 0, "not yet");
    app.advance(Duration::days(3));
    assert_eq!(jobs::auto_sign(Arc::clone(&state)).await.expect("a round"), 1);
    assert_eq!(jobs::auto_sign(state).await.expect("a round"), 0, "once");
    let signed = app.see(&clerk, &case).await;
    assert_eq!(signed.status(), "in_progress");
    let events = app.get(format!("{}/events", case.path())).as_(&clerk).send().await.expect(200);
    let last = events["items"].as_array().and_then(|items| items.last()).cloned();
    let last = last.unwrap_or_default();
    assert_eq!((&last["kind"], &last["actor"]), (&json!("auto_signed"), &Value::Null));
    assert_eq!(last["at"], due, "it happened at the limit, whenever the runner came round");
}
