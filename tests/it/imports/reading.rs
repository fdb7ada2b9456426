//! Rows become cases by the rules of registering, and everything else is told by row.

use rust_xlsxwriter::Workbook;
use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

use super::kit::{IMPORTS, announced, carried, counts, id, imported, put, row, rows, seen};

#[actix_web::test]
async fn lines_become_cases_once_and_a_dry_run_stores_nothing() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let file = rows("grid", 1..=3);
    let tried = imported(&app, &clerk, "grid.jsonl", file.as_bytes(), true).await;
    assert_eq!((&tried["state"], counts(&tried)), (&json!("done"), [3, 3, 0, 0]));
    let page = app.get("/api/v1/cases?source_system=grid").as_(&clerk).send().await.expect(200);
    assert_eq!(page["items"], json!([]), "a dry run registers nothing");
    // Over the same file, without putting it again.
    let run = app
        .post(format!("{IMPORTS}/{}/actions/run", id(&tried)))
        .as_(&clerk)
        .if_match(tried["version"].as_i64().unwrap_or(0))
        .json(&json!({}))
        .send()
        .await;
    let location = run.header("location").unwrap_or_default().to_owned();
    run.expect(202);
    carried(&app).await;
    let done = seen(&app, &clerk, &tried).await;
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), [3, 3, 0, 0]));
    let job = app.get(location).as_(&clerk).send().await.expect(200);
    assert_eq!((&job["kind"], &job["progress"]), (&json!("case_import"), &json!(100)));
    assert_eq!(job["result"], json!(format!("{IMPORTS}/{}", id(&tried))));
    let page = app.get("/api/v1/cases?source_system=grid").as_(&clerk).send().await.expect(200);
    assert_eq!(page["items"].as_array().map(Vec::len), Some(3));
    assert!(app.files().is_empty(), "the file is gone when all is registered");
    let again = imported(&app, &clerk, "grid.jsonl", file.as_bytes(), false).await;
    assert_eq!(counts(&again), [3, 0, 3, 0]);
    // As registered by hand: by the clerk, with a party who is masked.
    let path = format!("/api/v1/cases/{}", page["items"][0]["id"].as_str().unwrap_or_default());
    let case = app.get(path).as_(&clerk).send().await.expect(200);
    assert_eq!(case["status"], "registered");
    assert_eq!(case["parties"][0]["name"], "李*");
}

#[actix_web::test]
async fn each_problem_has_its_line_and_column_and_the_sums_are_exact() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let head = "编号,主题,详情,类型,金额,地区\n";
    let good = "1,路灯不亮,请维修,拖欠工资,\"1,200.5\",990101101\n";
    let bad = "2,,请维修,xx,很多,999999\n=3,路灯,请维修,,,\n1,路灯,请维修,,,\n";
    let file = format!("{head}{good}{bad}");
    let mapping = json!({
        "columns": { "source.number": "编号", "title": "主题", "narrative": "详情",
            "type_code": "类型", "amount_yuan": "金额", "region_code": "地区" },
        "fixed": { "source.system": "board", "channel": "online" },
        "values": { "type_code": { "拖欠工资": "0202" } },
    });
    let mut body = super::kit::announcement("board.csv", file.as_bytes(), false);
    body["mapping"] = mapping.clone();
    let import = app.post(IMPORTS).as_(&clerk).json(&body).send().await.expect(201);
    assert_eq!(import["mapping"]["columns"], mapping["columns"]);
    put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    carried(&app).await;
    let done = seen(&app, &clerk, &import).await;
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), [4, 2, 0, 2]));
    let path = format!("{IMPORTS}/{}", id(&import));
    let problems = app.get(format!("{path}/problems")).as_(&clerk).send().await.expect(200);
    let told = problems["items"].as_array().cloned().unwrap_or_default();
    let told: Vec<_> = told
        .iter()
        .map(|one| (one["line"].as_i64(), one["column"].as_str(), one["code"].as_str()))
        .collect();
    assert!(told.contains(&(Some(3), Some("金额"), Some("number"))), "{told:?}");
    assert!(told.contains(&(Some(5), Some("编号"), Some("case.source_duplicate"))), "{told:?}");
    assert_eq!(done["problem_count"].as_u64(), u64::try_from(told.len()).ok());
    let table = app.get(format!("{path}/report")).as_(&clerk).send().await;
    let text = table.text();
    assert_eq!(table.status, 200);
    assert!(text.starts_with("\u{feff}行,来源编号,列,字段,代码,问题\r\n"), "{text}");
    assert!(!text.contains("很多"), "a value may be personal data: {text}");
    // What was read, as it was meant.
    let page = app.get("/api/v1/cases?source_system=board&source_number=1").as_(&clerk);
    let page = page.send().await.expect(200);
    let case = page["items"][0]["id"].as_str().unwrap_or_default().to_owned();
    let case = app.get(format!("/api/v1/cases/{case}")).as_(&clerk).send().await.expect(200);
    assert_eq!((&case["amount_fen"], &case["type_code"]), (&json!(120_050), &json!("0202")));
    assert_eq!(case["place"]["region"]["code"], json!(world::TOWNSHIP.code), "{case}");
}

