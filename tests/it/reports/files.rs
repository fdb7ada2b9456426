//! Workbooks say what the pages say, are marked with who took them, and run nothing; the ledger masks
//! every name.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{count, report};
use crate::mediations::kit::agreed;

async fn workbook(app: &TestApp, client: &Client, path: &str) -> Answer {
    let answer = app.get(format!("/api/v1/reports/{path}")).as_(client).send().await;
    assert_eq!(answer.status, 200, "{path}");
    answer
}

fn sheet(answer: &Answer, number: usize) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body.clone())).expect("a workbook");
    let name = book.sheet_names().get(number).cloned().expect("a sheet");
    let range = book.worksheet_range(&name).expect("a range");
    range.rows().map(<[Data]>::to_vec).collect()
}

fn text(rows: &[Vec<Data>]) -> String {
    rows.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[actix_web::test]
async fn a_workbook_says_what_the_page_says() {
    let app = TestApp::new().await;
    app.case().with("people_count", 3).with("amount_fen", 123_456).closed().await;
    count(&app).await;
    let director = app.as_director().await;
    let page = report(&app, &director, "monthly?month=2026-03").await;
    let answer = workbook(&app, &director, "monthly/workbook?month=2026-03").await;
    assert!(answer.header("content-disposition").is_some_and(|h| h.contains("monthly-2026-03")));
    let rows = sheet(&answer, 0);
    for cell in page["cells"].as_array().into_iter().flatten() {
        let name = cell["name"].as_str().unwrap_or_default();
        let own = |row: &&Vec<Data>| {
            row.first() == Some(&Data::String(name.to_owned()))
                && row.get(1).is_none_or(|part| part.to_string().is_empty())
        };
        let row = rows.iter().find(own).unwrap_or_else(|| panic!("no line of {name}"));
        let shown = row.get(2).and_then(|value| match value {
            Data::Float(number) => Some(*number),
            Data::Int(number) => number.to_string().parse().ok(),
            Data::String(_)
            | Data::Bool(_)
            | Data::DateTime(_)
            | Data::DateTimeIso(_)
            | Data::DurationIso(_)
            | Data::Error(_)
            | Data::Empty => None,
        });
        let divisor = match cell["unit"].as_str() {
            Some("fen") => 100.0,
            Some("permyriad") => 10_000.0,
            _ => 1.0,
        };
        let expected = cell["value"].as_f64().map(|value| value / divisor);
        assert_eq!(shown, expected, "{name}");
    }
    let words = text(&rows);
    assert!(words.contains(world::DIRECTOR.name), "who took it: {words}");
    assert!(words.contains("2026-03-02"), "as of when: {words}");
    assert!(text(&sheet(&answer, 1)).contains("本月登记的案件"));
    let log = app.get("/api/v1/audit/entries?action=report.exported");
    let log = log.as_(&app.as_auditor().await).send().await.expect(200);
    assert_eq!(log["items"].as_array().map(Vec::len), Some(1), "{log}");
}

#[actix_web::test]
async fn the_ledger_masks_names_and_runs_nothing() {
    let app = TestApp::new().await;
    let parties = json!([{ "role": "applicant", "kind": "person", "name": "李示例",
        "phone": "13800001234" }]);
    let title = "=HYPERLINK(\"http://example.org\",\"点我\")";
    app.case().with("title", title).with("parties", parties).mediated().closed().await;
    app.case().registered().await;
    let director = app.as_director().await;
    let page = app.get("/api/v1/reports/screening?limit=1").as_(&director).send().await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap_or_default();
    let next = app.get(format!("/api/v1/reports/screening?limit=1&cursor={cursor}"));
    let next = next.as_(&director).send().await.expect(200);
    assert_ne!(next["items"][0]["case_no"], page["items"][0]["case_no"]);
    assert_eq!(next["next_cursor"], Value::Null);
    // Registered at one instant: either comes first.
    let rows = [&page["items"][0], &next["items"][0]];
    let closed = rows.into_iter().find(|row| row["title"] == title).expect("the case");
    assert_eq!(closed["parties"], json!(["李*"]));
    assert_eq!(closed["method_name"], "人民调解");
    let answer = workbook(&app, &director, "screening/workbook?from=2026-03-01").await;
    let rows = sheet(&answer, 0);
    let words = text(&rows);
    assert!(words.contains(title), "a text is a text");
    // What leaves says who took it and when, and so does the log, with how much it was.
    for mark in [world::DIRECTOR.name, "2026-03-02"] {
        assert!(words.contains(mark), "{mark}: {words}");
    }
    let log = app.get("/api/v1/audit/entries?action=report.exported");
    let log = log.as_(&app.as_auditor().await).send().await.expect(200);
    let entry = &log["items"][0];
    assert_eq!(
        (&entry["data"]["report"], &entry["data"]["rows"]),
        (&json!("screening"), &json!(2)),
        "{log}"
    );
    assert!(!log.to_string().contains("李示例"), "{log}");
    for hidden in ["李示例", "13800001234"] {
        assert!(!words.contains(hidden) && !page.to_string().contains(hidden), "{hidden}");
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body.clone())).expect("a workbook");
    let name = book.sheet_names().first().cloned().expect("a sheet");
    let formulas = book.worksheet_formula(&name).expect("a range");
    assert!(formulas.used_cells().all(|(_, _, text)| text.is_empty()), "a formula got in");
    let none = workbook(&app, &director, "screening/workbook?to=2026-02-01").await;
    assert!(!text(&sheet(&none, 0)).contains(title));
}

