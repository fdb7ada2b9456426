//! Rules that keep time: around limits and in statuses, in working hours, once for each fact.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::automation_rules::jobs;
use zongzhi_tests::app::TestApp;

use super::kit::{active, after, runs, state};
use crate::cases::kit::{ledger_holds, tamper};

fn noting(trigger: &Value) -> Value {
    let mut definition = after(
        &["classified"],
        &json!({ "kind": "all" }),
        &json!([
            { "kind": "note", "role": "supervisor", "text": "请关注" },
        ]),
    );
    definition["trigger"] = trigger.clone();
    definition
}

async fn round(app: &TestApp) -> u64 {
    jobs::keep_time(state(app)).await.expect("a round")
}

#[actix_web::test]
async fn before_a_limit_once_and_again_when_the_limit_has_moved() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_handler().await, app.as_director().await);
    let case = app.case().in_progress().await;
    let trigger = json!({ "kind": "limit", "clock": "handling", "side": "before", "amount": 2,
        "unit": "calendar_days" });
    let rule = active(&app, "提醒", &noting(&trigger)).await;
    // Due at the end of 9 March; two days before, that of the 7th.
    app.advance(Duration::days(5) + Duration::hours(14));
    assert_eq!(round(&app).await, 0);
    app.advance(Duration::hours(2));
    assert_eq!((round(&app).await, round(&app).await), (1, 0));
    let case = app.see(&handler, &case).await;
    let ask = json!({ "days": 3, "reason": "需现场勘查" });
    let case = app.act(&handler, &case, "request_extension", &ask).await;
    let case = app.see(&director, &case).await;
    let yes = json!({ "approve": true, "reason": "同意" });
    app.act(&director, &case, "decide_extension", &yes).await;
    assert_eq!(round(&app).await, 0);
    app.advance(Duration::days(3));
    assert_eq!((round(&app).await, round(&app).await), (1, 0));
    let log = runs(&app, &director, &rule).await;
    assert_eq!((log.len(), &log[0]["fact"]), (2, &json!("limit")));
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_cannot_be_helped_holds_up_no_other_case_and_no_other_rule() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let broken = app.case().in_progress().await;
    app.advance(Duration::minutes(1));
    app.case().in_progress().await;
    let trigger = json!({ "kind": "limit", "clock": "handling", "side": "before", "amount": 2,
        "unit": "calendar_days" });
    let rules = [
        active(&app, "提醒", &noting(&trigger)).await,
        active(&app, "再提醒", &noting(&trigger)).await,
    ];
    let lost = "UPDATE cases SET owner_kind = 'nobody' WHERE case_no";
    tamper(&app, &format!("{lost} = '{}'", broken.number())).await;
    app.advance(Duration::days(6));
    round(&app).await;
    for rule in &rules {
        let log = runs(&app, &director, rule).await;
        let mut outcomes: Vec<_> = log.iter().map(|run| run["outcome"].to_string()).collect();
        outcomes.sort();
        assert_eq!(outcomes, [r#""done""#, r#""refused""#], "{log:?}");
    }
    assert_eq!(round(&app).await, 0, "it is tried no more");
}

#[actix_web::test]
async fn nobody_is_disturbed_at_night_and_a_stopped_limit_is_none() {
    let app = TestApp::new().await;
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let stopped = app.case().in_progress().await;
    let stop = json!({ "reason_code": "appraisal", "until_on": "2026-03-11" });
    let seen = app.see(&handler, &stopped).await;
    app.act(&handler, &seen, "suspend", &stop).await;
    app.case().in_progress().await;
    let trigger = json!({ "kind": "limit", "clock": "handling", "side": "after", "amount": 0,
        "unit": "hours", "in_working_hours": true });
    let rule = active(&app, "逾期", &noting(&trigger)).await;
    // Missed at midnight; people come at 08:30 on Tuesday 10 March.
    app.advance(Duration::days(7) + Duration::hours(23) + Duration::minutes(29));
    assert_eq!(round(&app).await, 0);
    app.advance(Duration::minutes(2));
    assert_eq!(round(&app).await, 1);
    assert_eq!(runs(&app, &supervisor, &rule).await.len(), 1);
}

#[actix_web::test]
async fn standing_in_a_status_is_counted_from_the_event_that_led_there() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_handler().await, app.as_director().await);
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().classified().await;
    let trigger = json!({ "kind": "standing", "status": "registered", "amount": 2,
        "unit": "working_days" });
    let registered = active(&app, "久未分流", &noting(&trigger)).await;
    let trigger = json!({ "kind": "standing", "status": "in_progress", "amount": 24,
        "unit": "hours" });
    let working = active(&app, "久未办结", &noting(&trigger)).await;
    app.advance(Duration::hours(47));
    assert_eq!(round(&app).await, 0);
    app.advance(Duration::hours(2));
    assert_eq!((round(&app).await, round(&app).await), (1, 0));
    let case = app.see(&dispatcher, &case).await;
    let to = json!({ "lead_department_id": zongzhi_tests::world::HOUSING.id });
    let case = app.act(&dispatcher, &case, "dispatch", &to).await;
    let case = app.see(&handler, &case).await;
    let case = app.act(&handler, &case, "sign", &json!({})).await;
    app.advance(Duration::hours(23));
    assert_eq!(round(&app).await, 0);
    app.advance(Duration::hours(2));
    assert_eq!(round(&app).await, 1);
    // Progress is not another status; coming back from a stop is.
    let case = app.see(&handler, &case).await;
    let case = app.act(&handler, &case, "report_progress", &json!({ "note": "x" })).await;
    app.advance(Duration::days(2));
    assert_eq!(round(&app).await, 0);
    let stop = json!({ "reason_code": "appraisal", "until_on": "2026-03-11" });
    let case = app.act(&handler, &case, "suspend", &stop).await;
    app.act(&handler, &case, "resume", &json!({})).await;
    app.advance(Duration::hours(25));
    assert_eq!((round(&app).await, round(&app).await), (1, 0));
    assert_eq!(runs(&app, &director, &registered).await.len(), 1);
    assert_eq!(runs(&app, &director, &working).await.len(), 2);
    ledger_holds(&app).await;
}
