//! `zongzhi import`, on files made up here.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tempfile::TempDir;
use zongzhi::commands::import::{self, ImportArgs, ImportError, Summary};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::project;
use zongzhi_tests::world::COUNTY;

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }
}

fn args(file: &Path) -> ImportArgs {
    ImportArgs {
        file: file.to_owned(),
        mapping: Some(project::root().join("docs/examples/message-board.toml")),
        dry_run: false,
        report: None,
        batch: 2,
        region: Some(COUNTY.code.to_owned()),
        centers: false,
    }
}

const HEAD: &str = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n";

fn board() -> String {
    let mut text = HEAD.to_owned();
    for number in 1..=5 {
        text += &format!(
            "M{number},U{number},第{number}盏路灯不亮,2019-04-2{number} 09:32:09,\
             \"晚上看不见路，\n请维修\",已更换灯具。,2019-05-10 14:56:53\n"
        );
    }
    text += "M6,,还没有答复,2019-06-01 00:30:00,等待答复,,\n";
    text
}

fn counts(summary: Summary) -> (u64, u64, u64, u64) {
    (summary.rows, summary.added, summary.known, summary.refused)
}

async fn run(app: &TestApp, args: &ImportArgs) -> Summary {
    import::run(&app.state, args).await.expect("imported")
}

#[actix_web::test]
async fn a_message_board_becomes_cases_with_their_own_times_and_only_once() {
    let app = TestApp::new().await;
    let files = Files::new();
    let file = files.write("board.csv", board());
    let dry = ImportArgs { dry_run: true, ..args(&file) };
    assert_eq!(counts(run(&app, &dry).await), (6, 6, 0, 0));
    assert_eq!(counts(run(&app, &args(&file)).await), (6, 6, 0, 0));
    assert_eq!(counts(run(&app, &args(&file)).await), (6, 0, 6, 0));
    let dispatcher = app.as_dispatcher().await;
    let find = async |number: &str| {
        let query = format!("source_system=message_board&source_number={number}");
        let path = format!("/api/v1/cases?{query}");
        let page = app.get(path).as_(&dispatcher).send().await.expect(200);
        let id = page["items"][0]["id"].as_str().expect("one case").to_owned();
        app.get(format!("/api/v1/cases/{id}")).as_(&dispatcher).send().await.expect(200)
    };
    let case = find("M3").await;
    assert_eq!(case["status"], "resolved");
    assert_eq!(case["outcome"], "explained");
    assert_eq!(case["channel"], "online");
    assert_eq!(case["registered_at"], "2019-04-23T01:32:09Z");
    assert_eq!(case["resolved_at"], "2019-05-10T06:56:53Z");
    assert_eq!(case["summary"], "已更换灯具。");
    assert!(case["case_no"].as_str().is_some_and(|no| no.starts_with("990101-20190423-")));
    let open = find("M6").await;
    assert_eq!((&open["status"], &open["anonymous"]), (&"registered".into(), &true.into()));
    // Half past midnight in China is the day before in UTC: the number carries China's day.
    assert!(open["case_no"].as_str().is_some_and(|no| no.starts_with("990101-20190601-")));
}

#[actix_web::test]
async fn gb18030_and_json_lines_are_read_as_well() {
    let app = TestApp::new().await;
    let files = Files::new();
    let (bytes, _, _) = encoding_rs::GB18030.encode(HEAD);
    let mut bytes = bytes.into_owned();
    let row = "G1,某某,路面破损,2020-01-02 10:00:00,井盖下沉,已修复,2020-01-05 10:00:00\n";
    bytes.extend(encoding_rs::GB18030.encode(row).0.iter());
    let file = files.write("board.csv", bytes);
    assert_eq!(counts(run(&app, &args(&file)).await), (1, 1, 0, 0));
    let line = r#"{"留言编号":"J1","留言主题":"井盖","留言时间":"2020-01-02T10:00:00+08:00","留言详情":"响"}"#;
    let file = files.write("board.jsonl", format!("{line}\n\n{{]\n"));
    assert_eq!(counts(run(&app, &args(&file)).await), (2, 1, 0, 1));
}

/// A workbook as people make them: dates as dates, numbers as numbers, an empty row, a second sheet.
fn workbook(files: &Files) -> PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("yyyy/m/d h:mm");
    for (column, name) in (0..).zip(HEAD.trim().split(',')) {
        sheet.write(0, column, name).expect("a heading");
    }
    let asked = ExcelDateTime::from_ymd(2019, 4, 23).and_then(|day| day.and_hms(9, 32, 0));
    let asked = asked.expect("a time");
    for (row, number) in [(1, 182.0), (3, 183.0)] {
        sheet.write(row, 0, number).expect("a number");
        sheet.write(row, 2, "路灯不亮").expect("text");
        sheet.write_with_format(row, 3, &asked, &date).expect("a date");
        sheet.write(row, 4, "晚上看不见路，\n请维修").expect("text");
    }
    sheet.write(4, 0, "184").expect("text");
    sheet.write(4, 3, "2019-04-24 10:00:00").expect("text");
    sheet.write(4, 4, "没有标题").expect("text");
    book.add_worksheet().write(0, 0, "说明").expect("text");
    let path = files.0.path().join("board.xlsx");
    book.save(&path).expect("a workbook");
    path
}

