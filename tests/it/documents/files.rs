//! The DOCX file, taken apart again: well-formed, with every field in it, the same bytes every time.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use zip::ZipArchive;
use zongzhi::features::cases::ledger::sha256;
use zongzhi_tests::app::TestApp;

use super::kit::{KINDS, content, docx, full_case, issue, request};

/// The text of a part, read as XML.
fn text(file: &[u8], part: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(file)).expect("a zip");
    let mut xml = String::new();
    zip.by_name(part).expect(part).read_to_string(&mut xml).expect("text");
    let mut reader = Reader::from_str(&xml);
    let mut text = String::new();
    let mut is_open = 0_i32;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(_)) => is_open += 1,
            Ok(Event::End(_)) => is_open -= 1,
            Ok(Event::Text(piece)) => text.push_str(&piece),
            Ok(_) => {}
            Err(error) => panic!("{part}: {error}"),
        }
    }
    assert_eq!(is_open, 0, "{part} is not closed");
    text
}

/// Leaves the file and what must stand in it where `ops/test.sh render` asks for it.
fn for_looking_at(kind: &str, file: &[u8], fields: &Value, issued: &Value) {
    let Some(folder) = zongzhi_tests::project::env("DOCUMENTS_FOLDER") else { return };
    let texts = fields.as_array().into_iter().flatten().filter_map(|field| field["text"].as_str());
    let code = issued["check_code"].as_str();
    let lines: Vec<_> = texts.flat_map(str::lines).chain(code).collect();
    let base = std::path::Path::new(&folder).join(kind);
    std::fs::write(base.with_extension("docx"), file).expect("a file");
    std::fs::write(base.with_extension("txt"), lines.join("\n")).expect("a file");
}

#[actix_web::test]
async fn every_field_of_every_kind_stands_in_the_file() {
    let app = TestApp::new().await;
    let case = full_case(&app).await;
    let clerk = app.as_clerk().await;
    for kind in KINDS {
        let issued = issue(&app, &case, &request(kind)).await;
        let answer = docx(&app, &clerk, &issued).await;
        assert_eq!(answer.status, 200, "{kind}");
        let name = answer.header("content-disposition").unwrap_or_default();
        let wanted = format!("{}-1.docx", issued["document_no"].as_str().expect("a number"));
        assert!(name.contains(&wanted), "{name}");
        assert_eq!(issued["file_hash"], sha256(&answer.body), "{kind}");
        let body = text(&answer.body, "word/document.xml");
        let said = content(&app, &clerk, &issued).await.expect(200);
        for field in said["content"]["fields"].as_array().expect("fields") {
            let lines = field["text"].as_str().unwrap_or_default().lines();
            for line in lines {
                assert!(body.contains(line), "{kind}: {} is not in the file", field["name"]);
            }
            for row in field["rows"].as_array().into_iter().flatten() {
                let name = row["name"].as_str().or_else(|| row["title"].as_str());
                assert!(body.contains(name.unwrap_or_default()), "{kind}: {row}");
            }
        }
        for_looking_at(kind, &answer.body, &said["content"]["fields"], &issued);
        let footer = text(&answer.body, "word/footer1.xml");
        let code = issued["check_code"].as_str().expect("a code");
        assert!(footer.contains(code), "{kind}: {footer}");
        for part in
            ["word/styles.xml", "word/settings.xml", "word/header1.xml", "[Content_Types].xml"]
        {
            text(&answer.body, part);
        }
    }
}

#[actix_web::test]
async fn the_file_is_the_same_every_time_whatever_becomes_of_the_case() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let clerk = app.as_clerk().await;
    let issued = issue(&app, &case, &request("receipt")).await;
    let first = docx(&app, &clerk, &issued).await.body;
    app.advance(chrono::Duration::days(3));
    let dispatcher = app.as_dispatcher().await;
    let seen = app.see(&dispatcher, &case).await;
    app.act(&dispatcher, &seen, "classify", &zongzhi_tests::builders::case::classified()).await;
    let second = docx(&app, &clerk, &issued).await.body;
    assert!(first == second, "other bytes");
    assert!(second.starts_with(b"PK"), "no zip");
    let mut zip = ZipArchive::new(Cursor::new(&second)).expect("a zip");
    let mut image = Vec::new();
    zip.by_name("word/media/qr.png").expect("the code").read_to_end(&mut image).expect("bytes");
    assert!(image.starts_with(b"\x89PNG"), "no image");
}
