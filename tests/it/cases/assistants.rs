//! What becomes of an assistant's part (协办件): its limits, its end, and in whose work it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::cases::jobs;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::resolved;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{kinds, ledger_holds, words};

/// A result over an assistant that is not done.
fn over_the_assistant() -> Value {
    let mut body = resolved();
    body["reason"] = "协办事项已由主办单位一并处理".into();
    body
}

/// The limits that run or stand still.
fn unfinished(case: &Case) -> BTreeSet<String> {
    let clocks = case.view["clocks"].as_array().into_iter().flatten();
    let open = clocks.filter(|clock| clock["finished_at"].is_null());
    open.map(|clock| clock["kind"].as_str().unwrap_or_default().to_owned()).collect()
}

fn limits(kinds: &[&str]) -> BTreeSet<String> {
    kinds.iter().map(|kind| (*kind).to_owned()).collect()
}

#[actix_web::test]
async fn an_assistant_a_case_comes_back_to_has_its_limits_again() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let (dispatcher, supervisor) = (app.as_dispatcher().await, app.as_supervisor().await);
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let case = app.act(&supervisor, &case, "resolve", &over_the_assistant()).await;
    assert_eq!(unfinished(&case), limits(&["review"]));
    app.advance(Duration::days(2));
    let no = json!({ "reason": "协办情况未反映" });
    let case = app.act(&dispatcher, &case, "reject_resolution", &no).await;
    assert_eq!(unfinished(&case), limits(&["assist", "handling", "sign"]));
    let early = app.acting(&handler, &case, "resolve", &resolved()).send().await;
    assert_eq!(early.status, 409, "{early}");
    assert_eq!(jobs::auto_sign(Arc::clone(&app.state)).await.expect("a round"), 0, "a new limit");
    app.advance(Duration::days(6));
    assert_eq!(jobs::auto_sign(Arc::clone(&app.state)).await.expect("a round"), 1);
    let seen = app.see(&assistant, &case).await;
    assert_eq!(seen.view["referrals"][1]["state"], "signed");
    assert_eq!(unfinished(&seen), limits(&["assist", "handling"]));
    // Signed for, and resolved over once more: only the work has a limit again.
    let case = app.act(&supervisor, &seen, "resolve", &over_the_assistant()).await;
    let case = app.act(&dispatcher, &case, "reject_resolution", &no).await;
    assert_eq!(unfinished(&case), limits(&["assist", "handling"]));
    let case = app.act(&assistant, &case, "complete_assist", &json!({ "result": "已核实" })).await;
    assert_eq!(app.act(&handler, &case, "resolve", &resolved()).await.status(), "resolved");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_callback_that_found_nothing_solved_brings_the_assistant_its_limits_back() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let supervisor = app.as_supervisor().await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let case = app.act(&supervisor, &case, "resolve", &over_the_assistant()).await;
    let case = app.act(&dispatcher, &case, "accept_resolution", &json!({})).await;
    let unsolved = json!({ "reached": true, "solved": false });
    let case = app.act(&clerk, &case, "record_callback", &unsolved).await;
    assert_eq!(case.status(), "in_progress");
    assert_eq!(unfinished(&case), limits(&["assist", "handling", "sign"]));
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn an_assistant_signs_and_finishes_while_the_case_stands_still() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let stop = json!({ "reason_code": "appraisal", "until_on": "2026-03-09" });
    let case = app.act(&handler, &case, "suspend", &stop).await;
    assert_eq!(case.view["refused_actions"]["sign"], "case.nothing_to_sign", "not the lead's");
    // The limit to sign runs on, so it can be kept.
    let seen = app.see(&assistant, &case).await;
    let signed = app.act(&assistant, &seen, "sign", &json!({})).await;
    assert_eq!(signed.status(), "suspended");
    assert_eq!(unfinished(&signed), limits(&["assist", "handling"]));
    assert_eq!(signed.clock("assist")["state"], "stopped", "the work stands still with the case");
    app.advance(Duration::days(1));
    let result = json!({ "result": "已核实" });
    let done = app.act(&assistant, &signed, "complete_assist", &result).await;
    assert_eq!((done.status(), &done.clock("assist")["state"]), ("suspended", &json!("met")));
    let case = app.see(&handler, &done).await;
    let case = app.act(&handler, &case, "resume", &json!({})).await;
    assert_eq!(case.status(), "in_progress");
    assert_eq!(case.clock("assist")["state"], "met");
    assert_eq!(app.act(&handler, &case, "resolve", &resolved()).await.status(), "resolved");
    ledger_holds(&app).await;
}

