//! 协办: assistants with a task and a limit of their own.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::case::resolved;
use zongzhi_tests::world;

fn task(department: world::Department) -> Value {
    json!({ "department_id": department.id, "task": "核实用工情况", "due_on": "2026-03-05" })
}

#[actix_web::test]
async fn the_lead_waits_for_its_assistants_and_a_supervisor_need_not() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let case = app.case().in_progress().await;
    let case = app.act(&handler, &case, "add_assist", &task(world::LABOUR)).await;
    assert_eq!(case.view["assist_departments"][0]["id"], world::LABOUR.id.to_string());
    assert_eq!(case.clock("assist")["due_at"], "2026-03-05T15:59:59.999999Z");
    let early = app.acting(&handler, &case, "resolve", &resolved()).send().await;
    assert_problem(&early, 409, "case.assistant_open");

    let unsigned = app.see(&assistant, &case).await;
    let result = json!({ "result": "已核实" });
    let early = app.acting(&assistant, &unsigned, "complete_assist", &result).send().await;
    assert_problem(&early, 403, "case.not_your_referral");
    let case = app.act(&assistant, &unsigned, "sign", &json!({})).await;
    let done = app.act(&assistant, &case, "complete_assist", &result).await;
    assert_eq!(done.clock("assist")["state"], "met");
    let referral = done.view["referrals"][1].clone();
    assert_eq!((&referral["state"], &referral["result"]), (&json!("done"), &json!("已核实")));
    assert_eq!(done.status(), "in_progress");
    let case = app.see(&handler, &done).await;
    assert_eq!(app.act(&handler, &case, "resolve", &resolved()).await.status(), "resolved");
}

#[actix_web::test]
async fn an_assistant_sees_its_task_and_never_who_applied() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let case = app.case().in_progress().await;
    let outside = app.get(case.path()).as_(&assistant).send().await;
    assert_problem(&outside, 404, "request.not_found");
    let case = app.act(&handler, &case, "add_assist", &task(world::LABOUR)).await;
    let seen = app.see(&assistant, &case).await;
    assert_eq!(seen.view["referrals"][1]["task"], "核实用工情况");
    let text = seen.view.to_string();
    for secret in ["李", "138", "990101199003071234", "3组12号"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[actix_web::test]
async fn a_department_has_one_part_and_a_limit_ahead() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let case = app.case().in_progress().await;
    let twice = app.acting(&handler, &case, "add_assist", &task(world::HOUSING)).send().await;
    assert_problem(&twice, 409, "case.assist_duplicate");
    let mut late = task(world::LABOUR);
    late["due_on"] = json!("2026-03-02");
    let late = app.acting(&handler, &case, "add_assist", &late).send().await;
    assert_fields(&late, &["/due_on"]);
    let elsewhere = task(world::OTHER_HOUSING);
    let elsewhere = app.acting(&handler, &case, "add_assist", &elsewhere).send().await;
    assert_fields(&elsewhere, &["/department_id"]);
}
