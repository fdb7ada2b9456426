//! 卷宗: complete, sealed, frozen, archived, and out as one archive that proves itself.

mod due;
mod oral;

use std::io::{Cursor, Read as _};

use serde_json::{Value, json};
use zip::ZipArchive;
use zongzhi::features::cases::ledger::sha256;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::paper::REQUIRED;
use zongzhi_tests::clients::Client;

use crate::cases::ledger_holds;
use crate::mediations::kit::{agreed, on_agreement};

fn codes(list: &Value) -> Vec<&str> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| item["code"].as_str()).collect()
}

/// The members of the exported archive.
async fn exported(app: &TestApp, client: &Client, case: &Case) -> Vec<(String, Vec<u8>)> {
    let path = format!("{}/dossier/tickets", case.path());
    let ticket = app.post(path).as_(client).json(&json!({})).send().await.expect(200);
    let url = ticket["url"].as_str().unwrap_or_default();
    let answer = app.get(url).as_(client).send().await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/zip")));
    let mut zip = ZipArchive::new(Cursor::new(answer.body)).expect("an archive");
    let members = zip.len();
    let read = |at: usize| {
        let mut member = zip.by_index(at).expect("a member");
        let name = member.name().expect("a name").into_owned();
        let mut content = Vec::new();
        member.read_to_end(&mut content).expect("its content");
        (name, content)
    };
    (0..members).map(read).collect()
}

fn member<'a>(all: &'a [(String, Vec<u8>)], path: &str) -> &'a [u8] {
    let found = all.iter().find(|(name, _)| name == path);
    found.map_or_else(|| panic!("no {path}"), |(_, content)| &content[..])
}

