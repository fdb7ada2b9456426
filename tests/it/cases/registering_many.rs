//! 批量登记: what becomes of each is what would become of it alone.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;

use super::kit::{ledger_holds, rows};

const BULK: &str = "/api/v1/cases/bulk";

fn item(number: &str) -> Value {
    json!({ "title": "路灯不亮", "narrative": "晚上看不见路", "channel": "grid", "anonymous": true,
        "source": { "system": "grid", "number": number } })
}

async fn send(app: &TestApp, client: &Client, mode: &str, dry: bool, items: &[Value]) -> Answer {
    let body = json!({ "mode": mode, "dry_run": dry, "items": items });
    app.post(BULK).as_(client).json(&body).send().await
}

/// (outcome, status, code of the problem) of each.
fn told(report: &Value) -> Vec<(String, u64, Option<String>)> {
    let items = report["items"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let one = |item: &Value| {
        let outcome = text(&item["outcome"]).unwrap_or_default();
        (outcome, item["status"].as_u64().unwrap_or(0), text(&item["problem"]["code"]))
    };
    items.map(one).collect()
}

/// Good, without title, no object, there already, a code that is none, the first again.
async fn mixed(app: &TestApp, clerk: &Client) -> Vec<Value> {
    app.post("/api/v1/cases").as_(clerk).json(&item("there")).send().await.expect(201);
    let mut untitled = item("2");
    untitled["title"] = json!("");
    let mut uncoded = item("3");
    uncoded["type_code"] = json!("nosuch");
    vec![item("1"), untitled, json!(7), item("there"), uncoded, item("1")]
}

fn is_as_fated(report: &Value, good: (&str, u64)) {
    let wrong = || ("refused".to_owned(), 422, Some("request.validation".to_owned()));
    let wanted = vec![
        (good.0.to_owned(), good.1, None),
        wrong(),
        wrong(),
        ("known".to_owned(), 200, None),
        wrong(),
        wrong(),
    ];
    assert_eq!(told(report), wanted, "{report}");
    let problem = &report["items"][1]["problem"];
    assert_eq!(problem["type"], "/problems/request.validation");
    assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()));
    assert_eq!(problem["errors"].as_array().map(Vec::len), Some(1), "told once: {problem}");
    assert_eq!(problem["errors"][0]["pointer"], "/title");
    assert_eq!(report["items"][4]["problem"]["errors"][0]["pointer"], "/type_code");
}

#[actix_web::test]
async fn each_is_told_for_itself_and_a_dry_run_stores_nothing() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let items = mixed(&app, &clerk).await;
    let before = rows(&app).await;
    let dry = send(&app, &clerk, "each", true, &items).await.expect(200);
    is_as_fated(&dry, ("registered", 201));
    assert_eq!(dry["items"][0]["case_id"], Value::Null);
    assert_eq!(rows(&app).await, before);
    let report = send(&app, &clerk, "each", false, &items).await.expect(200);
    is_as_fated(&report, ("registered", 201));
    assert_eq!(
        (&report["registered"], &report["known"], &report["refused"]),
        (&json!(1), &json!(1), &json!(4))
    );
    let case = report["items"][0]["case_id"].as_str().unwrap_or_default().to_owned();
    let seen = app.get(format!("/api/v1/cases/{case}")).as_(&clerk).send().await.expect(200);
    assert_eq!(seen["case_no"], report["items"][0]["case_no"]);
    assert!(report["items"][0]["tracking_code"].as_str().is_some_and(|code| code.len() == 8));
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn all_or_none_holds_the_good_back_and_tells_every_problem() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let items = mixed(&app, &clerk).await;
    let before = rows(&app).await;
    let report = send(&app, &clerk, "all_or_nothing", false, &items).await.expect(200);
    is_as_fated(&report, ("held_back", 424));
    let all = report["items"].as_array().map_or(0, Vec::len);
    let held = report["items"].as_array().into_iter().flatten();
    let held = held.filter(|item| item["outcome"] == "held_back").count();
    assert_eq!(report["held_back"], held);
    let figures = ["registered", "known", "refused", "held_back"];
    let sum: u64 = figures.iter().filter_map(|name| report[*name].as_u64()).sum();
    assert_eq!(u64::try_from(all).ok(), Some(sum), "every item is in a total");
    assert_eq!(rows(&app).await, before);
    let good: Vec<_> = (0..120).map(|number| item(&format!("n{number}"))).collect();
    let report = send(&app, &clerk, "all_or_nothing", false, &good).await.expect(200);
    assert_eq!(report["registered"], 120);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_thousand_and_one_are_too_many_and_rights_are_those_of_registering() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let many: Vec<_> = (0..1_001).map(|number| json!({ "n": number })).collect();
    assert_fields(&send(&app, &clerk, "each", true, &many).await, &["/items"]);
    assert_fields(&send(&app, &clerk, "each", true, &[]).await, &["/items"]);
    let handler = app.as_handler().await;
    assert_problem(
        &send(&app, &handler, "each", true, &[item("1")]).await,
        403,
        "auth.not_allowed",
    );
    // Elsewhere it is there, but not what it is.
    app.post("/api/v1/cases").as_(&clerk).json(&item("1")).send().await.expect(201);
    let other = app.as_other_clerk().await;
    let report = send(&app, &other, "each", false, &[item("1")]).await.expect(200);
    let hidden = ("refused".to_owned(), 409, Some("case.source_duplicate".to_owned()));
    assert_eq!(told(&report), vec![hidden]);
    assert_eq!(report["items"][0]["case_id"], Value::Null);
}

#[actix_web::test]
async fn the_same_key_registers_nothing_twice() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let mut items: Vec<_> = (0..70).map(|number| item(&format!("n{number}"))).collect();
    // Nothing but the key would know it again.
    items[1].as_object_mut().expect("an item").remove("source");
    let body = json!({ "mode": "each", "items": items });
    let asking = || app.post(BULK).as_(&clerk).idempotency_key("many").json(&body);
    // Cut off behind the first batch.
    let cut = app.paused_after(1_200, asking().send()).await;
    drop(cut);
    let first = asking().send().await.expect(200);
    assert_eq!(first["registered"], 70);
    let again = asking().send().await.expect(200);
    assert_eq!(again, first);
    let page = app.get("/api/v1/cases?channel=grid&count=exact").as_(&clerk).send().await;
    assert_eq!(page.expect(200)["total"], 70);
}

#[actix_web::test]
async fn a_thousand_real_matters_are_one_request_and_more_than_8_mib_are_not() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let long = |number: usize, bytes: usize| {
        let mut item = item(&format!("n{number}"));
        item["narrative"] = json!("a".repeat(bytes));
        item
    };
    // Two megabytes: beyond what other requests may have.
    let many: Vec<_> = (0..1_000).map(|number| long(number, 2_000)).collect();
    let report = send(&app, &clerk, "each", true, &many).await.expect(200);
    assert_eq!(report["registered"], 1_000);
    let beyond: Vec<_> = (0..1_000).map(|number| long(number, 9_000)).collect();
    let refused = send(&app, &clerk, "each", true, &beyond).await;
    assert_problem(&refused, 413, "request.too_large");
    // The others keep their limit.
    let alone = app.post("/api/v1/cases").as_(&clerk).json(&long(1, 2_000_000)).send().await;
    assert_problem(&alone, 413, "request.too_large");
}
