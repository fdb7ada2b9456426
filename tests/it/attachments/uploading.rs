//! Announced, put, kept, filed, removed.

use serde_json::json;
use zongzhi::features::attachments::entity::attachment;
use zongzhi::features::attachments::jobs::{forget, sweep};
use zongzhi::features::attachments::upload::abandon;
use zongzhi::features::cases::ledger::sha256;
use zongzhi::policy::{Actor, Role};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::world;

use super::kit::{at, ledger, png, rows, zipped};

#[actix_web::test]
async fn two_steps_keep_a_file_and_the_ledger_knows_its_hash_and_not_its_name() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let content = "双方自愿调解。".as_bytes();
    let announced = app.announce(&clerk, &case, "李示例的申请书.txt", content.len(), None).await;
    let announced = announced.expect(201);
    assert_eq!(announced["state"], "awaiting");
    let list = format!("{}/attachments", case.path());
    let none = app.get(&list).as_(&clerk).send().await.expect(200);
    assert_eq!(none["items"], json!([]), "nothing is there before its content");
    let kept = app.put_content(&clerk, &announced, content).await.expect(200);
    assert_eq!((&kept["state"], &kept["scan"]), (&json!("kept"), &json!("unscanned")));
    assert_eq!(kept["media_type"], "text/plain");
    assert_eq!(kept["sha256"], sha256(content));
    assert_eq!(kept["upload"], json!(null));
    let items = app.get(&list).as_(&clerk).send().await.expect(200);
    assert_eq!(items["items"][0]["id"], kept["id"]);
    let (kinds, text) = ledger(&app, &clerk, &case).await;
    assert_eq!(kinds, ["registered", "attachment_added"]);
    assert!(text.contains(&sha256(content)) && !text.contains("李示例"), "{text}");
    let seen = app.see(&clerk, &case).await;
    assert_eq!(seen.version, case.version, "whoever edits the case keeps their version");
    // On disk it is called by an id, and nothing is left where it arrived.
    let files = app.files();
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(!files[0].display().to_string().contains("李示例"));
}

#[actix_web::test]
async fn office_files_and_pictures_are_known_by_their_content() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let docx = zipped("word/document.xml", b"<w:document/>");
    let kept = app.attach(&clerk, &case, "协议.DOCX", &docx, Some("08")).await;
    assert!(
        kept["media_type"].as_str().is_some_and(|kind| kind.ends_with("wordprocessingml.document"))
    );
    assert_eq!((&kept["document_code"], &kept["is_shown"]), (&json!("08"), &json!(false)));
    let kept = app.attach(&clerk, &case, "现场.png", &png(), Some("06")).await;
    assert_eq!((&kept["has_thumbnail"], &kept["is_shown"]), (&json!(true), &json!(true)));
    let small = app.get(format!("{}/thumbnail", at(&kept))).as_(&clerk).send().await;
    assert_eq!((small.status, small.header("content-type")), (200, Some("image/jpeg")));
    assert!(small.body.starts_with(&[0xFF, 0xD8]), "it is a JPEG");
    // A photograph of a phone is kept as it is.
    let photo = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic";
    let kept = app.attach(&clerk, &case, "照片.HEIC", photo, Some("06")).await;
    assert_eq!(kept["media_type"], "image/heic");
    assert_eq!((&kept["has_thumbnail"], &kept["is_shown"]), (&json!(false), &json!(false)));
    // What is none has none.
    let text = app.attach(&clerk, &case, "a.txt", b"x", None).await;
    let none = app.get(format!("{}/thumbnail", at(&text))).as_(&clerk).send().await;
    assert_problem(&none, 404, "request.not_found");
}

#[actix_web::test]
async fn a_content_is_put_once_by_whom_announced_it_and_in_time() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let case = app.case().registered().await;
    let announced = app.announce(&clerk, &case, "a.txt", 1, None).await.expect(201);
    let other = app.put_content(&dispatcher, &announced, b"x").await;
    assert_problem(&other, 404, "request.not_found");
    app.put_content(&clerk, &announced, b"x").await.expect(200);
    let again = app.put_content(&clerk, &announced, b"x").await;
    assert_problem(&again, 409, "attachment.not_awaited");
    let late = app.announce(&clerk, &case, "b.txt", 1, None).await.expect(201);
    app.advance(chrono::Duration::minutes(61));
    assert_problem(&app.put_content(&clerk, &late, b"x").await, 409, "attachment.not_awaited");
    app.advance(chrono::Duration::minutes(61));
    let state = app.state.clone().into_inner();
    assert_eq!(sweep(state).await.expect("a round"), 1);
    let gone = app.get(at(&late)).as_(&clerk).send().await;
    assert_problem(&gone, 404, "request.not_found");
}