/// What the list of `client` says of the case's time.
async fn limit_in_list(app: &TestApp, client: &Client, queue: &str) -> Vec<(Value, Value, Value)> {
    let path = format!("/api/v1/cases?queue={queue}&sort=due_at");
    let page = app.get(path).as_(client).send().await.expect(200);
    let rows = page["items"].as_array().cloned().unwrap_or_default();
    let said =
        |row: &Value| (row["clock_kind"].clone(), row["due_at"].clone(), row["lamp"].clone());
    rows.iter().map(said).collect()
}

#[actix_web::test]
async fn an_assistant_finds_its_part_in_its_work_under_its_own_limit() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let case = app.case().in_progress().await;
    let task = json!({ "department_id": world::LABOUR.id, "task": "核实用工情况",
        "due_on": "2026-04-30" });
    let case = app.act(&handler, &case, "add_assist", &task).await;
    let by = case.view["referrals"][1]["due_at"].clone();
    for queue in ["mine", "to_sign", "department"] {
        let said = limit_in_list(&app, &assistant, queue).await;
        assert_eq!(said.len(), 1, "{queue}");
        assert_eq!((&said[0].0, &said[0].1), (&json!("sign"), &by), "{queue}");
    }
    let case = app.act(&assistant, &case, "sign", &json!({})).await;
    assert!(limit_in_list(&app, &assistant, "to_sign").await.is_empty());
    // The lead is late by now, the assistant is not.
    app.advance(Duration::days(10));
    let own = case.clock("assist")["due_at"].clone();
    // What is cached is known again.
    limit_in_list(&app, &assistant, "mine").await;
    let before = app.statements();
    let said = limit_in_list(&app, &assistant, "mine").await;
    let run = app.statements() - before;
    assert!(run <= 6, "{run} statements");
    assert_eq!(said, [(json!("assist"), own, json!("green"))]);
    let lead = limit_in_list(&app, &handler, "mine").await;
    let handling = case.clock("handling")["due_at"].clone();
    assert_eq!(lead, [(json!("handling"), handling, json!("red"))]);
    // Done is done: the case stays with the department, and nothing of it is due any more.
    app.act(&assistant, &case, "complete_assist", &json!({ "result": "已核实" })).await;
    assert!(limit_in_list(&app, &assistant, "mine").await.is_empty());
    let said = limit_in_list(&app, &assistant, "department").await;
    assert_eq!(said, [(Value::Null, Value::Null, json!("grey"))]);
}

#[actix_web::test]
async fn a_part_left_open_is_nobodys_work_until_the_case_comes_back() {
    let app = TestApp::new().await;
    let (assistant, supervisor) = (app.as_other_handler().await, app.as_supervisor().await);
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let case = app.act(&supervisor, &case, "resolve", &over_the_assistant()).await;
    for queue in ["mine", "to_sign"] {
        assert!(limit_in_list(&app, &assistant, queue).await.is_empty(), "{queue}");
    }
    let no = json!({ "reason": "协办情况未反映" });
    app.act(&app.as_dispatcher().await, &case, "reject_resolution", &no).await;
    for queue in ["mine", "to_sign"] {
        assert_eq!(limit_in_list(&app, &assistant, queue).await.len(), 1, "{queue}");
    }
}

