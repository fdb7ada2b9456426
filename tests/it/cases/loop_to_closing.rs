//! 受理 → 分类转办 → 办理 → 审核 → 回访 → 结案 → 归档: the closed loop, each step by its person.

use std::collections::BTreeSet;

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::case::{classified, resolved};
use zongzhi_tests::world;

#[actix_web::test]
async fn five_people_bring_a_case_from_the_window_to_the_archive() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let officer = app.as_village_officer().await;

    let case = app.case().by(&officer).registered().await;
    assert_eq!(case.status(), "registered");
    assert_eq!(case.view["owner"]["kind"], "dispatcher");
    assert!(case.number().starts_with("990101-20260302-"), "{}", case.number());
    let case = app.act(&clerk, &case, "classify", &classified()).await;
    let body = json!({ "lead_department_id": world::HOUSING.id, "note": "请依法办理" });
    let case = app.act(&dispatcher, &case, "dispatch", &body).await;
    assert_eq!(case.status(), "dispatched");
    assert_eq!(case.view["owner"]["department_id"], world::HOUSING.id.to_string());
    let case = app.act(&handler, &case, "sign", &json!({})).await;
    assert_eq!(case.status(), "in_progress");
    let case = app.act(&handler, &case, "report_progress", &json!({ "note": "已约双方" })).await;
    let case = app.act(&handler, &case, "resolve", &resolved()).await;
    assert_eq!(case.status(), "resolved");
    let case = app.act(&dispatcher, &case, "accept_resolution", &json!({})).await;
    assert_eq!(case.status(), "in_callback");
    let answers = json!({ "reached": true, "solved": true, "fairly_treated": true });
    let case = app.act(&supervisor, &case, "record_callback", &answers).await;
    assert_eq!(case.status(), "closed");
    let case = app.act(&clerk, &case, "archive", &json!({})).await;
    assert_eq!(case.status(), "archived");
    assert!(case.view["allowed_actions"].as_array().is_some_and(Vec::is_empty));

    let events = app.get(format!("{}/events", case.path())).as_(&clerk).send().await.expect(200);
    let kinds: Vec<_> = events["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|event| event["kind"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(
        kinds,
        [
            "registered",
            "classified",
            "dispatched",
            "signed",
            "progress_reported",
            "resolved",
            "resolution_accepted",
            "callback_recorded",
            "archived",
        ],
    );
    let people: BTreeSet<_> = events["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|event| event["actor"]["person_id"].as_str().unwrap_or("nobody").to_owned())
        .collect();
    let five = [
        world::VILLAGE_OFFICER,
        world::CLERK,
        world::DISPATCHER,
        world::HANDLER,
        world::SUPERVISOR,
    ];
    assert_eq!(people, five.iter().map(|person| person.id.to_string()).collect(), "the ledger's");
}

#[actix_web::test]
async fn a_case_the_citizen_finds_unsolved_goes_back_to_work() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().in_callback().await;
    let answers = json!({ "reached": true, "solved": false, "fairly_treated": true });
    let case = app.act(&clerk, &case, "record_callback", &answers).await;
    assert_eq!(case.status(), "in_progress");
    assert_eq!(case.view["owner"]["department_id"], world::HOUSING.id.to_string());
}

#[actix_web::test]
async fn every_builder_reaches_its_status() {
    let app = TestApp::new().await;
    assert_eq!(app.case().classified().await.status(), "registered");
    assert_eq!(app.case().resolved().await.status(), "resolved");
    assert_eq!(app.case().archived().await.status(), "archived");
}
