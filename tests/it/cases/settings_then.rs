//! What was decided under a rule stays decided when the rule changes: who has a case, whose time
//! it was and what the ledger proves are the same before and after.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::cases::ledger::verify::Fault;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::world;

use super::kit::{check, ledger_holds, tamper};

fn to(department: world::Department) -> Value {
    json!({ "lead_department_id": department.id })
}

/// Says so of every day there was: worse than anything that can be published.
async fn allow_returns(app: &TestApp, times: u32) {
    let sql = format!("UPDATE procedure_rules SET value = {times} WHERE code = 'returns'");
    tamper(app, &sql).await;
    app.state.procedure_rules.forget();
}

/// A case that two departments returned, an hour each.
async fn returned_twice(app: &TestApp) -> Case {
    let back = json!({ "ground_code": "01", "note": "不属本单位" });
    let case = app.case().dispatched().await;
    app.advance(Duration::hours(1));
    let case = app.act(&app.as_handler().await, &case, "return", &back).await;
    app.advance(Duration::hours(1));
    let case = app.act(&app.as_dispatcher().await, &case, "dispatch", &to(world::LABOUR)).await;
    app.advance(Duration::hours(1));
    let case = app.act(&app.as_other_handler().await, &case, "return", &back).await;
    app.advance(Duration::hours(1));
    case
}

/// Whose it is, and whose time it was.
async fn told(app: &TestApp, case: &Case) -> (Value, Value, Value) {
    let supervisor = app.as_supervisor().await;
    let view = app.see(&supervisor, case).await.view;
    let path = format!("{}/time-use", case.path());
    let used = app.get(path).as_(&supervisor).send().await.expect(200);
    (view["owner"].clone(), view["clocks"].clone(), used)
}

#[actix_web::test]
async fn a_case_stays_with_the_director_when_more_returns_are_allowed() {
    let app = TestApp::new().await;
    let case = returned_twice(&app).await;
    let before = told(&app, &case).await;
    assert_eq!(before.0["kind"], "director");
    allow_returns(&app, 3).await;
    assert_eq!(told(&app, &case).await, before);
    ledger_holds(&app).await;
    let dispatcher = app.as_dispatcher().await;
    let seen = app.see(&dispatcher, &case).await;
    let again = app.acting(&dispatcher, &seen, "dispatch", &to(world::HOUSING)).send().await;
    assert_problem(&again, 409, "case.ruling_required");
    // Nor may the row say the other post: the ledger names one.
    tamper(&app, "UPDATE cases SET owner_kind = 'dispatcher'").await;
    let bad = check(&app).await.first_bad.expect("another owner");
    assert_eq!((bad.case_no.as_str(), bad.fault), (case.number(), Fault::Owner));
}

#[actix_web::test]
async fn a_case_stays_with_the_dispatcher_when_fewer_returns_are_allowed() {
    let app = TestApp::new().await;
    allow_returns(&app, 3).await;
    let case = returned_twice(&app).await;
    let before = told(&app, &case).await;
    assert_eq!(before.0["kind"], "dispatcher");
    allow_returns(&app, 2).await;
    assert_eq!(told(&app, &case).await, before);
    ledger_holds(&app).await;
    let dispatcher = app.as_dispatcher().await;
    let seen = app.see(&dispatcher, &case).await;
    let case = app.act(&dispatcher, &seen, "dispatch", &to(world::HOUSING)).await;
    assert_eq!(case.status(), "dispatched");
    ledger_holds(&app).await;
}
