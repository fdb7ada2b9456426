//! Editions, voiding, and what the QR code answers.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::clients::Client;

use super::kit::{PERSONAL, issue, issuing, path, place};

async fn verified(app: &TestApp, document: &Value) -> Answer {
    let of = |name: &str| document[name].as_str().unwrap_or_default();
    let (no, code) = (of("document_no"), of("check_code"));
    app.get(format!("/api/v1/public/documents/{no}/verifications/{code}")).send().await
}

async fn voided(app: &TestApp, client: &Client, document: &Value, version: i64) -> Answer {
    let asking = app.post(format!("{}/actions/void", place(document))).as_(client);
    asking.if_match(version).json(&json!({ "reason": "信息有误" })).send().await
}

#[actix_web::test]
async fn a_new_edition_replaces_the_old_one_under_its_number() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let clerk = app.as_clerk().await;
    let first = issue(&app, &case, &json!({ "kind": "receipt" })).await;
    // A second one of the same kind says which it replaces.
    let again = issuing(&app, &clerk, &case, &json!({ "kind": "receipt" })).send().await;
    assert_problem(&again, 409, "document.issued_already");
    assert_eq!(again.json()["document_id"], first["id"]);
    let body = json!({ "kind": "receipt", "replaces_id": first["id"],
        "fields": { "notes": "请携带身份证件" } });
    let second = issue(&app, &case, &body).await;
    assert_eq!(second["document_no"], first["document_no"]);
    assert_eq!(second["edition"], 2);
    assert_ne!(second["content_hash"], first["content_hash"]);
    let old = app.get(place(&first)).as_(&clerk).send().await.expect(200);
    assert_eq!((&old["state"], &old["replaced_by_id"]), (&json!("replaced"), &second["id"]));
    assert_eq!(old["refused_actions"]["void"], "document.not_valid");
    // What was replaced is not replaced again.
    let twice = issuing(&app, &clerk, &case, &body).send().await;
    assert_problem(&twice, 409, "document.not_valid");
    let wrong = json!({ "kind": "intake_form", "replaces_id": second["id"] });
    let wrong = issuing(&app, &clerk, &case, &wrong).send().await;
    assert_eq!(wrong.expect(422)["errors"][0]["code"], "document.replaces_unknown");
    let valid = app.get(format!("{}?state=valid", path(&case))).as_(&clerk).send().await;
    assert_eq!(valid.expect(200)["items"][0]["id"], second["id"]);
}

#[actix_web::test]
async fn a_voided_document_stays_with_its_reason() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let (clerk, leader) = (app.as_clerk().await, app.as_leader().await);
    let issued = issue(&app, &case, &json!({ "kind": "receipt" })).await;
    assert_problem(&voided(&app, &clerk, &issued, 7).await, 412, "request.stale_version");
    assert_problem(&voided(&app, &leader, &issued, 1).await, 403, "auth.not_allowed");
    let done = voided(&app, &clerk, &issued, 1).await.expect(200);
    assert_eq!((&done["state"], &done["void_reason"]), (&json!("void"), &json!("信息有误")));
    assert_problem(&voided(&app, &clerk, &issued, 2).await, 409, "document.not_valid");
    // Another may be issued now, under a number of its own.
    let other = issue(&app, &case, &json!({ "kind": "receipt" })).await;
    assert_ne!(other["document_no"], issued["document_no"]);
    assert_eq!(verified(&app, &issued).await.expect(200)["state"], "void");
}

#[actix_web::test]
async fn verification_says_that_and_nothing_of_what() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let issued = issue(&app, &case, &json!({ "kind": "intake_form" })).await;
    let answer = verified(&app, &issued).await;
    let said = answer.expect(200);
    assert_eq!(said["content_hash"], issued["content_hash"]);
    assert_eq!(said["file_hash"], issued["file_hash"]);
    assert_eq!((&said["issued_on"], &said["state"]), (&json!("2026-03-02"), &json!("valid")));
    let members: Vec<_> = said.as_object().expect("an object").keys().cloned().collect();
    let wanted = ["content_hash", "document_no", "edition", "file_hash", "issued_on", "state"];
    let mut members = members;
    members.sort();
    assert_eq!(members, wanted);
    for personal in PERSONAL {
        assert!(!answer.text().contains(personal));
    }
    // A wrong code and a wrong number cannot be told from each other.
    let no = issued["document_no"].as_str().expect("a number");
    let code = issued["check_code"].as_str().expect("a code");
    let wrong_code =
        app.get(format!("/api/v1/public/documents/{no}/verifications/0000000000000000"));
    let wrong_no = app.get(format!("/api/v1/public/documents/DOC1/verifications/{code}"));
    let short = app.get(format!("/api/v1/public/documents/{no}/verifications/0123"));
    for wrong in [wrong_code, wrong_no, short] {
        assert_problem(&wrong.send().await, 404, "request.not_found");
    }
    let url = issued["verify_url"].as_str().expect("an address");
    assert!(url.contains(no) && url.contains(code), "{url}");
}

#[actix_web::test]
async fn pages_are_cut_and_filtered() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let clerk = app.as_clerk().await;
    for kind in ["receipt", "intake_form", "rights_notice"] {
        app.advance(chrono::Duration::seconds(1));
        issue(&app, &case, &json!({ "kind": kind })).await;
    }
    let first = app.get(format!("{}?limit=2", path(&case))).as_(&clerk).send().await.expect(200);
    assert_eq!(first["items"][0]["kind"], "rights_notice");
    let cursor = first["next_cursor"].as_str().expect("a cursor");
    let rest = app.get(format!("{}?limit=2&cursor={cursor}", path(&case))).as_(&clerk);
    let rest = rest.send().await.expect(200);
    assert_eq!(rest["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&rest["items"][0]["kind"], &rest["next_cursor"]),
        (&json!("receipt"), &Value::Null)
    );
    let one = app.get(format!("{}?kind=receipt", path(&case))).as_(&clerk).send().await;
    assert_eq!(one.expect(200)["items"].as_array().map(Vec::len), Some(1));
    let wrong = app.get(format!("{}?colour=red", path(&case))).as_(&clerk).send().await;
    assert_problem(&wrong, 400, "request.invalid_parameter");
}