#[actix_web::test]
async fn a_workbook_with_bad_rows_gives_a_report_and_loses_nothing() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let heads = ["title", "narrative", "channel", "source.system", "source.number"];
    for (column, head) in (0..).zip(heads) {
        page.write_string(0, column, head).expect("a cell");
    }
    for row in 1..=30_u32 {
        let number = row.to_string();
        let title = if row % 10 == 0 { "" } else { "路灯不亮" };
        for (column, cell) in (0..).zip([title, "请维修", "grid", "sheet", number.as_str()]) {
            page.write_string(row, column, cell).expect("a cell");
        }
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let done = imported(&app, &clerk, "book.xlsx", &bytes, false).await;
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), [30, 27, 0, 3]), "{done}");
    // What is no workbook fails in words.
    let import = announced(&app, &clerk, "book.xlsx", b"no archive", false).await;
    let refused = put(&app, &clerk, &import, b"no archive").await;
    assert_eq!(refused.status, 415, "{refused}");
    let file = "a,b\n1,2\n";
    let mut body = super::kit::announcement("b.csv", file.as_bytes(), false);
    body["mapping"] = json!({ "columns": { "title": "主题", "narrative": "b", "channel": "a",
        "source.system": "a", "source.number": "a" } });
    let import = app.post(IMPORTS).as_(&clerk).json(&body).send().await.expect(201);
    put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    carried(&app).await;
    let failed = seen(&app, &clerk, &import).await;
    assert_eq!(
        (&failed["state"], &failed["refusal"]),
        (&json!("failed"), &json!("import.mapping"))
    );
    let why = failed["failure"].as_str().unwrap_or_default();
    assert!(why.contains("主题") && why.contains("no column"), "{failed}");
    // Of a file without a heading the first line is a matter of somebody's.
    let file = "李示例,13800001234\n王示例,13800001235\n";
    body["size_bytes"] = json!(file.len());
    let import = app.post(IMPORTS).as_(&clerk).json(&body).send().await.expect(201);
    put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    carried(&app).await;
    let failed = seen(&app, &clerk, &import).await;
    assert_eq!(failed["refusal"], "import.mapping");
    assert!(!failed.to_string().contains("李示例"), "{failed}");
}

#[actix_web::test]
async fn a_workbook_of_two_cells_far_apart_fails_in_words() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write_string(0, 0, "title").expect("the first cell");
    page.write_string(1_048_575, 16_383, "x").expect("the last cell");
    let bytes = book.save_to_buffer().expect("a workbook");
    let failed = imported(&app, &clerk, "far.xlsx", &bytes, false).await;
    assert_eq!(
        (&failed["state"], &failed["refusal"]),
        (&json!("failed"), &json!("import.unreadable"))
    );
    // What comes behind it is imported all the same.
    let file = rows("grid", 1..=2);
    let done = imported(&app, &clerk, "grid.jsonl", file.as_bytes(), false).await;
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), [2, 2, 0, 0]));
}

#[actix_web::test]
async fn a_number_with_blanks_around_it_is_the_same_number() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let mut line = row("grid", 1);
    line["source"] = json!({ "system": " grid", "number": "G1 " });
    let file = format!("{line}\n");
    let first = imported(&app, &clerk, "one.jsonl", file.as_bytes(), false).await;
    assert_eq!(counts(&first), [1, 1, 0, 0]);
    for _ in 0..2 {
        let again = imported(&app, &clerk, "one.jsonl", file.as_bytes(), false).await;
        assert_eq!(counts(&again), [1, 0, 1, 0]);
    }
    let plain = rows("grid", 1..=1);
    let plain = imported(&app, &clerk, "plain.jsonl", plain.as_bytes(), false).await;
    assert_eq!(counts(&plain), [1, 0, 1, 0]);
}

#[actix_web::test]
async fn what_ended_elsewhere_is_no_business_of_the_api() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let mut line = row("grid", 1);
    line["visit_id"] = json!("018f0000-0000-7000-8000-000000000001");
    let file = format!("{line}\n");
    let done = imported(&app, &clerk, "one.jsonl", file.as_bytes(), false).await;
    assert_eq!(counts(&done), [1, 0, 0, 1]);
    let mut body = super::kit::announcement("b.csv", b"x", false);
    body["mapping"] = json!({ "columns": { "title": "a", "narrative": "b", "channel": "c",
        "source.system": "d", "resolved_at": "e", "colour": "f" } });
    let refused = app.post(IMPORTS).as_(&clerk).json(&body).send().await;
    let fields = refused.expect(422)["errors"].as_array().cloned().unwrap_or_default();
    let fields: Vec<_> =
        fields.iter().map(|field| (field["pointer"].as_str(), field["code"].as_str())).collect();
    for wanted in [
        (Some("/mapping/columns/resolved_at"), Some("not_applicable")),
        (Some("/mapping/columns/colour"), Some("unknown_field")),
        (Some("/mapping/columns/source.number"), Some("missing_field")),
    ] {
        assert!(fields.contains(&wanted), "{fields:?}");
    }
}