#[actix_web::test]
async fn what_is_missing_is_named_and_holds_up_seal_and_archive() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().mediated().closed().await;
    let dossier = app.dossier(&clerk, &case).await;
    assert_eq!(dossier["volume"]["code"], "people_mediation");
    assert_eq!(codes(&dossier["documents"]).len(), 13);
    assert_eq!(codes(&dossier["missing"]), REQUIRED);
    assert_eq!(
        (&dossier["is_complete"], &dossier["is_seal_required"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(dossier["allowed_actions"], json!(["attach", "export"]));
    assert_eq!(dossier["refused_actions"]["seal"], "dossier.incomplete");
    assert_eq!(dossier["retention"]["until_on"], "2056-12-31");
    assert_eq!(case.view["refused_actions"]["archive"], "dossier.not_sealed");
    let archive = app.acting(&clerk, &case, "archive", &json!({})).send().await;
    assert_problem(&archive, 409, "dossier.not_sealed");
    app.file_required(&case).await;
    let body = json!({ "document_code": null });
    let list = app.get(format!("{}/attachments", case.path())).as_(&clerk).send().await.expect(200);
    let items = list["items"].as_array().cloned().unwrap_or_default();
    let last = items.iter().find(|item| item["document_code"] == "13").cloned().unwrap_or_default();
    let path =
        format!("{}/attachments/{}/actions/file", case.path(), last["id"].as_str().unwrap_or(""));
    app.post(path).as_(&clerk).if_match(2).json(&body).send().await.expect(200);
    let refused = app.seal(&clerk, &case).await;
    let problem = assert_problem(&refused, 409, "dossier.incomplete");
    assert_eq!(problem["missing"], json!(["封底"]));
}

#[actix_web::test]
async fn a_sealed_dossier_changes_no_more_and_lets_the_case_be_archived() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().mediated().closed().await;
    app.file_required(&case).await;
    let before = app.dossier(&clerk, &case).await;
    assert_eq!(before["is_complete"], true);
    let path = format!("{}/dossier/actions/seal", case.path());
    let ask = async |version: i64, number: &str| {
        let body = json!({ "case_no": number });
        app.post(&path).as_(&clerk).if_match(version).json(&body).send().await
    };
    let version = before["version"].as_i64().unwrap_or(0);
    assert_problem(&ask(version - 1, case.number()).await, 412, "request.stale_version");
    assert_fields(&ask(version, "990101-20260302-999999").await, &["/case_no"]);
    let sealed = ask(version, case.number()).await.expect(200);
    let hash = sealed["seal"]["manifest_hash"].as_str().unwrap_or_default().to_owned();
    assert_eq!(hash.len(), 64);
    assert_problem(&ask(version + 1, case.number()).await, 409, "dossier.sealed");
    // Nothing of it changes any more.
    let list = app.get(format!("{}/attachments", case.path())).as_(&clerk).send().await.expect(200);
    let id = list["items"][0]["id"].as_str().unwrap_or_default();
    let of = |verb: &str| format!("{}/attachments/{id}/actions/{verb}", case.path());
    let file = json!({ "document_code": "06" });
    let filed = app.post(of("file")).as_(&clerk).if_match(2).json(&file).send().await;
    assert_problem(&filed, 409, "dossier.sealed");
    let reason = json!({ "reason": "x" });
    let removed = app.post(of("remove")).as_(&clerk).if_match(2).json(&reason).send().await;
    assert_problem(&removed, 409, "dossier.sealed");
    let added = app.announce(&clerk, &case, "late.txt", 1, None).await;
    assert_problem(&added, 409, "dossier.sealed");
    let events = app.get(format!("{}/events", case.path())).as_(&clerk).send().await.expect(200);
    let last =
        events["items"].as_array().and_then(|items| items.last()).cloned().unwrap_or_default();
    assert_eq!(
        (&last["kind"], &last["data"]["manifest_hash"]),
        (&json!("dossier_sealed"), &json!(hash))
    );
    let seen = app.see(&clerk, &case).await;
    let archived = app.act(&clerk, &seen, "archive", &json!({})).await;
    assert_eq!(archived.status(), "archived");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn the_archive_holds_what_its_manifest_says() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().mediated().closed().await;
    app.file_required(&case).await;
    app.attach(&clerk, &case, "李示例 <现场>.txt", b"second", Some("07")).await;
    app.attach(&clerk, &case, "other.txt", b"other", None).await;
    let sealed = app.seal(&clerk, &case).await.expect(200);
    let all = exported(&app, &clerk, &case).await;
    let text = member(&all, "manifest.json");
    assert_eq!(sealed["seal"]["manifest_hash"], sha256(text), "the seal is over these bytes");
    let manifest: Value = serde_json::from_slice(text).expect("JSON");
    let files = manifest["files"].as_array().cloned().unwrap_or_default();
    assert_eq!(files.len(), 8);
    for file in &files {
        let path = file["path"].as_str().unwrap_or_default();
        let content = member(&all, path);
        assert_eq!(file["sha256"], sha256(content), "{path}");
        assert_eq!(file["size_bytes"].as_u64(), u64::try_from(content.len()).ok(), "{path}");
        assert!(path.is_ascii() && path.starts_with("documents/"), "a name of ours: {path}");
    }
    assert_eq!(all.len(), files.len() + 4, "nothing else but manifest, seal, ledger, index");
    let events: Value = serde_json::from_slice(member(&all, "events.json")).expect("JSON");
    let events = events.as_array().cloned().unwrap_or_default();
    let head = events.iter().find(|event| event["seq"] == manifest["ledger"]["seq"]);
    assert_eq!(head.map(|head| &head["hash"]), Some(&manifest["ledger"]["hash"]));
    let seal: Value = serde_json::from_slice(member(&all, "seal.json")).expect("JSON");
    assert_eq!(seal["is_sealed"], true);
    let index = String::from_utf8_lossy(member(&all, "index.html")).into_owned();
    assert!(
        index.contains("李示例 &lt;现场&gt;.txt") && index.contains("documents/07-2.txt"),
        "{index}"
    );
    let auditor = app.as_auditor().await;
    let log = app.get("/api/v1/audit/entries").as_(&auditor).send().await.expect(200);
    assert!(log.to_string().contains("dossier.exported"), "{log}");
}

#[actix_web::test]
async fn every_copy_that_leaves_stands_in_the_log() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().mediated().closed().await;
    let path = format!("{}/dossier/tickets", case.path());
    let ticket = app.post(path).as_(&clerk).json(&json!({})).send().await.expect(200);
    let url = ticket["url"].as_str().unwrap_or_default();
    let auditor = app.as_auditor().await;
    for copies in [0, 1, 2] {
        let log = app.get("/api/v1/audit/entries?action=dossier.exported").as_(&auditor);
        let log = log.send().await.expect(200);
        assert_eq!(log["items"].as_array().map(Vec::len), Some(copies), "{log}");
        assert_eq!(app.get(url).as_(&clerk).send().await.status, 200);
    }
}