#[actix_web::test]
async fn an_assistant_gives_back_what_is_not_its_own_and_the_lead_goes_on() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let back = json!({ "ground_code": "01", "note": "不属于本单位职责" });
    // Before the lead has signed, after it, and once it was signed for.
    let unsigned = app.case().assisted_by(world::LABOUR).dispatched().await;
    let started = app.case().assisted_by(world::LABOUR).in_progress().await;
    let signed = app.case().assisted_by(world::LABOUR).in_progress().await;
    let signed = app.act(&assistant, &signed, "sign", &json!({})).await;
    for case in [unsigned, started, signed] {
        let was = case.status().to_owned();
        let refused = app.acting(&handler, &case, "return_assist", &back).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
        let unknown = json!({ "ground_code": "because", "note": "不想办" });
        let unknown = app.acting(&assistant, &case, "return_assist", &unknown).send().await;
        assert_fields(&unknown, &["/ground_code"]);
        let seen = app.see(&assistant, &case).await;
        assert!(words(&seen.view["allowed_actions"]).contains(&"return_assist"));
        let given = app.act(&assistant, &seen, "return_assist", &back).await;
        assert_eq!(given.status(), was);
        // What the answer shows of the people is not more than was shown before.
        assert_eq!(given.view["parties"], seen.view["parties"]);
        let gone = app.get(case.path()).as_(&assistant).send().await;
        assert_problem(&gone, 404, "request.not_found");
        let case = app.see(&handler, &given).await;
        let part = &case.view["referrals"][1];
        assert_eq!((&part["state"], &part["ground_code"]), (&json!("returned"), &json!("01")));
        assert_eq!(case.view["return_count"], 0, "the case was not returned");
        assert_eq!(case.view["assist_departments"], json!([]));
        assert!(!unfinished(&case).contains("assist"), "{:?}", unfinished(&case));
        let said = kinds(&app, &handler, &case).await;
        assert_eq!(said.last().map(String::as_str), Some("assist_returned"));
        let case = if was == "dispatched" {
            app.act(&handler, &case, "sign", &json!({})).await
        } else {
            case
        };
        assert_eq!(app.act(&handler, &case, "resolve", &resolved()).await.status(), "resolved");
    }
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn an_assistant_that_is_not_needed_is_taken_off() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let dispatcher = app.as_dispatcher().await;
    let off = json!({ "department_id": world::LABOUR.id, "reason": "经核实无需该单位协办" });
    // By who dispatched it, and by the lead.
    let early = app.case().assisted_by(world::LABOUR).dispatched().await;
    let early = app.act(&dispatcher, &early, "remove_assist", &off).await;
    assert_eq!(early.view["referrals"][1]["state"], "superseded");
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let other = json!({ "department_id": world::JUSTICE.id, "reason": "经核实无需该单位协办" });
    let other = app.acting(&handler, &case, "remove_assist", &other).send().await;
    assert_problem(&other, 409, "case.no_assist_open");
    let refused = app.acting(&assistant, &case, "remove_assist", &off).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let case = app.act(&handler, &case, "remove_assist", &off).await;
    assert_eq!(unfinished(&case), limits(&["handling"]));
    assert!(!words(&case.view["allowed_actions"]).contains(&"remove_assist"));
    let gone = app.get(case.path()).as_(&assistant).send().await;
    assert_problem(&gone, 404, "request.not_found");
    // It may be asked again; what it has done by then stays.
    let task = json!({ "department_id": world::LABOUR.id, "task": "核实用工情况" });
    let case = app.act(&handler, &case, "add_assist", &task).await;
    let case = app.act(&assistant, &case, "sign", &json!({})).await;
    let case = app.act(&assistant, &case, "complete_assist", &json!({ "result": "已核实" })).await;
    let late = app.acting(&handler, &case, "remove_assist", &off).send().await;
    assert_problem(&late, 409, "case.no_assist_open");
    assert_eq!(app.act(&handler, &case, "resolve", &resolved()).await.status(), "resolved");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_dispatch_says_what_each_assistant_is_asked_to_do_and_by_when() {
    let app = TestApp::new().await;
    let (dispatcher, assistant) = (app.as_dispatcher().await, app.as_other_handler().await);
    let case = app.case().classified().await;
    let asked = json!({ "department_id": world::LABOUR.id, "task": "核实用工情况",
        "due_on": "2026-03-05" });
    let to = |assists: Value| {
        json!({ "lead_department_id": world::HOUSING.id,
            "assist_department_ids": [world::JUSTICE.id], "assists": assists })
    };
    let mut twice = asked.clone();
    twice["department_id"] = json!(world::JUSTICE.id);
    let mut late = asked.clone();
    late["due_on"] = json!("2026-03-02");
    let mut blank = asked.clone();
    blank["task"] = json!(" ");
    for (wrong, field) in [
        (twice, "/assists/0/department_id"),
        (late, "/assists/0/due_on"),
        (blank, "/assists/0/task"),
    ] {
        let refused = app.acting(&dispatcher, &case, "dispatch", &to(json!([wrong]))).send().await;
        assert_fields(&refused, &[field]);
    }
    let case = app.act(&dispatcher, &case, "dispatch", &to(json!([asked]))).await;
    let seen = app.see(&assistant, &case).await;
    let parts = seen.view["referrals"].as_array().cloned().unwrap_or_default();
    let part = |id: uuid::Uuid| parts.iter().find(|part| part["department_id"] == json!(id));
    let own = part(world::LABOUR.id).cloned().unwrap_or_default();
    assert_eq!((&own["task"], &own["due_on"]), (&json!("核实用工情况"), &json!("2026-03-05")));
    let clocks = seen.view["clocks"].as_array().cloned().unwrap_or_default();
    let limit = clocks.iter().find(|c| c["kind"] == "assist" && c["referral_id"] == own["id"]);
    let due = limit.map(|clock| clock["due_at"].clone());
    assert_eq!(due, Some(json!("2026-03-05T15:59:59.999999Z")));
    // Who is only named is asked for no more than before.
    let other = part(world::JUSTICE.id).cloned().unwrap_or_default();
    assert_eq!((&other["task"], &other["due_on"]), (&Value::Null, &Value::Null));
    let said = super::kit::events(&app, &dispatcher, &case).await;
    let text = said.last().map(|event| event["sentence"].to_string()).unwrap_or_default();
    assert!(text.contains("核实用工情况"), "{text}");
    ledger_holds(&app).await;
}
