//! Contents of files, good and bad.

use std::io::{Cursor, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::Value;
use uuid::Uuid;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;
use zongzhi::features::attachments::entity::attachment;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;

/// A picture of one pixel.
pub(super) fn png() -> Vec<u8> {
    let text = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    STANDARD.decode(text).expect("a picture")
}

/// The first bytes of a picture that says it is of `side` times `side` pixels.
pub(super) fn huge_png(side: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(side.to_be_bytes());
    chunk.extend(side.to_be_bytes());
    chunk.extend([8, 2, 0, 0, 0]);
    let mut picture = vec![0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];
    picture.extend(13_u32.to_be_bytes());
    picture.extend(&chunk);
    picture.extend(crc32(&chunk).to_be_bytes());
    // A beginning of pixels: whoever reads the size gets there.
    picture.extend(0_u32.to_be_bytes());
    picture.extend(b"IDAT");
    picture.extend(crc32(b"IDAT").to_be_bytes());
    picture
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

/// An archive with one member.
pub(super) fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).expect("a member");
    zip.write_all(content).expect("its content");
    zip.finish().expect("an archive").into_inner()
}

/// The ledger of a case as text.
pub(super) async fn ledger(app: &TestApp, client: &Client, case: &Case) -> (Vec<String>, String) {
    let events = app.get(format!("{}/events", case.path())).as_(client).send().await.expect(200);
    let kinds = events["items"].as_array().into_iter().flatten();
    let kinds = kinds.map(|event| event["kind"].as_str().unwrap_or_default().to_owned());
    (kinds.collect(), events.to_string())
}

/// The address of an attachment.
pub(super) fn at(attachment: &Value) -> String {
    let part = |name: &str| attachment[name].as_str().unwrap_or_default().to_owned();
    format!("/api/v1/cases/{}/attachments/{}", part("case_id"), part("id"))
}

/// The rows of a case's attachments, whatever became of them.
pub(super) async fn rows(app: &TestApp, case: &Case) -> Vec<attachment::Model> {
    let case_id: Uuid = case.id.parse().expect("an id");
    let found = attachment::Entity::find().filter(attachment::Column::CaseId.eq(case_id));
    found.all(app.state.db.reader()).await.expect("rows")
}

/// What uploads that were refused left: files, and rows that are more than an announcement.
pub(super) async fn left_behind(app: &TestApp, case: &Case) -> Vec<String> {
    let files = app.files().into_iter().map(|path| path.display().to_string());
    let is_more = |row: &attachment::Model| {
        row.state != "awaiting" || row.storage_key.is_some() || row.kept_at.is_some()
    };
    let rows = rows(app, case).await.into_iter().filter(is_more).map(|row| row.id.to_string());
    files.chain(rows).collect()
}