#[actix_web::test]
async fn a_case_that_comes_back_gets_a_new_seal() {
    let app = TestApp::new().await;
    let (clerk, supervisor) = (app.as_clerk().await, app.as_supervisor().await);
    let case = app.case().mediated().closed().await;
    let case = app.seal_where_required(&case).await;
    let case = app.act(&supervisor, &case, "reopen", &json!({ "reason": "问题复发" })).await;
    let dossier = app.dossier(&clerk, &case).await;
    assert_eq!((&dossier["seal"], &dossier["retention"]), (&json!(null), &json!(null)));
    assert_problem(&app.seal(&clerk, &case).await, 409, "dossier.not_closed");
    app.attach(&clerk, &case, "again.txt", b"again", Some("07")).await;
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_requires_no_papers_is_archived_without_a_seal() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().closed().await;
    let dossier = app.dossier(&clerk, &case).await;
    assert_eq!(dossier["volume"]["code"], "general");
    assert_eq!(
        (&dossier["is_complete"], &dossier["is_seal_required"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(dossier["retention"]["until_on"], "2036-12-31");
    let archived = app.act(&clerk, &case, "archive", &json!({})).await;
    assert_eq!(archived.status(), "archived");
    // It may be sealed as well, empty or not, by whom archives.
    let other = app.case().closed().await;
    let handler = app.as_handler().await;
    assert_problem(&app.seal(&handler, &other).await, 403, "auth.not_allowed");
    app.seal(&clerk, &other).await.expect(200);
    let seen = app.see(&clerk, &other).await;
    app.act(&clerk, &seen, "archive", &json!({})).await;
}

#[actix_web::test]
async fn every_path_to_the_archive_goes_through_the_seal() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().mediated().archived().await;
    assert_eq!(case.status(), "archived");
    let open = app.case().mediated().closed().await;
    let body =
        json!({ "action": "archive", "cases": [{ "case_id": open.id, "version": open.version }] });
    let why = app
        .get(format!("{}/rights?action=archive", open.path()))
        .as_(&clerk)
        .send()
        .await
        .expect(200);
    assert_eq!(why["result"]["refusal"], "dossier.not_sealed", "{body}");
}

/// Issues a document of a case, which must succeed.
async fn issued(app: &TestApp, case: &Case, body: &Value) -> Value {
    let clerk = app.as_clerk().await;
    app.post(format!("{}/documents", case.path())).as_(&clerk).json(body).send().await.expect(201)
}

#[actix_web::test]
async fn what_the_ledger_knows_of_callbacks_and_performance_is_no_scan() {
    let app = TestApp::new().await;
    let (case, agreement) = agreed(&app).await;
    let (clerk, handler) = (app.as_clerk().await, app.as_handler().await);
    let done = json!({ "item_no": 2, "state": "performed", "happened_on": "2026-03-02",
        "evidence": "现场查看并拍照" });
    on_agreement(&app, &handler, &agreement, "record_performance", &done).await;
    let case = app.see(&handler, &case).await;
    let body = json!({ "outcome": "solved", "method_code": "02", "summary": "已达成协议。" });
    let case = app.act(&handler, &case, "resolve", &body).await;
    let case = app.act(&app.as_dispatcher().await, &case, "accept_resolution", &json!({})).await;
    // Nobody has been called yet: there is nothing to put on paper.
    let path = format!("{}/documents", case.path());
    let early = app.post(&path).as_(&clerk).json(&json!({ "kind": "callback_record" }));
    assert_eq!(early.send().await.status, 422);
    let body = json!({ "reached": true, "solved": true, "fairly_treated": true });
    let case = app.act(&clerk, &case, "record_callback", &body).await;
    let called = issued(&app, &case, &json!({ "kind": "callback_record" })).await;
    let about = json!({ "kind": "performance_record", "about_id": agreement["id"] });
    let performed = issued(&app, &case, &about).await;
    for (paper, words) in [(&called, "问题已解决，受到公正对待"), (&performed, "现场查看并拍照")]
    {
        let id = paper["id"].as_str().unwrap_or_default();
        let said = app.get(format!("{path}/{id}/content")).as_(&clerk).send().await;
        assert!(said.expect(200).to_string().contains(words), "{words}");
    }
    let dossier = app.dossier(&clerk, &case).await;
    for (code, paper) in [("09", &performed), ("10", &called)] {
        let all = dossier["documents"].as_array().into_iter().flatten();
        let place = all.clone().find(|place| place["code"] == code).expect("a place");
        assert_eq!(place["items"][0]["id"], paper["id"], "{code}");
    }
}

#[actix_web::test]
async fn an_issued_document_fills_its_place_and_leaves_with_its_content() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().mediated().closed().await;
    let form = issued(&app, &case, &json!({ "kind": "intake_form" })).await;
    let notice = issued(&app, &case, &json!({ "kind": "rights_notice" })).await;
    let filled = app.dossier(&clerk, &case).await;
    assert_eq!(codes(&filled["missing"]), ["03", "07", "08", "13"]);
    assert_eq!(filled["documents"][0]["items"][0]["id"], form["id"]);
    assert_eq!(filled["documents"][0]["items"][0]["kind"], "document");
    // What was voided fills nothing.
    let id = notice["id"].as_str().unwrap_or_default();
    let path = format!("{}/documents/{id}/actions/void", case.path());
    let reason = json!({ "reason": "当事人信息有误" });
    app.post(&path).as_(&clerk).if_match(1).json(&reason).send().await.expect(200);
    let emptied = app.dossier(&clerk, &case).await;
    assert_eq!(codes(&emptied["missing"]), ["02", "03", "07", "08", "13"]);
    // What was replaced counts once.
    let again = json!({ "kind": "intake_form", "replaces_id": form["id"] });
    let form = issued(&app, &case, &again).await;
    for code in ["02", "03", "07", "08", "13"] {
        let name = format!("{code}.txt");
        app.attach(&clerk, &case, &name, name.as_bytes(), Some(code)).await;
    }
    let contents = issued(&app, &case, &json!({ "kind": "dossier_contents" })).await;
    let complete = app.dossier(&clerk, &case).await;
    assert_eq!(complete["is_complete"], true);
    assert_eq!(complete["front"][0]["id"], contents["id"]);
    assert_eq!(complete["documents"][0]["items"].as_array().map(Vec::len), Some(1));
    app.seal(&clerk, &case).await.expect(200);
    let all = exported(&app, &clerk, &case).await;
    let manifest: Value = serde_json::from_slice(member(&all, "manifest.json")).expect("JSON");
    let files = manifest["files"].as_array().cloned().unwrap_or_default();
    let paper = files.iter().find(|file| file["id"] == form["id"]).expect("the form");
    assert_eq!(paper["path"], "documents/01-1.docx");
    assert_eq!(paper["sha256"], form["file_hash"]);
    assert_eq!(sha256(member(&all, "documents/01-1.docx")), form["file_hash"]);
    assert_eq!(paper["document"]["content_sha256"], form["content_hash"]);
    assert_eq!(sha256(member(&all, "documents/01-1.json")), form["content_hash"]);
    assert_eq!(files[0]["path"], "documents/contents-1.docx");
    // Sealed: no paper comes and none goes.
    let late = json!({ "kind": "receipt" });
    let late = app.post(format!("{}/documents", case.path())).as_(&clerk).json(&late).send().await;
    assert_problem(&late, 409, "dossier.sealed");
    let id = form["id"].as_str().unwrap_or_default();
    let path = format!("{}/documents/{id}/actions/void", case.path());
    let void = app.post(&path).as_(&clerk).if_match(1).json(&reason).send().await;
    assert_problem(&void, 409, "dossier.sealed");
    ledger_holds(&app).await;
}
