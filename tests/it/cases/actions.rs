//! What each action demands, and what it refuses.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::case::{classified, resolved};
use zongzhi_tests::world;

const BACK: &str = "01";

fn returned() -> Value {
    json!({ "ground_code": BACK, "note": "不属于本单位法定职责，依据职责清单第三条" })
}

fn to(department: world::Department) -> Value {
    json!({ "lead_department_id": department.id })
}

#[actix_web::test]
async fn an_action_needs_the_version_that_was_seen() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().registered().await;
    let path = format!("{}/actions/classify", case.path());
    let without = app.post(&path).as_(&dispatcher).json(&classified()).send().await;
    assert_problem(&without, 428, "request.if_match_missing");
    app.act(&dispatcher, &case, "classify", &classified()).await;
    let stale = app.acting(&dispatcher, &case, "classify", &classified()).send().await;
    let problem = assert_problem(&stale, 412, "case.stale_version");
    assert_eq!(problem["current_version"], case.version + 1);
    let changes = problem["changes"].as_array().cloned().unwrap_or_default();
    assert_eq!(changes.len(), 1, "{problem}");
    assert_eq!(changes[0]["kind"], "classified");
    assert_eq!(changes[0]["actor"]["name"], world::DISPATCHER.name);
    assert_eq!(changes[0]["capacity"]["role"], "dispatcher");
    for tag in ["*", "7", "\"x\"", ""] {
        let odd = app.post(&path).as_(&dispatcher).header("if-match", tag);
        let odd = odd.json(&classified()).send().await;
        assert_problem(&odd, 400, "request.invalid_header");
    }
}

#[actix_web::test]
async fn what_the_table_does_not_hold_is_refused_with_what_it_does() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().registered().await;
    let answer = app.acting(&dispatcher, &case, "accept_resolution", &json!({})).send().await;
    let problem = assert_problem(&answer, 409, "case.illegal_transition");
    assert_eq!(problem["state"], "registered");
    assert!(problem["allowed_actions"].as_array().is_some_and(|a| a.contains(&json!("classify"))));
}

#[actix_web::test]
async fn what_the_answer_allows_is_what_the_server_does() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().classified().await;
    let seen = app.see(&dispatcher, &case).await;
    let allowed = seen.view["allowed_actions"].clone();
    assert!(allowed.as_array().is_some_and(|a| a.contains(&json!("dispatch"))), "{allowed}");
    assert!(!allowed.as_array().is_some_and(|a| a.contains(&json!("sign"))), "{allowed}");
    assert_eq!(seen.view["refused_actions"]["withdraw"], "auth.not_allowed");
    let refused = &seen.view["refusals"]["withdraw"];
    assert!(refused["who"].as_array().is_some_and(|who| who.contains(&json!("clerk"))));
}

#[actix_web::test]
async fn a_case_is_classified_before_it_is_dispatched() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().registered().await;
    let answer = app.acting(&dispatcher, &case, "dispatch", &to(world::HOUSING)).send().await;
    assert_problem(&answer, 422, "case.not_classified");
}

#[actix_web::test]
async fn a_case_goes_to_departments_that_exist_and_once_to_each() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().classified().await;
    let nowhere = json!({ "lead_department_id": "018f0000-0000-7000-8000-000000000001" });
    let answer = app.acting(&dispatcher, &case, "dispatch", &nowhere).send().await;
    assert_fields(&answer, &["/lead_department_id"]);
    let twice = json!({
        "lead_department_id": world::HOUSING.id,
        "assist_department_ids": [world::LABOUR.id, world::HOUSING.id],
    });
    let answer = app.acting(&dispatcher, &case, "dispatch", &twice).send().await;
    assert_fields(&answer, &["/assist_department_ids/1"]);
}

#[actix_web::test]
async fn only_the_lead_takes_a_case_to_work_and_an_assistant_signs_its_own() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let case = app.case().assisted_by(world::LABOUR).dispatched().await;
    let case = app.act(&assistant, &case, "sign", &json!({})).await;
    assert_eq!(case.status(), "dispatched", "an assistant's signature moves nothing");
    let again = app.acting(&assistant, &case, "sign", &json!({})).send().await;
    assert_problem(&again, 409, "case.nothing_to_sign");
    let case = app.act(&handler, &case, "sign", &json!({})).await;
    assert_eq!(case.status(), "in_progress");
}

#[actix_web::test]
async fn after_two_returns_only_a_ruling_moves_a_case_and_it_is_final() {
    let app = TestApp::new().await;
    let (dispatcher, handler) = (app.as_dispatcher().await, app.as_handler().await);
    let director = app.as_director().await;
    let mut case = app.case().dispatched().await;
    for round in 1..=2 {
        case = app.act(&handler, &case, "return", &returned()).await;
        assert_eq!((case.status(), case.view["return_count"].as_i64()), ("returned", Some(round)));
        if round == 1 {
            assert_eq!(case.view["owner"]["kind"], "dispatcher");
            case = app.act(&dispatcher, &case, "dispatch", &to(world::HOUSING)).await;
        }
    }
    assert_eq!(case.view["owner"]["kind"], "director");
    let again = app.acting(&dispatcher, &case, "dispatch", &to(world::HOUSING)).send().await;
    assert_problem(&again, 409, "case.ruling_required");
    let ruling = json!({ "lead_department_id": world::HOUSING.id, "reason": "依职责清单由其主办" });
    let case = app.act(&director, &case, "rule", &ruling).await;
    assert_eq!(case.status(), "dispatched");
    let final_word = app.acting(&handler, &case, "return", &returned()).send().await;
    assert_problem(&final_word, 409, "case.ruled_final");
}