#[actix_web::test]
async fn the_ledger_has_the_columns_of_the_county_s_own_table() {
    let app = TestApp::new().await;
    let (case, agreement) = agreed(&app).await;
    let (handler, clerk) = (app.as_handler().await, app.as_clerk().await);
    let leader = app.as_leader().await;
    let seen = app.see(&leader, &case).await;
    let plan = json!({ "plan": "一周内约谈", "next_review_on": "2026-03-09" });
    app.act(&leader, &seen, "take_charge", &plan).await;
    let seen = app.see(&handler, &case).await;
    let body = json!({ "outcome": "solved", "method_code": "02",
        "summary": "李示例已赔偿并修复。" });
    let case = app.act(&handler, &seen, "resolve", &body).await;
    let case = app.act(&app.as_dispatcher().await, &case, "accept_resolution", &json!({})).await;
    let body = json!({ "reached": true, "solved": true, "fairly_treated": true });
    app.act(&clerk, &case, "record_callback", &body).await;
    let director = app.as_director().await;
    let page = app.get("/api/v1/reports/screening").as_(&director).send().await.expect(200);
    let row = &page["items"][0];
    assert_eq!(row["agreements"][0]["agreement_no"], agreement["agreement_no"]);
    assert_eq!(row["agreements"][0]["state"], "in_force");
    assert_eq!(row["responsible"]["name"], world::HANDLER.name);
    assert_eq!(row["charge_leader"]["name"], world::LEADER.name);
    assert_eq!(row["answer"], "已解决，受到公正对待");
    let measures = row["measures"].as_str().unwrap_or_default();
    assert!(measures.contains("已赔偿并修复") && !measures.contains("李示例"), "{row}");
    assert!(row["narrative"].is_string(), "{row}");
    assert_eq!(row["screened_by"]["name"], world::CLERK.name);
    assert_eq!(row["screened_on"], "2026-03-02");
    assert_eq!(row["center"]["name"], world::CENTER.name);
    // The file has the same, under the words of the county's table.
    let words = text(&sheet(&workbook(&app, &director, "screening/workbook").await, 0));
    for head in [
        "排查人员（主责人）",
        "排查日期",
        "排查单位",
        world::CLERK.name,
        world::CENTER.name,
        "规模",
        "简要情况",
        "责任人",
        "包案领导",
        "化解措施",
        "协议编号",
        "履行情况",
        "回访/满意度",
        "备注",
        "已解决，受到公正对待",
        "MA990101-2026-000001",
    ] {
        assert!(words.contains(head), "{head}: {words}");
    }
    assert!(!words.contains("李示例") && !words.contains("王样本"), "{words}");
}
