//! 口头协议: a shorter list, which the record of the agreement fills.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::mediated;
use zongzhi_tests::builders::paper::REQUIRED;

use super::codes;
use crate::mediations::kit::{concluded, terms};

/// A mediated case with an agreement of a form, reported as resolved.
async fn agreed(app: &TestApp, form: &str) -> (Case, Value) {
    let (case, session) = concluded(app, &json!({ "outcome": "agreed" })).await;
    let handler = app.as_handler().await;
    let mut terms = terms(&session);
    terms["form"] = json!(form);
    let path = format!("{}/agreements", case.path());
    let agreement = app.post(path).as_(&handler).json(&terms).send().await.expect(201);
    let case = app.see(&handler, &case).await;
    (app.act(&handler, &case, "resolve", &mediated()).await, agreement)
}

#[actix_web::test]
async fn an_oral_agreement_has_a_shorter_list_which_its_record_fills() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let (case, agreement) = agreed(&app, "oral").await;
    let dossier = app.dossier(&clerk, &case).await;
    assert_eq!(dossier["volume"]["code"], "people_mediation_oral");
    assert_eq!(codes(&dossier["documents"]).len(), 13);
    assert_eq!(codes(&dossier["missing"]), ["01", "02", "08"]);
    let body = json!({
        "kind": "oral_agreement", "about_id": agreement["id"],
        "fields": { "dispute_facts": "楼上防水失效，致楼下家具受损。", "performance_way": "现金" },
    });
    let path = format!("{}/documents", case.path());
    app.post(path).as_(&clerk).json(&body).send().await.expect(201);
    let dossier = app.dossier(&clerk, &case).await;
    assert_eq!(codes(&dossier["missing"]), ["01", "02"]);
    let place = dossier["documents"].as_array().and_then(|all| all.get(7)).cloned();
    let place = place.unwrap_or_default();
    assert_eq!(place["items"][0]["document_kind"], "oral_agreement", "{place}");
}

#[actix_web::test]
async fn a_written_agreement_has_the_whole_list() {
    let app = TestApp::new().await;
    let (case, _) = agreed(&app, "written").await;
    let dossier = app.dossier(&app.as_clerk().await, &case).await;
    assert_eq!(dossier["volume"]["code"], "people_mediation");
    assert_eq!(codes(&dossier["missing"]), REQUIRED);
}
