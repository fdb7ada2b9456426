//! Who may know of which file.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{at, ledger, png};

async fn names(app: &TestApp, client: &Client, case: &Case) -> Vec<String> {
    let path = format!("{}/attachments", case.path());
    let list = app.get(path).as_(client).send().await.expect(200);
    let items = list["items"].as_array().into_iter().flatten();
    let names = items.map(|item| item["file_name"].as_str().unwrap_or_default().to_owned());
    // What came at one instant has no order of its own.
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

async fn papers(app: &TestApp, case: &Case) -> (Value, Value) {
    let clerk = app.as_clerk().await;
    let card = app.attach(&clerk, case, "card.png", &png(), Some("03")).await;
    let photo = app.attach(&clerk, case, "photo.png", &png(), Some("06")).await;
    (card, photo)
}

#[actix_web::test]
async fn what_names_a_party_is_not_there_for_assistants_and_for_whom_may_reveal_nothing() {
    let app = TestApp::new().await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let (card, photo) = papers(&app, &case).await;
    assert_eq!((&card["is_identity"], &card["has_thumbnail"]), (&json!(true), &json!(false)));
    for lead in [app.as_clerk().await, app.as_handler().await] {
        assert_eq!(names(&app, &lead, &case).await, ["card.png", "photo.png"]);
    }
    for other in [app.as_other_handler().await, app.as_supervisor().await, app.as_leader().await] {
        assert_eq!(names(&app, &other, &case).await, ["photo.png"], "{}", other.username);
        let seen = app.get(at(&card)).as_(&other).send().await;
        assert_problem(&seen, 404, "request.not_found");
        let body = json!({ "reason": "x" });
        let path = format!("{}/tickets", at(&card));
        let ticket = app.post(path).as_(&other).json(&body).send().await;
        assert_problem(&ticket, 404, "request.not_found");
        let small = app.get(format!("{}/thumbnail", at(&card))).as_(&other).send().await;
        assert_problem(&small, 404, "request.not_found");
        let dossier = app.dossier(&other, &case).await;
        let place = &dossier["documents"][2];
        assert_eq!((&place["is_filled"], &place["hidden"]), (&json!(true), &json!(1)));
        assert!(!dossier.to_string().contains("card.png"), "{dossier}");
        let path = format!("{}/dossier/tickets", case.path());
        let leave = app.post(path).as_(&other).json(&json!({})).send().await;
        assert_problem(&leave, 403, "auth.not_allowed");
        app.get(at(&photo)).as_(&other).send().await.expect(200);
    }
    // An assistant may bring papers, but none that would be hidden from it.
    let assistant = app.as_other_handler().await;
    app.attach(&assistant, &case, "note.txt", b"x", Some("05")).await;
    let hidden = app.announce(&assistant, &case, "id.txt", 1, Some("03")).await;
    assert_problem(&hidden, 403, "auth.not_allowed");
    let stranger = app.as_other_county_handler().await;
    let path = format!("{}/attachments", case.path());
    assert_problem(&app.get(path).as_(&stranger).send().await, 404, "request.not_found");
}

#[actix_web::test]
async fn a_ticket_is_worth_what_its_owner_may_see_when_it_is_used() {
    let app = TestApp::new().await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let clerk = app.as_clerk().await;
    let assistant = app.as_other_handler().await;
    let kept = app.attach(&clerk, &case, "a.txt", b"x", None).await;
    let path = format!("{}/tickets", at(&kept));
    let ticket = app.post(path).as_(&assistant).json(&json!({})).send().await.expect(200);
    let url = ticket["url"].as_str().unwrap_or_default();
    assert_eq!(app.get(url).as_(&assistant).send().await.status, 200);
    let path = format!("{}/actions/file", at(&kept));
    let body = json!({ "is_identity": true });
    app.post(path).as_(&clerk).if_match(2).json(&body).send().await.expect(200);
    let after = app.get(url).as_(&assistant).send().await;
    assert_problem(&after, 404, "request.not_found");
}

#[actix_web::test]
async fn an_identity_paper_is_opened_with_a_reason_that_stays() {
    let app = TestApp::new().await;
    let case = app.case().in_progress().await;
    let (card, _) = papers(&app, &case).await;
    let handler = app.as_handler().await;
    let path = format!("{}/tickets", at(&card));
    let refused = app.post(&path).as_(&handler).json(&json!({})).send().await;
    assert_fields(&refused, &["/reason"]);
    let body = json!({ "reason": "核对身份", "disposition": "inline" });
    let ticket = app.post(&path).as_(&handler).json(&body).send().await.expect(200);
    let url = ticket["url"].as_str().unwrap_or_default();
    assert_eq!(app.get(url).as_(&handler).send().await.status, 200);
    let (kinds, text) = ledger(&app, &handler, &case).await;
    assert_eq!(kinds.last().map(String::as_str), Some("attachment_opened"));
    assert!(text.contains("核对身份"), "{text}");
    let auditor = app.as_auditor().await;
    let log = app.get("/api/v1/audit/entries").as_(&auditor).send().await.expect(200);
    assert!(log.to_string().contains("attachment.opened"), "{log}");
}

/// The places of a volume, and whether what fills them names a party.
async fn places(app: &TestApp, case: &Case) -> Vec<(String, bool)> {
    let dossier = app.dossier(&app.as_clerk().await, case).await;
    let places = dossier["documents"].as_array().into_iter().flatten();
    let place = |place: &Value| {
        let code = place["code"].as_str().unwrap_or_default().to_owned();
        (code, place["is_identity"] == true)
    };
    places.map(place).collect()
}

/// Scans of the signed papers: what is on the issued one is on them, too.
#[actix_web::test]
async fn a_scan_is_as_hidden_as_the_issued_paper_of_its_place() {
    let app = TestApp::new().await;
    let (clerk, assistant) = (app.as_clerk().await, app.as_other_handler().await);
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let naming = ["01", "02", "03", "04", "07", "08", "09", "10", "11", "12"];
    let places = places(&app, &case).await;
    let marked: Vec<_> = places.iter().filter(|(_, is)| *is).map(|(code, _)| code).collect();
    assert_eq!(marked, naming);
    let templates =
        app.get("/api/v1/document-templates").as_(&app.as_director().await).send().await;
    let templates = templates.expect(200)["items"].as_array().cloned().unwrap_or_default();
    let names_parties = |kind: &str| {
        templates.iter().any(|one| one["kind"] == kind && one["names_parties"] == true)
    };
    let rules = &app.state.dossier_rules;
    for (code, is_identity) in &places {
        let kinds = rules.document(code).map(|rule| rule.document_kinds.clone());
        let names = kinds.unwrap_or_default().iter().any(|kind| names_parties(kind));
        assert!(!names || *is_identity, "the paper at {code} is hidden and its scan is not");
        let name = format!("{code}.txt");
        app.attach(&clerk, &case, &name, name.as_bytes(), Some(code.as_str())).await;
    }
    assert_eq!(names(&app, &assistant, &case).await, ["05.txt", "06.txt", "13.txt"]);
    // What has no place yet names somebody until the clerk says otherwise.
    let body = json!({ "file_name": "scan.txt", "size_bytes": 1 });
    let path = format!("{}/attachments", case.path());
    let scan = app.post(&path).as_(&clerk).json(&body).send().await.expect(201);
    assert_eq!(scan["is_identity"], true);
    app.put_content(&clerk, &scan, b"x").await.expect(200);
    assert!(!names(&app, &assistant, &case).await.contains(&"scan.txt".to_owned()));
    let filing = format!("{}/actions/file", at(&scan));
    let plain = json!({ "is_identity": false });
    app.post(filing).as_(&clerk).if_match(2).json(&plain).send().await.expect(200);
    assert!(names(&app, &assistant, &case).await.contains(&"scan.txt".to_owned()));
    // Nobody hides from themselves what they bring.
    let own = app.post(&path).as_(&assistant).json(&body).send().await.expect(201);
    assert_eq!(own["is_identity"], false);
}
