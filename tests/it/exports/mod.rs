//! What somebody sees, as a file: never more, and checked by its own hashes.

use std::io::{Cursor, Read as _};

use calamine::{Reader as _, Xlsx};
use chrono::TimeDelta;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;
use zongzhi::features::exports::sweeping::sweep;
use zongzhi::features::exports::worker::carry_out;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

const EXPORTS: &str = "/api/v1/exports";

/// An export of everything the caller sees.
pub(crate) async fn asked(app: &TestApp, client: &Client, format: &str) -> Value {
    let body = json!({ "format": format });
    app.post(EXPORTS).as_(client).json(&body).send().await.expect(202)
}

/// The same when it was made.
pub(crate) async fn made(app: &TestApp, client: &Client, export: &Value) -> Value {
    let state = app.state.clone().into_inner();
    for _ in 0..8 {
        carry_out(state.clone()).await.expect("a run");
    }
    let path = format!("{EXPORTS}/{}", export["id"].as_str().unwrap_or_default());
    app.get(path).as_(client).send().await.expect(200)
}

/// The manifest and the file beside it.
async fn taken(app: &TestApp, client: &Client, export: &Value) -> (Value, Vec<u8>) {
    let path = format!("{EXPORTS}/{}/tickets", export["id"].as_str().unwrap_or_default());
    let ticket = app.post(path).as_(client).send().await.expect(200);
    let url = ticket["url"].as_str().unwrap_or_default().to_owned();
    let answer = app.get(url).as_(client).send().await;
    assert_eq!(answer.status, 200, "{}", answer.status);
    let mut zip = ZipArchive::new(Cursor::new(answer.body)).expect("an archive");
    let mut member = |name: &str| {
        let mut bytes = Vec::new();
        zip.by_name(name).expect("a member").read_to_end(&mut bytes).expect("its content");
        bytes
    };
    let manifest: Value = serde_json::from_slice(&member("manifest.json")).expect("JSON");
    let file = member(manifest["file"].as_str().unwrap_or_default());
    (manifest, file)
}

