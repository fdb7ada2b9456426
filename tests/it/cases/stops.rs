//! 中止: what a department may stop by itself counts together; for more it asks.

use std::sync::Arc;

use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};
use zongzhi::features::calendars::civil_day::local_date;
use zongzhi::features::cases::jobs;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{events, ledger_holds};

fn today(app: &TestApp) -> NaiveDate {
    local_date(app.state.clock.now())
}

/// A stop of so many days from today on.
fn stop(app: &TestApp, days: i64) -> Value {
    json!({ "reason_code": "appraisal", "until_on": today(app) + Duration::days(days) })
}

fn ask(app: &TestApp, days: i64) -> Value {
    json!({ "reason_code": "appraisal", "until_on": today(app) + Duration::days(days),
        "reason": "司法鉴定预计两个月" })
}

/// Stops it for so many days, which pass.
async fn stopped(app: &TestApp, handler: &Client, case: &Case, days: i64) -> Case {
    app.act(handler, case, "suspend", &stop(app, days)).await;
    app.advance(Duration::days(days));
    jobs::auto_resume(Arc::clone(&app.state)).await.expect("a round");
    app.see(handler, case).await
}

#[actix_web::test]
async fn stops_of_one_department_count_together() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let case = app.case().in_progress().await;
    let case = stopped(&app, &handler, &case, 8).await;
    assert_eq!(case.status(), "in_progress");
    let again = app.acting(&handler, &case, "suspend", &stop(&app, 8)).send().await;
    assert_problem(&again, 403, "case.suspension_too_long");
    assert_eq!(again.json()["days_left"], 2);
    assert_eq!(case.view["own_stop_days_left"], 2, "and said before anybody asks");
    let case = stopped(&app, &handler, &case, 2).await;
    let used_up = app.acting(&handler, &case, "suspend", &stop(&app, 1)).send().await;
    assert_problem(&used_up, 403, "case.suspension_too_long");
    assert_eq!(used_up.json()["days_left"], 0);
    ledger_holds(&app).await;
    super::projection::is_what_its_events_say(&app, &case.id).await;
    // Another department begins with days of its own.
    let supervisor = app.as_supervisor().await;
    let seen = app.see(&supervisor, &case).await;
    let case = app.act(&supervisor, &seen, "suspend", &stop(&app, 30)).await;
    assert_eq!(case.status(), "suspended", "a supervisor decides by themselves");
}

#[actix_web::test]
async fn only_the_days_that_were_used_count() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let case = app.case().in_progress().await;
    let case = app.act(&handler, &case, "suspend", &stop(&app, 10)).await;
    app.advance(Duration::days(1));
    let case = app.see(&handler, &case).await;
    let case = app.act(&handler, &case, "resume", &json!({})).await;
    let ten = app.acting(&handler, &case, "suspend", &stop(&app, 10)).send().await;
    assert_problem(&ten, 403, "case.suspension_too_long");
    let case = app.act(&handler, &case, "suspend", &stop(&app, 9)).await;
    assert_eq!(case.status(), "suspended");
}

#[actix_web::test]
async fn what_is_longer_is_asked_for_and_decided_on() {
    let app = TestApp::new().await;
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let case = app.case().in_progress().await;
    let case = app.act(&handler, &case, "request_suspension", &ask(&app, 60)).await;
    assert_eq!(case.status(), "in_progress");
    assert_eq!(case.clock("handling")["state"], "running", "nothing stands still by asking");
    let asked = case.view["suspension_request"].clone();
    assert_eq!(asked["reason"], "司法鉴定预计两个月");
    assert_eq!(asked["asked_by"]["person_id"], world::HANDLER.id.to_string());
    assert_eq!(asked["department"]["id"], world::HOUSING.id.to_string());
    let twice = app.acting(&handler, &case, "request_suspension", &ask(&app, 60)).send().await;
    assert_problem(&twice, 409, "case.suspension_pending");
    let yes = json!({ "approve": true, "reason": "情况属实" });
    let own = app.acting(&handler, &case, "decide_suspension", &yes).send().await;
    assert_problem(&own, 403, "auth.not_allowed");
    super::projection::is_what_its_events_say(&app, &case.id).await;

    let seen = app.see(&supervisor, &case).await;
    assert_eq!(seen.view["suspension_request"], asked);
    let case = app.act(&supervisor, &seen, "decide_suspension", &yes).await;
    assert_eq!((case.status(), &case.view["suspension_request"]), ("suspended", &Value::Null));
    assert_eq!(case.view["suspension"]["until_on"], asked["until_on"]);
    let told = events(&app, &supervisor, &case).await;
    let last = told.last().cloned().unwrap_or_default();
    assert_eq!(
        (&last["kind"], &last["data"]["decision"]),
        (&json!("suspended"), &json!("情况属实"))
    );
    ledger_holds(&app).await;
    super::projection::is_what_its_events_say(&app, &case.id).await;
    // What was granted is nothing of the department's own.
    app.advance(Duration::days(60));
    jobs::auto_resume(Arc::clone(&app.state)).await.expect("a round");
    let case = app.see(&handler, &case).await;
    app.act(&handler, &case, "suspend", &stop(&app, 10)).await;
}

#[actix_web::test]
async fn a_refused_stop_changes_nothing_and_another_may_be_asked_for() {
    let app = TestApp::new().await;
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let case = app.case().in_progress().await;
    let nothing = app.see(&supervisor, &case).await;
    let no = json!({ "approve": false, "reason": "可以边办边等" });
    let nothing = app.acting(&supervisor, &nothing, "decide_suspension", &no).send().await;
    assert_problem(&nothing, 409, "case.no_suspension_pending");
    let due = case.clock("handling")["due_at"].clone();
    let case = app.act(&handler, &case, "request_suspension", &ask(&app, 3)).await;
    let seen = app.see(&supervisor, &case).await;
    let odd = json!({ "approve": false, "reason": "x", "until_on": "2026-03-20" });
    let odd = app.acting(&supervisor, &seen, "decide_suspension", &odd).send().await;
    assert_fields(&odd, &["/until_on"]);
    let case = app.act(&supervisor, &seen, "decide_suspension", &no).await;
    assert_eq!((case.status(), &case.view["suspension_request"]), ("in_progress", &Value::Null));
    assert_eq!(case.clock("handling")["due_at"], due);
    // Granted too late, the day asked for is over: another one is named.
    let seen = app.see(&handler, &case).await;
    app.act(&handler, &seen, "request_suspension", &ask(&app, 3)).await;
    app.advance(Duration::days(4));
    let seen = app.see(&supervisor, &case).await;
    let yes = json!({ "approve": true, "reason": "同意" });
    let late = app.acting(&supervisor, &seen, "decide_suspension", &yes).send().await;
    assert_fields(&late, &["/until_on"]);
    let until = today(&app) + Duration::days(20);
    let yes = json!({ "approve": true, "reason": "同意", "until_on": until });
    let case = app.act(&supervisor, &seen, "decide_suspension", &yes).await;
    assert_eq!(case.view["suspension"]["until_on"], json!(until));
    ledger_holds(&app).await;
}