#[actix_web::test]
async fn the_same_announcement_twice_is_one() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let body = json!({ "file_name": "a.txt", "size_bytes": 1 });
    let path = format!("{}/attachments", case.path());
    let send = async || app.post(&path).as_(&clerk).idempotency_key("k").json(&body).send().await;
    let (one, other) = (send().await.expect(201), send().await.expect(201));
    assert_eq!(one["id"], other["id"]);
}

#[actix_web::test]
async fn filing_is_told_and_what_proves_identity_names_a_party() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let kept = app.attach(&clerk, &case, "a.txt", b"x", None).await;
    let path = format!("{}/actions/file", at(&kept));
    let file = async |version: i64, body| {
        app.post(&path).as_(&clerk).if_match(version).json(&body).send().await
    };
    let stale = file(1, json!({ "document_code": "06" })).await;
    assert_problem(&stale, 412, "request.stale_version");
    let filed = file(2, json!({ "document_code": "03" })).await.expect(200);
    assert_eq!((&filed["document_code"], &filed["is_identity"]), (&json!("03"), &json!(true)));
    let out = file(3, json!({ "is_identity": false })).await.expect(200);
    assert_eq!((&out["document_code"], &out["is_identity"]), (&json!(null), &json!(false)));
    let unknown = file(4, json!({ "document_code": "77" })).await.expect(422);
    assert_eq!(unknown["errors"][0]["code"], "attachment.unknown_document");
    let (kinds, _) = ledger(&app, &clerk, &case).await;
    assert_eq!(kinds[2..], ["attachment_filed", "attachment_filed"]);
}

#[actix_web::test]
async fn what_is_removed_is_gone_and_its_hash_stays() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let kept = app.attach(&clerk, &case, "a.png", &png(), None).await;
    assert_eq!(app.files().len(), 2, "the picture and a small one");
    let path = format!("{}/actions/remove", at(&kept));
    let reason = json!({ "reason": "传错文件" });
    let removed = app.post(path).as_(&clerk).if_match(2).json(&reason).send().await.expect(200);
    assert_eq!(removed["state"], "removed");
    assert_eq!(removed["sha256"], kept["sha256"]);
    assert_eq!(app.files().len(), 0, "its content is gone");
    let (kinds, text) = ledger(&app, &clerk, &case).await;
    assert_eq!(kinds[2], "attachment_removed");
    assert!(text.contains(kept["sha256"].as_str().unwrap_or("-")), "{text}");
    let path = format!("{}/tickets", at(&kept));
    let ticket = app.post(path).as_(&clerk).json(&json!({})).send().await;
    assert_problem(&ticket, 409, "attachment.not_kept");
    let list = format!("{}/attachments?state=removed", case.path());
    let list = app.get(list).as_(&clerk).send().await.expect(200);
    assert_eq!(list["items"][0]["remove_reason"], "传错文件");
}

#[actix_web::test]
async fn what_is_kept_stays_though_the_answer_to_its_commit_was_lost() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let kept = app.attach(&clerk, &case, "a.txt", b"0123456789", None).await;
    let row = rows(&app, &case).await.pop().expect("the row");
    let key = row.storage_key.expect("its key");
    let actor = Actor {
        user_id: world::CLERK.user_id,
        person_id: world::CLERK.id,
        person_name: world::CLERK.name.to_owned(),
        capacity_id: world::CLERK.capacity_id,
        role: Role::Clerk,
        department_id: None,
        region_code: Some(world::COUNTY.code.to_owned()),
        center_id: Some(world::CENTER.id),
        on_behalf_of: None,
        application: None,
    };
    // As the upload does that was told of an error after all was done.
    abandon(&app.state, &actor, [row.case_id, row.id], key).await.expect("looked at");
    // And as the sweep does that found it before it was kept.
    let stale = attachment::Model { state: "awaiting".to_owned(), kept_at: None, ..row };
    forget(&app.state, &stale).await.expect("looked at");
    let after = rows(&app, &case).await.pop().expect("the row");
    assert_eq!((after.state.as_str(), after.storage_key), ("kept", Some(key)));
    let path = format!("{}/tickets", at(&kept));
    let ticket = app.post(path).as_(&clerk).json(&json!({})).send().await.expect(200);
    let url = ticket["url"].as_str().unwrap_or_default();
    let content = app.get(url).as_(&clerk).send().await;
    assert_eq!((content.status, &content.body[..]), (200, &b"0123456789"[..]));
}
