//! Many at once: nobody's change is lost, no number is given twice, one owner at any instant.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;
use zongzhi::features::cases::ledger::verify::verify;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::{classified, matter};
use zongzhi_tests::world;

const CLIENTS: usize = 32;

async fn ledger_holds(app: &TestApp) {
    let report = verify(&app.state.db, None, &mut None).await.expect("a check");
    assert_eq!(report.first_bad, None);
}

#[actix_web::test]
async fn registrations_at_once_get_numbers_of_their_own() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let body = matter();
    let asking = (0..CLIENTS * 2).map(|_| app.post("/api/v1/cases").as_(&clerk).json(&body).send());
    let answers = join_all(asking).await;
    let numbers: BTreeSet<_> =
        answers.iter().map(|answer| Case::of(answer).number().to_owned()).collect();
    assert_eq!(numbers.len(), CLIENTS * 2);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn of_many_who_saw_the_same_version_one_wins() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().registered().await;
    let body = classified();
    let asking = (0..CLIENTS).map(|_| app.acting(&dispatcher, &case, "classify", &body).send());
    let statuses: Vec<_> = join_all(asking).await.iter().map(|answer| answer.status).collect();
    let count = |status| statuses.iter().filter(|found| **found == status).count();
    assert_eq!((count(200), count(412)), (1, CLIENTS - 1), "{statuses:?}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn different_actions_at_once_leave_one_owner() {
    let app = TestApp::new().await;
    let (handler, clerk) = (app.as_handler().await, app.as_clerk().await);
    let case = app.case().dispatched().await;
    let back = json!({ "ground_code": "01", "note": "不属于本单位职责" });
    let (nothing, gone) = (json!({}), json!({ "reason": "自行和解" }));
    let answers = join_all([
        app.acting(&handler, &case, "sign", &nothing).send(),
        app.acting(&handler, &case, "return", &back).send(),
        app.acting(&clerk, &case, "withdraw", &gone).send(),
    ])
    .await;
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    // Who waited for a return or a withdrawal finds the case out of the department's scope.
    assert!(answers.iter().all(|answer| [200, 404, 412].contains(&answer.status)), "{answers:?}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn the_same_key_at_once_registers_once() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let body = matter();
    let asking = (0..CLIENTS)
        .map(|_| app.post("/api/v1/cases").as_(&clerk).idempotency_key("once").json(&body).send());
    let answers = join_all(asking).await;
    for answer in &answers {
        assert!([201, 409].contains(&answer.status), "{answer}");
    }
    let made: BTreeSet<_> = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| Case::of(answer).id)
        .collect();
    assert_eq!(made.len(), 1);
    let all = app.get("/api/v1/cases?count=exact").as_(&clerk).send().await.expect(200);
    assert_eq!(all["total"], 1);
}

#[actix_web::test]
async fn a_working_day_of_many_cases_at_once_ends_with_a_whole_ledger() {
    let app = TestApp::new().await;
    let (dispatcher, handler) = (app.as_dispatcher().await, app.as_handler().await);
    let days = (0..CLIENTS).map(|_| async {
        let case = app.case().registered().await;
        let case = app.act(&dispatcher, &case, "classify", &classified()).await;
        let to = json!({ "lead_department_id": world::HOUSING.id });
        let case = app.act(&dispatcher, &case, "dispatch", &to).await;
        app.act(&handler, &case, "sign", &json!({})).await
    });
    // The clients sign in before they all run.
    app.as_clerk().await;
    let done = join_all(days).await;
    assert!(done.iter().all(|case| case.status() == "in_progress"));
    ledger_holds(&app).await;
}