/// The whole way of one.
async fn exported(app: &TestApp, client: &Client, format: &str) -> (Value, Vec<u8>) {
    let export = asked(app, client, format).await;
    let export = made(app, client, &export).await;
    assert_eq!(export["state"], "done", "{export}");
    taken(app, client, &export).await
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whose a workbook is stands on every page of it and in its properties.
fn is_marked(book: &[u8], mark: &str) {
    let mut parts = ZipArchive::new(Cursor::new(book)).expect("a workbook");
    let mut part = |name: &str| {
        let mut text = String::new();
        parts.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
        text
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    for tag in ["oddHeader", "oddFooter"] {
        let line = sheet.split(&format!("<{tag}>")).nth(1).expect("a line");
        assert!(line.split(&format!("</{tag}>")).next().is_some_and(|line| line.contains(mark)));
    }
    assert!(part("docProps/core.xml").contains(mark));
}

#[actix_web::test]
async fn a_manifest_says_what_is_there_and_its_hashes_hold() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for _ in 0..3 {
        app.case().registered().await;
    }
    let (manifest, file) = exported(&app, &clerk, "csv").await;
    assert_eq!((&manifest["row_count"], &manifest["filters"]), (&json!(3), &json!({})));
    assert_eq!(manifest["file_sha256"], json!(sha256(&file)));
    assert!(manifest["mark"].as_str().is_some_and(|mark| mark.contains(world::CLERK.name)));
    let mut reader = csv::Reader::from_reader(file.as_slice());
    let mut rows = String::new();
    for record in reader.records() {
        let cells: Vec<String> = record.expect("a row").iter().map(ToOwned::to_owned).collect();
        rows += &format!("{}\n", json!(cells));
    }
    assert_eq!(manifest["rows_sha256"], json!(sha256(rows.as_bytes())));
    assert_eq!(rows.lines().count(), 3);
    let (manifest, file) = exported(&app, &clerk, "jsonl").await;
    let text = String::from_utf8(file.clone()).expect("UTF-8");
    assert_eq!(text.lines().count(), 3);
    assert_eq!(manifest["rows_sha256"], json!(sha256(&file)));
    let list = app.get("/api/v1/cases").as_(&clerk).send().await.expect(200);
    let first: Value = serde_json::from_str(text.lines().next().unwrap_or_default()).expect("JSON");
    assert_eq!(first, list["items"][0], "as the list shows it");
    let (manifest, book) = exported(&app, &clerk, "xlsx").await;
    is_marked(&book, manifest["mark"].as_str().expect("a mark"));
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    assert_eq!(sheet.height(), 4, "a heading and three rows");
    let numbers: Vec<_> = sheet.rows().skip(1).map(|row| row[0].to_string()).collect();
    let shown = list["items"].as_array().cloned().unwrap_or_default();
    let shown: Vec<_> =
        shown.iter().map(|case| case["case_no"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(numbers, shown, "as the list shows them");
    // In the security log, each of them, and each that was taken along.
    let auditor = app.as_auditor().await;
    for action in ["cases.exported", "export.opened"] {
        let path = format!("/api/v1/audit/entries?action={action}");
        let log = app.get(path).as_(&auditor).send().await.expect(200);
        assert_eq!(log["items"].as_array().map(Vec::len), Some(3), "{action}");
    }
}

#[actix_web::test]
async fn nobody_takes_along_what_the_list_does_not_show_them() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let ours = app.case().registered().await;
    let theirs = app.case().by(&app.as_other_clerk().await).registered().await;
    let body = json!({ "title": "李示例家漏水", "narrative": "李示例反映漏水", "channel": "walk_in",
        "parties": [{ "role": "applicant", "kind": "person", "name": "李示例", "phone": "13800001234" }] });
    app.post("/api/v1/cases").as_(&clerk).json(&body).send().await.expect(201);
    for (person, wanted) in [
        (world::CLERK, 2),
        (world::SUPERVISOR, 2),
        (world::LEADER, 2),
        (world::HANDLER, 0),
        (world::OTHER_CLERK, 1),
    ] {
        let client = app.sign_in(&person).await;
        for format in ["csv", "jsonl"] {
            let (manifest, file) = exported(&app, &client, format).await;
            let text = String::from_utf8(file).expect("UTF-8");
            assert_eq!(manifest["row_count"], json!(wanted), "{}", person.username);
            let is_theirs = person.username == world::OTHER_CLERK.username;
            assert_eq!(text.contains(theirs.number()), is_theirs, "{}", person.username);
            assert!(!is_theirs || !text.contains(ours.number()));
            for mark in ["李示例", "13800001234"] {
                assert!(!text.contains(mark), "{} is told {mark}", person.username);
            }
        }
    }
    for person in [world::VILLAGE_OFFICER, world::SYSTEM_ADMIN, world::AUDITOR] {
        let client = app.sign_in(&person).await;
        let refused = app.post(EXPORTS).as_(&client).json(&json!({ "format": "csv" })).send().await;
        assert_eq!(refused.status, 403, "{}", person.username);
    }
}

#[actix_web::test]
async fn an_export_is_its_owners_alone_and_forgotten_in_time() {
    let app = TestApp::new().await;
    let (clerk, other) = (app.as_clerk().await, app.as_dispatcher().await);
    app.case().registered().await;
    let export = asked(&app, &clerk, "csv").await;
    let path = format!("{EXPORTS}/{}", export["id"].as_str().unwrap_or_default());
    let tickets = format!("{path}/tickets");
    assert_problem(&app.post(&tickets).as_(&clerk).send().await, 409, "export.not_ready");
    made(&app, &clerk, &export).await;
    assert_problem(&app.get(&path).as_(&other).send().await, 404, "request.not_found");
    assert_problem(&app.post(&tickets).as_(&other).send().await, 404, "request.not_found");
    let ticket = app.post(&tickets).as_(&clerk).send().await.expect(200);
    let url = ticket["url"].as_str().unwrap_or_default().to_owned();
    let stolen = app.get(&url).as_(&other).send().await;
    assert!(stolen.status >= 400, "{stolen}");
    let state = app.state.clone().into_inner();
    app.advance(TimeDelta::hours(73));
    assert_eq!(sweep(state).await.expect("a sweep"), 1);
    assert!(app.files().is_empty());
    assert_problem(&app.get(&path).as_(&clerk).send().await, 404, "request.not_found");
}

#[actix_web::test]
async fn what_was_made_in_one_capacity_is_taken_along_in_no_other() {
    let app = TestApp::new().await;
    let (clerk, admin) = (app.as_clerk().await, app.as_system_admin().await);
    app.case().registered().await;
    let export = asked(&app, &clerk, "csv").await;
    made(&app, &clerk, &export).await;
    let grant = json!({ "person_id": world::CLERK.id, "role": "supervisor",
        "region_id": world::COUNTY.id });
    let granted = app.post("/api/v1/capacities").as_(&admin).json(&grant).send().await.expect(201);
    let body = json!({ "capacity_id": granted["id"] });
    let switched = app.post("/api/v1/auth/switch").as_(&clerk).json(&body).send().await.expect(200);
    let other = crate::applications::kit::of_token(&switched);
    let tickets = format!("{EXPORTS}/{}/tickets", export["id"].as_str().unwrap_or_default());
    assert_problem(&app.post(&tickets).as_(&other).send().await, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn formulas_are_text_and_filters_are_those_of_the_list() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let body = json!({ "title": "=HYPERLINK(\"http://x\")", "narrative": "x", "channel": "grid",
        "anonymous": true });
    app.post("/api/v1/cases").as_(&clerk).json(&body).send().await.expect(201);
    app.case().registered().await;
    let body = json!({ "format": "csv", "bom": true, "filters": { "channel": ["grid"] } });
    let export = app.post(EXPORTS).as_(&clerk).json(&body).send().await.expect(202);
    let export = made(&app, &clerk, &export).await;
    let (manifest, file) = taken(&app, &clerk, &export).await;
    assert_eq!(manifest["row_count"], 1);
    assert_eq!(manifest["filters"], json!({ "channel": ["grid"] }));
    let text = String::from_utf8(file).expect("UTF-8");
    assert!(text.starts_with('\u{feff}'));
    assert!(text.contains("'=HYPERLINK"), "{text}");
    let post = async |filters: Value| {
        let body = json!({ "format": "csv", "filters": filters });
        app.post(EXPORTS).as_(&clerk).json(&body).send().await
    };
    assert_fields(&post(json!({ "limit": 1 })).await, &["/filters/limit"]);
    assert_fields(&post(json!({ "colour": 1 })).await, &["/filters/colour"]);
    let nowhere = post(json!({ "region_id": ["018f0000-0000-7000-8000-000000000001"] })).await;
    assert_problem(&nowhere, 400, "request.invalid_parameter");
}

#[actix_web::test]
async fn a_run_that_was_cut_off_begins_again_and_too_many_rows_are_refused() {
    let app = TestApp::with(|config| config.bulk.max_export_rows = 2).await;
    let clerk = app.as_clerk().await;
    for _ in 0..2 {
        app.case().registered().await;
    }
    let export = asked(&app, &clerk, "csv").await;
    let state = app.state.clone().into_inner();
    // Cut off behind the first word about how far it is.
    let mut run = Box::pin(carry_out(state.clone()));
    loop {
        let turn = std::future::poll_fn(|context| {
            std::task::Poll::Ready(std::future::Future::poll(run.as_mut(), context))
        });
        if turn.await.is_ready() {
            break;
        }
        let path = format!("{EXPORTS}/{}", export["id"].as_str().unwrap_or_default());
        let seen = app.get(path).as_(&clerk).send().await.expect(200);
        if seen["state"] == "running" {
            break;
        }
    }
    drop(run);
    let path = format!("{EXPORTS}/{}", export["id"].as_str().unwrap_or_default());
    let seen = app.get(&path).as_(&clerk).send().await.expect(200);
    assert_eq!(seen["state"], "running", "it was cut off");
    let tickets = format!("{path}/tickets");
    assert_problem(&app.post(tickets).as_(&clerk).send().await, 409, "export.not_ready");
    app.advance(TimeDelta::seconds(61));
    let done = made(&app, &clerk, &export).await;
    assert_eq!((&done["state"], &done["rows"]), (&json!("done"), &json!(2)));
    app.case().registered().await;
    let export = asked(&app, &clerk, "csv").await;
    let failed = made(&app, &clerk, &export).await;
    assert_eq!(
        (&failed["state"], &failed["refusal"]),
        (&json!("failed"), &json!("export.too_many"))
    );
}

#[actix_web::test]
async fn lists_and_files_name_the_source_and_what_came_of_it() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let source = json!({ "system": "12345", "number": "GD-2026-0001" });
    let closed = app.case().with("source", source.clone()).closed().await;
    app.advance(TimeDelta::minutes(1));
    app.case().registered().await;
    let list = app.get("/api/v1/cases?sort=registered_at").as_(&clerk).send().await.expect(200);
    assert_eq!(list["items"][0]["source"], source);
    assert_eq!(list["items"][1]["source"], Value::Null);
    assert_eq!(list["items"][0]["closed_at"], closed.view["closed_at"]);
    assert_eq!(list["items"][0]["outcome"], closed.view["outcome"]);
    let (manifest, file) = exported(&app, &clerk, "csv").await;
    let columns = manifest["columns"].as_array().cloned().unwrap_or_default();
    let at = |name: &str| {
        columns.iter().position(|column| column == name).unwrap_or_else(|| panic!("no {name}"))
    };
    let mut reader = csv::Reader::from_reader(file.as_slice());
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    let row = rows.iter().find(|row| row.iter().any(|cell| cell == closed.number()));
    let row = row.expect("the closed one");
    assert_eq!((&row[at("source_system")], &row[at("source_number")]), ("12345", "GD-2026-0001"));
    assert!(!row[at("outcome")].is_empty() && !row[at("closed_at")].is_empty(), "{row:?}");
}