#[actix_web::test]
async fn a_workbook_is_read_with_its_dates_and_numbers() {
    let app = TestApp::new().await;
    let files = Files::new();
    let report = files.0.path().join("report.csv");
    let asked = ImportArgs { report: Some(report.clone()), ..args(&workbook(&files)) };
    assert_eq!(counts(run(&app, &asked).await), (3, 2, 0, 1));
    let dispatcher = app.as_dispatcher().await;
    let path = "/api/v1/cases?source_system=message_board&source_number=183";
    let page = app.get(path).as_(&dispatcher).send().await.expect(200);
    assert_eq!(page["items"][0]["registered_at"], "2019-04-23T01:32:00Z", "{page}");
    let report = std::fs::read_to_string(report).expect("a report");
    assert!(report.contains("5,184,留言主题,title,missing_field"), "{report}");
}

#[actix_web::test]
async fn rows_with_problems_are_left_out_and_reported_by_line() {
    let app = TestApp::new().await;
    let files = Files::new();
    let mut text = board();
    text += "M7,U,,2019-06-01 10:00:00,没有标题,,\n";
    text += "M8,U,时间不对,昨天,详情,,\n";
    text += "M1,U,编号重复,2019-06-01 10:00:00,详情,,\n";
    text += "M9,U,答复早于留言,2019-06-01 10:00:00,详情,答复,2019-05-01 10:00:00\n";
    text += "M10,U,来自未来,2099-06-01 10:00:00,详情,,\n";
    let file = files.write("board.csv", text.replace('\n', "\r\n"));
    let report = files.0.path().join("report.csv");
    let asked = ImportArgs { report: Some(report.clone()), ..args(&file) };
    assert_eq!(counts(run(&app, &asked).await), (11, 6, 0, 5));
    let report = std::fs::read_to_string(report).expect("a report");
    let rows: Vec<_> = report
        .lines()
        .skip(1)
        .map(|line| line.split(',').take(5).collect::<Vec<_>>().join(","))
        .collect();
    assert_eq!(
        rows,
        [
            "13,M7,留言主题,title,missing_field",
            "14,M8,留言时间,source.received_at,date",
            "14,M8,留言时间,registered_at,date",
            "15,M1,留言编号,source.number,case.source_duplicate",
            "16,M9,答复时间,resolved_at,case.invalid_time",
            "17,M10,留言时间,source.received_at,case.invalid_time",
            "17,M10,留言时间,registered_at,case.invalid_time",
        ]
    );
}

#[actix_web::test]
async fn a_mapping_that_does_not_fit_stops_before_the_first_row() {
    let app = TestApp::new().await;
    let files = Files::new();
    let file = files.write("board.csv", "编号,标题\n1,2\n");
    let error = import::run(&app.state, &args(&file)).await.expect_err("refused");
    assert!(matches!(error, ImportError::Mapping(_)), "{error}");
    let file = files.write("board.csv", board());
    let nowhere = ImportArgs { region: Some("123456".to_owned()), ..args(&file) };
    let error = import::run(&app.state, &nowhere).await.expect_err("refused");
    assert!(matches!(error, ImportError::NotReady(_)), "{error}");
}

#[actix_web::test]
async fn a_division_tree_becomes_regions_and_is_known_the_second_time() {
    let app = TestApp::new().await;
    let files = Files::new();
    let tree = |name: &str| {
        format!(
            r#"{{"code": "990103", "name": "新县", "townships": [{{"code": "990103001", "name": "{name}",
                "villages": [{{"code": "990103001001", "name": "东村", "kind": "村"}}]}}]}}"#
        )
    };
    let file = files.write("tree.json", tree("西镇"));
    let asked = ImportArgs { mapping: None, region: None, centers: true, ..args(&file) };
    let dry = ImportArgs { dry_run: true, ..asked.clone() };
    assert_eq!(counts(run(&app, &dry).await), (3, 3, 0, 0));
    assert_eq!(counts(run(&app, &asked).await), (3, 3, 0, 0));
    assert_eq!(counts(run(&app, &asked).await), (3, 0, 3, 0));
    files.write("tree.json", tree("西门镇"));
    let renamed = run(&app, &asked).await;
    assert_eq!((renamed.changed, renamed.known), (1, 2));
    let clerk = app.as_clerk().await;
    let page = app.get("/api/v1/regions?code=990103001").as_(&clerk).send().await.expect(200);
    assert_eq!(page["items"][0]["name"], "西门镇");
    assert!(page["items"][0]["center_id"].is_string());
    files.write("tree.json", tree("西镇").replace("990103001001", "990199001001"));
    assert_eq!(counts(run(&app, &asked).await), (3, 0, 0, 3));
}