#[actix_web::test]
async fn a_return_gives_a_ground_of_the_list_in_words() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let case = app.case().dispatched().await;
    let blank = json!({ "ground_code": BACK, "note": "  " });
    let answer = app.acting(&handler, &case, "return", &blank).send().await;
    assert_fields(&answer, &["/note"]);
    let unknown = json!({ "ground_code": "because", "note": "不想办" });
    let answer = app.acting(&handler, &case, "return", &unknown).send().await;
    assert_fields(&answer, &["/ground_code"]);
}

#[actix_web::test]
async fn an_open_assistant_holds_a_resolution_up_unless_a_supervisor_says_why() {
    let app = TestApp::new().await;
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let answer = app.acting(&handler, &case, "resolve", &resolved()).send().await;
    assert_problem(&answer, 409, "case.assistant_open");
    let answer = app.acting(&supervisor, &case, "resolve", &resolved()).send().await;
    assert_fields(&answer, &["/reason"]);
    let mut body = resolved();
    body["reason"] = "协办事项已由主办单位一并处理".into();
    let case = app.act(&supervisor, &case, "resolve", &body).await;
    assert_eq!(case.status(), "resolved");
}

#[actix_web::test]
async fn a_rejected_resolution_goes_on_under_the_old_limit() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().in_progress().await;
    let due = case.clock("handling")["due_at"].clone();
    let handler = app.as_handler().await;
    let case = app.act(&handler, &case, "resolve", &resolved()).await;
    let case =
        app.act(&dispatcher, &case, "reject_resolution", &json!({ "reason": "材料不全" })).await;
    assert_eq!(case.status(), "in_progress");
    assert_eq!(case.clock("handling")["due_at"], due);
    assert_eq!(case.clock("handling")["state"], "running");
}

#[actix_web::test]
async fn the_handling_unit_never_calls_back_its_own_case() {
    let app = TestApp::new().await;
    // The centre's own office leads, so the clerk's department is the handling unit.
    let case = app.case().led_by(world::CENTER_OFFICE).dispatched().await;
    app.advance(Duration::days(3));
    let clerk = app.as_clerk().await;
    let seen = app.see(&clerk, &case).await;
    let answers = json!({ "reached": true, "solved": true });
    let answer = app.acting(&clerk, &seen, "record_callback", &answers).send().await;
    assert_eq!(answer.status, 403, "{answer}");
}

#[actix_web::test]
async fn a_callback_says_what_was_heard_and_nothing_else() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().in_callback().await;
    let answer = app.acting(&clerk, &case, "record_callback", &json!({ "reached": true }));
    assert_fields(&answer.send().await, &["/solved"]);
    let body = json!({ "reached": false, "solved": true });
    let answer = app.acting(&clerk, &case, "record_callback", &body).send().await;
    assert_fields(&answer, &["/reached"]);
}

#[actix_web::test]
async fn two_failed_callbacks_on_different_days_allow_closing() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let missed = json!({ "reached": false });
    let close = json!({ "reason": "两次未能联系上申请人" });
    let case = app.case().in_callback().await;
    let case = app.act(&clerk, &case, "record_callback", &missed).await;
    let case = app.act(&clerk, &case, "record_callback", &missed).await;
    let same_day = app.acting(&dispatcher, &case, "close", &close).send().await;
    assert_problem(&same_day, 409, "case.callbacks_missing");
    app.advance(Duration::days(1));
    let case = app.act(&clerk, &case, "record_callback", &missed).await;
    let case = app.act(&dispatcher, &case, "close", &close).await;
    assert_eq!(case.status(), "closed");
}

#[actix_web::test]
async fn a_closed_case_is_reopened_within_its_window() {
    let app = TestApp::new().await;
    let late = app.case().closed().await;
    let case = app.case().closed().await;
    app.advance(Duration::days(29));
    let supervisor = app.as_supervisor().await;
    let why = json!({ "reason": "群众反映问题未解决" });
    let case = app.act(&supervisor, &case, "reopen", &why).await;
    assert_eq!(case.status(), "in_progress");
    app.advance(Duration::days(2));
    let answer = app.acting(&supervisor, &late, "reopen", &why).send().await;
    assert_problem(&answer, 409, "case.reopen_window");
}

#[actix_web::test]
async fn a_declined_and_a_withdrawn_case_end_there() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let case = app.case().registered().await;
    let body = json!({ "ground_code": "01", "told_applicant": "已告知向人民法院起诉" });
    let case = app.act(&dispatcher, &case, "decline", &body).await;
    assert_eq!(case.status(), "not_accepted");
    let answer = app.acting(&dispatcher, &case, "classify", &classified()).send().await;
    assert_problem(&answer, 409, "case.illegal_transition");
    let case = app.case().in_progress().await;
    let case = app.act(&clerk, &case, "withdraw", &json!({ "reason": "双方自行和解" })).await;
    assert_eq!(case.status(), "withdrawn");
}

#[actix_web::test]
async fn unknown_verbs_cases_and_members_are_told_apart() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().registered().await;
    let answer = app.acting(&dispatcher, &case, "celebrate", &json!({})).send().await;
    assert_problem(&answer, 404, "request.not_found");
    let nowhere = "/api/v1/cases/018f0000-0000-7000-8000-000000000001/actions/classify";
    let answer = app.post(nowhere).as_(&dispatcher).if_match(1).json(&classified()).send().await;
    assert_problem(&answer, 404, "request.not_found");
    let mut odd = classified();
    odd["colour"] = "red".into();
    let answer = app.acting(&dispatcher, &case, "classify", &odd).send().await;
    assert_fields(&answer, &["/colour"]);
}
