//! Post-hours owed and not served, with the reason; and a department's month.

use chrono::Duration;
use std::io::{Cursor, Read as _};

use serde_json::{Value, json};
use zip::ZipArchive;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::duty::kit::labour_window;
use crate::presence::kit::seen;
use crate::stationing_obligations::kit::{decide, leave};

const DAY: Duration = Duration::days(1);

async fn short(app: &TestApp, client: &Client, from: &str, to: &str) -> Value {
    let path = format!("/api/v1/shortfalls?from={from}&to={to}&count=exact");
    app.get(path).as_(client).send().await.expect(200)
}

#[actix_web::test]
async fn hours_are_short_by_reason_once_the_duty_is_over() {
    let app = TestApp::new().await;
    let owed = labour_window(&app, &json!({ "mode": "resident" })).await;
    let director = app.as_director().await;
    // The morning of the first day: nothing is over, nothing is short.
    let morning = short(&app, &director, "2026-03-02", "2026-03-02").await;
    assert_eq!(morning["items"], json!([]));
    seen(&app, &director, &owed, "seen").await.expect(201);
    app.advance(DAY * 2);
    let found = short(&app, &director, "2026-03-02", "2026-03-04").await;
    assert_eq!(found["total"], 1, "Monday was served, Wednesday goes on: {found}");
    let day = &found["items"][0];
    assert_eq!(
        (&day["date"], &day["department"]["name"]),
        (&json!("2026-03-03"), &json!(world::LABOUR.name))
    );
    assert_eq!((&day["owed_minutes"], &day["short_minutes"]), (&json!(510), &json!(510)));
    assert_eq!(day["items"][0]["reason"], "no_evidence");
    assert!(!found.to_string().contains(world::OTHER_HANDLER.name), "no person is named: {found}");
}

#[actix_web::test]
async fn an_empty_place_is_told_ahead_with_the_leave_behind_it() {
    let app = TestApp::new().await;
    labour_window(&app, &json!({ "mode": "resident" })).await;
    let (director, labour) = (app.as_director().await, app.as_other_handler().await);
    let second = app.as_handler().await;
    // Both are away on Thursday; the A from the day before, the B to the day after.
    for (client, person, days) in [
        (&labour, &world::OTHER_HANDLER, ("annual", "2026-03-04", "2026-03-05")),
        (&second, &world::HANDLER, ("annual", "2026-03-05", "2026-03-06")),
    ] {
        let asked = leave(&app, client, person, days).await.expect(201);
        decide(&app, &director, &asked, "approve", &json!({})).await.expect(200);
    }
    let found = short(&app, &director, "2026-03-04", "2026-03-06").await;
    assert_eq!(found["total"], 1, "{found}");
    let day = &found["items"][0];
    assert_eq!(day["date"], "2026-03-05");
    assert_eq!(day["items"][0]["reason"], "on_leave");
}

#[actix_web::test]
async fn a_post_without_a_roster_is_short_of_everybody() {
    let app = TestApp::new().await;
    labour_window(&app, &json!({ "mode": "rotating", "headcount": 2 })).await;
    let director = app.as_director().await;
    // The make-up day counts; Sunday does not.
    let found = short(&app, &director, "2026-02-28", "2026-03-02").await;
    let days: Vec<_> =
        found["items"].as_array().into_iter().flatten().map(|day| &day["date"]).collect();
    assert_eq!(days, [&json!("2026-02-28"), &json!("2026-03-02")]);
    let item = &found["items"][0]["items"][0];
    assert_eq!((&item["reason"], &item["places"]), (&json!("nobody_assigned"), &json!(2)));
    assert_eq!(item["short_minutes"], 1_020);
    let page = app.get("/api/v1/shortfalls?from=2026-02-28&to=2026-03-02&limit=1");
    let page = page.as_(&director).send().await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap_or_default();
    let next = format!("/api/v1/shortfalls?from=2026-02-28&to=2026-03-02&limit=1&cursor={cursor}");
    let next = app.get(next).as_(&director).send().await.expect(200);
    assert_eq!(next["items"][0]["date"], "2026-03-02");
}

#[actix_web::test]
async fn a_department_sees_its_own_and_nobody_elses() {
    let app = TestApp::new().await;
    labour_window(&app, &json!({ "mode": "rotating" })).await;
    // One definition: the list of each is the scope of each.
    for (client, wanted) in [
        (app.as_director().await, 1),
        (app.as_supervisor().await, 1),
        (app.as_leader().await, 1),
        (app.as_other_handler().await, 1),
        (app.as_handler().await, 0),
    ] {
        let found = short(&app, &client, "2026-03-02", "2026-03-02").await;
        assert_eq!(found["total"], wanted, "{}", client.username);
    }
    let clerk = app.as_clerk().await;
    let path = "/api/v1/shortfalls?from=2026-03-02&to=2026-03-02";
    assert_problem(&app.get(path).as_(&clerk).send().await, 403, "auth.not_allowed");
    let report =
        format!("/api/v1/coverage-reports?month=2026-03&department_id={}", world::LABOUR.id);
    app.get(&report).as_(&app.as_other_handler().await).send().await.expect(200);
    let other = app.as_handler().await;
    assert_eq!(app.get(&report).as_(&other).send().await.status, 404);
}

#[actix_web::test]
async fn a_month_is_told_on_a_page_on_paper_and_as_a_workbook() {
    let app = TestApp::new().await;
    let owed = labour_window(&app, &json!({ "mode": "resident" })).await;
    let director = app.as_director().await;
    seen(&app, &director, &owed, "seen").await.expect(201);
    app.advance(DAY * 2);
    let query = format!("?month=2026-03&department_id={}", world::LABOUR.id);
    let path = format!("/api/v1/coverage-reports{query}");
    let month = app.get(&path).as_(&director).send().await.expect(200);
    // Monday and Tuesday are over, Wednesday goes on.
    assert_eq!((&month["owed_minutes"], &month["served_minutes"]), (&json!(1_020), &json!(510)));
    assert_eq!((&month["served_permyriad"], &month["is_whole"]), (&json!(5_000), &json!(false)));
    assert_eq!(month["reasons"][0]["reason"], "no_evidence");
    assert_eq!(month["posts"][0]["days"], 2);
    let docx = app.get(format!("/api/v1/coverage-reports/docx{query}")).as_(&director).send().await;
    let paper = member(&docx.body, "word/document.xml");
    for words in ["派驻到岗情况月报", world::LABOUR.name, "17.0小时", "50.00%", "没有任何在岗依据"]
    {
        assert!(paper.contains(words), "{words}");
    }
    let book = app.get(format!("/api/v1/coverage-reports/workbook{query}")).as_(&director);
    let book = book.send().await;
    assert_eq!(book.status, 200);
    assert!(member(&book.body, "xl/sharedStrings.xml").contains("人社窗口"));
    for text in [&paper, &member(&book.body, "xl/sharedStrings.xml")] {
        assert!(!text.contains(world::OTHER_HANDLER.name), "no person is named");
    }
    let ahead = app.get(format!("{}&center_id={}", path.replace("03&", "04&"), world::CENTER.id));
    assert_problem(&ahead.as_(&director).send().await, 400, "request.invalid_parameter");
}

fn member(bytes: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    zip.by_name(name).expect(name).read_to_string(&mut text).expect("text");
    text
}
