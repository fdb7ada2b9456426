//! Who reads and issues which paper: a party is named to nobody who could not look at the party.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

use super::kit::{PERSONAL, content, docx, full_case, issue, issuing, path, place, request};

#[actix_web::test]
async fn an_assisting_department_sees_what_is_addressed_to_it_and_no_name() {
    let app = TestApp::new().await;
    let case = full_case(&app).await;
    let assistant = app.as_other_handler().await;
    let receipt = issue(&app, &case, &request("receipt")).await;
    let letter = issue(&app, &case, &request("supervision_letter")).await;
    let sheet = issue(&app, &case, &request("assist_sheet")).await;
    let page = app.get(path(&case)).as_(&assistant).send().await;
    let items = page.expect(200)["items"].as_array().cloned().unwrap_or_default();
    let seen: Vec<_> = items.iter().map(|item| item["id"].clone()).collect();
    assert_eq!(seen, [sheet["id"].clone()]);
    for hidden in [&receipt, &letter] {
        let metadata = app.get(place(hidden)).as_(&assistant).send().await;
        assert_problem(&metadata, 404, "request.not_found");
        assert_problem(&content(&app, &assistant, hidden).await, 404, "request.not_found");
        assert_problem(&docx(&app, &assistant, hidden).await, 404, "request.not_found");
    }
    let said = content(&app, &assistant, &sheet).await;
    said.expect(200);
    for personal in PERSONAL {
        assert!(!said.text().contains(personal), "the sheet names {personal}");
    }
    for kind in ["receipt", "assist_sheet", "intake_form"] {
        let refused = issuing(&app, &assistant, &case, &request(kind)).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
        let draft = app.get(format!("{}/draft?kind={kind}", path(&case))).as_(&assistant);
        assert_problem(&draft.send().await, 403, "auth.not_allowed");
    }
    let kinds = app.get(format!("{}/kinds", path(&case))).as_(&assistant).send().await.expect(200);
    let may = kinds["items"].as_array().expect("kinds").iter();
    assert!(may.clone().all(|kind| kind["allowed_actions"] == json!([])), "{kinds}");
}

#[actix_web::test]
async fn who_may_reveal_nothing_reads_no_names() {
    let app = TestApp::new().await;
    let case = full_case(&app).await;
    let receipt = issue(&app, &case, &request("receipt")).await;
    let letter = issue(&app, &case, &request("supervision_letter")).await;
    for client in [app.as_supervisor().await, app.as_leader().await] {
        let metadata = app.get(place(&receipt)).as_(&client).send().await.expect(200);
        assert_eq!(metadata["refused_actions"]["read"], "auth.not_allowed");
        assert_problem(&content(&app, &client, &receipt).await, 403, "auth.not_allowed");
        assert_problem(&docx(&app, &client, &receipt).await, 403, "auth.not_allowed");
        content(&app, &client, &letter).await.expect(200);
    }
    let supervisor = app.as_supervisor().await;
    let refused = issuing(&app, &supervisor, &case, &request("reply")).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    // A letter of supervision is not for whoever is supervised.
    let handler = app.as_handler().await;
    let refused = issuing(&app, &handler, &case, &request("supervision_letter")).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn outside_the_scope_there_is_nothing() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let issued = issue(&app, &case, &request("receipt")).await;
    let other = app.as_other_clerk().await;
    for path in [path(&case), place(&issued), format!("{}/kinds", path(&case))] {
        assert_problem(&app.get(path).as_(&other).send().await, 404, "request.not_found");
    }
    assert_problem(&content(&app, &other, &issued).await, 404, "request.not_found");
    let refused = issuing(&app, &other, &case, &request("intake_form")).send().await;
    assert_problem(&refused, 404, "request.not_found");
    // A document is found under its own case only.
    let elsewhere = app.case().registered().await;
    let clerk = app.as_clerk().await;
    let id = issued["id"].as_str().expect("an id");
    let wrong = app.get(format!("{}/{id}", path(&elsewhere))).as_(&clerk).send().await;
    assert_problem(&wrong, 404, "request.not_found");
    for client in [app.as_system_admin().await, app.as_auditor().await] {
        let refused = app.get(path(&case)).as_(&client).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
}

#[actix_web::test]
async fn every_look_at_a_name_is_in_the_security_log() {
    let app = TestApp::new().await;
    let case = full_case(&app).await;
    let receipt = issue(&app, &case, &request("receipt")).await;
    let letter = issue(&app, &case, &request("supervision_letter")).await;
    let clerk = app.as_clerk().await;
    content(&app, &clerk, &receipt).await.expect(200);
    assert_eq!(docx(&app, &clerk, &receipt).await.status, 200);
    content(&app, &clerk, &letter).await.expect(200);
    let auditor = app.as_auditor().await;
    let log = app.get("/api/v1/audit/entries?action=document.opened").as_(&auditor).send().await;
    let items: Vec<Value> = log.expect(200)["items"].as_array().cloned().unwrap_or_default();
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(|item| item["object_id"] == receipt["id"]), "{items:?}");
    assert!(PERSONAL.iter().all(|personal| !json!(items).to_string().contains(personal)));
}
