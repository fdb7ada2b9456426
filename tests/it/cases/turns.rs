//! The turns a case may take off the straight way.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use zongzhi::features::cases::jobs;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::resolved;
use zongzhi_tests::world;

use super::kit::{events, ids, kinds, ledger_holds, words};

fn to(department: world::Department) -> Value {
    json!({ "lead_department_id": department.id })
}

async fn auto_sign(app: &TestApp) -> u64 {
    jobs::auto_sign(Arc::clone(&app.state.clone().into_inner())).await.expect("a round")
}

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{value}"))
}

#[actix_web::test]
async fn unsolved_goes_back_to_work_under_a_new_limit_and_closes_the_second_time() {
    let app = TestApp::new().await;
    let (clerk, handler) = (app.as_clerk().await, app.as_handler().await);
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().in_callback().await;
    let first = case.clock("handling").clone();
    app.advance(Duration::days(1));
    let unsolved = json!({ "reached": true, "solved": false });
    let case = app.act(&clerk, &case, "record_callback", &unsolved).await;
    assert_eq!((case.status(), &case.view["resolved_at"]), ("in_progress", &Value::Null));
    assert_eq!(case.view["owner"]["department_id"], world::HOUSING.id.to_string());
    let second = case.clock("handling").clone();
    assert_ne!(second["id"], first["id"], "a new limit");
    assert_eq!(second["state"], "running");
    assert_eq!(instant(&second["due_at"]), instant(&first["due_at"]) + Duration::days(1));
    let seen = app.see(&handler, &case).await;
    let may = [
        "report_progress",
        "add_assist",
        "suspend",
        "request_suspension",
        "request_extension",
        "resolve",
    ];
    assert_eq!(words(&seen.view["allowed_actions"]), may);
    let case = app.act(&handler, &case, "resolve", &resolved()).await;
    let case = app.act(&dispatcher, &case, "accept_resolution", &json!({})).await;
    let solved = json!({ "reached": true, "solved": true, "fairly_treated": false });
    let case = app.act(&clerk, &case, "record_callback", &solved).await;
    assert_eq!(case.status(), "closed", "unfairness is recorded, not a reason to stay open");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn who_gave_a_case_back_or_lost_it_no_longer_sees_it() {
    let app = TestApp::new().await;
    let (handler, other) = (app.as_handler().await, app.as_other_handler().await);
    let (dispatcher, director) = (app.as_dispatcher().await, app.as_director().await);
    let back = json!({ "ground_code": "01", "note": "属人社部门职责",
        "suggested_department_id": world::LABOUR.id });
    let case = app.case().dispatched().await;
    let case = app.act(&handler, &case, "return", &back).await;
    let gone = app.get(case.path()).as_(&handler).send().await;
    assert_eq!(gone.status, 404, "{gone}");
    app.advance(Duration::minutes(1));
    let case = app.act(&dispatcher, &case, "dispatch", &to(world::LABOUR)).await;
    let case = app.act(&other, &case, "return", &back).await;
    assert_eq!(case.view["owner"]["kind"], "director");
    assert_eq!(case.clock("ruling")["state"], "running");
    let ruling =
        json!({ "lead_department_id": world::HOUSING.id, "reason": "兜底", "fallback": true });
    let refused = app.acting(&dispatcher, &case, "rule", &ruling).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    app.advance(Duration::minutes(1));
    let case = app.act(&director, &case, "rule", &ruling).await;
    assert_eq!((case.view["is_ruled"].as_bool(), case.status()), (Some(true), "dispatched"));
    let seen = app.see(&handler, &case).await;
    assert_eq!(words(&seen.view["allowed_actions"]), ["sign"], "not to be returned again");
    assert_eq!(seen.view["refused_actions"]["return"], "case.ruled_final");
    let states: Vec<_> = case.view["referrals"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|referral| referral["state"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(states, ["returned", "returned", "sent"]);
}

#[actix_web::test]
async fn a_case_is_sent_only_where_somebody_will_see_it() {
    let app = TestApp::new().await;
    let (dispatcher, director) = (app.as_dispatcher().await, app.as_director().await);
    let handler = app.as_handler().await;
    let case = app.case().classified().await;
    // The neighbours' department and a township below see nothing of a matter of the county.
    for department in [world::OTHER_HOUSING, world::TOWNSHIP_OFFICE] {
        let answer = app.acting(&dispatcher, &case, "dispatch", &to(department)).send().await;
        assert_fields(&answer, &["/lead_department_id"]);
        let mut body = to(world::HOUSING);
        body["assist_department_ids"] = json!([department.id]);
        let answer = app.acting(&dispatcher, &case, "dispatch", &body).send().await;
        assert_fields(&answer, &["/assist_department_ids/0"]);
    }
    let back = json!({ "ground_code": "01", "note": "不属于本单位职责" });
    let mut case = app.act(&dispatcher, &case, "dispatch", &to(world::HOUSING)).await;
    case = app.act(&handler, &case, "return", &back).await;
    case = app.act(&dispatcher, &case, "dispatch", &to(world::HOUSING)).await;
    case = app.act(&handler, &case, "return", &back).await;
    let ruling = json!({ "lead_department_id": world::OTHER_HOUSING.id, "reason": "兜底" });
    let answer = app.acting(&director, &case, "rule", &ruling).send().await;
    assert_fields(&answer, &["/lead_department_id"]);
    // A matter of the township goes to the township and to the county above it.
    let township = app.as_township_clerk().await;
    let below = app.case().by(&township).classified().await;
    let mut body = to(world::TOWNSHIP_OFFICE);
    body["assist_department_ids"] = json!([world::HOUSING.id]);
    let below = app.act(&dispatcher, &below, "dispatch", &body).await;
    app.see(&handler, &below).await;
    app.see(&township, &below).await;
}

#[actix_web::test]
async fn a_citizen_may_withdraw_from_every_open_status_and_from_no_other() {
    let app = TestApp::new().await;
    let (clerk, handler) = (app.as_clerk().await, app.as_handler().await);
    let returned = {
        let case = app.case().dispatched().await;
        let back = json!({ "ground_code": "01", "note": "不属于本单位职责" });
        app.act(&handler, &case, "return", &back).await
    };
    let why = json!({ "reason": "双方自行和解" });
    for case in [
        app.case().registered().await,
        app.case().dispatched().await,
        app.case().assisted_by(world::LABOUR).in_progress().await,
        returned,
        app.case().resolved().await,
        app.case().in_callback().await,
    ] {
        let from = case.status().to_owned();
        let case = app.act(&clerk, &case, "withdraw", &why).await;
        assert_eq!((case.status(), &case.view["outcome"]), ("withdrawn", &json!("withdrawn")));
        nothing_runs(&case);
        let again = app.acting(&clerk, &case, "withdraw", &why).send().await;
        assert_problem(&again, 409, "case.illegal_transition");
        assert_eq!(
            kinds(&app, &clerk, &case).await.last().map(String::as_str),
            Some("withdrawn"),
            "{from}"
        );
    }
    for case in [app.case().closed().await, app.case().archived().await] {
        let answer = app.acting(&clerk, &case, "withdraw", &why).send().await;
        assert_problem(&answer, 409, "case.illegal_transition");
    }
    app.advance(Duration::days(30));
    assert_eq!(auto_sign(&app).await, 0, "nothing of a withdrawn case is signed for");
}

#[track_caller]
fn nothing_runs(case: &Case) {
    for clock in case.view["clocks"].as_array().into_iter().flatten() {
        assert!(!clock["finished_at"].is_null(), "{} runs on: {clock}", clock["kind"]);
        assert_eq!(clock["lamp"], "grey");
    }
}

#[actix_web::test]
async fn auto_sign_waits_for_the_last_instant_and_signs_at_it() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().assisted_by(world::LABOUR).dispatched().await;
    let limit = instant(&case.clock("sign")["due_at"]);
    let handling = case.clock("handling")["due_at"].clone();
    app.clock.set(limit);
    assert_eq!(auto_sign(&app).await, 0, "the last instant still belongs to the department");
    app.clock.set(limit + Duration::hours(7));
    assert_eq!(auto_sign(&app).await, 2, "lead and assistant");
    let signed = app.see(&clerk, &case).await;
    assert_eq!(signed.status(), "in_progress");
    assert_eq!(signed.version, case.version + 2);
    assert_eq!(signed.clock("handling")["due_at"], handling, "handling runs from dispatch");
    for referral in signed.view["referrals"].as_array().into_iter().flatten() {
        assert_eq!(instant(&referral["signed_at"]), limit);
        assert_eq!(referral["signed_by_name"], Value::Null);
    }
    for event in events(&app, &clerk, &case).await.iter().skip(3) {
        assert_eq!((&event["kind"], &event["capacity"]), (&json!("auto_signed"), &Value::Null));
        assert_eq!(instant(&event["at"]), limit);
        assert_eq!(instant(&event["recorded_at"]), limit + Duration::hours(7));
    }
    assert_eq!(auto_sign(&app).await, 0);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn an_assistant_nobody_waited_for_leaves_no_clock_behind() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let supervisor = app.as_supervisor().await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let mut body = resolved();
    body["reason"] = "协办事项已由主办单位一并处理".into();
    let case = app.act(&supervisor, &case, "resolve", &body).await;
    let case = app.act(&dispatcher, &case, "accept_resolution", &json!({})).await;
    let solved = json!({ "reached": true, "solved": true });
    let case = app.act(&clerk, &case, "record_callback", &solved).await;
    assert_eq!(case.status(), "closed");
    nothing_runs(&case);
    app.advance(Duration::days(5));
    assert_eq!(auto_sign(&app).await, 0);
    let late = app.get("/api/v1/cases?lamp=red").as_(&clerk).send().await.expect(200);
    assert_eq!(ids(&late), Vec::<String>::new(), "a closed case is never late");
}

#[actix_web::test]
async fn callbacks_that_fail_are_counted_by_days_in_china() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let missed = json!({ "reached": false, "comment": "无人接听" });
    let close = json!({ "reason": "两次未能联系上申请人" });
    let case = app.case().in_callback().await;
    // 23:59 and 00:01 in China are two days, though one day in UTC.
    app.clock.set("2026-03-02T15:59:00Z".parse().expect("an instant"));
    let case = app.act(&clerk, &case, "record_callback", &missed).await;
    app.clock.set("2026-03-02T16:01:00Z".parse().expect("an instant"));
    let refused = app.acting(&dispatcher, &case, "close", &close).send().await;
    assert_problem(&refused, 409, "case.callbacks_missing");
    let case = app.act(&clerk, &case, "record_callback", &missed).await;
    let case = app.act(&dispatcher, &case, "close", &close).await;
    assert_eq!(case.status(), "closed");
    nothing_runs(&case);
}

#[actix_web::test]
async fn the_window_for_reopening_ends_to_the_microsecond() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let case = app.case().closed().await;
    let why = json!({ "reason": "群众反映问题未解决" });
    app.advance(Duration::days(30) + Duration::microseconds(1));
    let late = app.acting(&supervisor, &case, "reopen", &why).send().await;
    assert_problem(&late, 409, "case.reopen_window");
    let seen = app.see(&supervisor, &case).await;
    assert_eq!(seen.view["refused_actions"]["reopen"], "case.reopen_window");
    app.advance(Duration::microseconds(-1));
    let case = app.act(&supervisor, &case, "reopen", &why).await;
    assert_eq!((case.status(), &case.view["closed_at"]), ("in_progress", &Value::Null));
    assert_eq!(case.clock("handling")["state"], "running");
}
