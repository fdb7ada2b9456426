//! 程序规则: values with their source, published for what begins from a day to come; what began before
//! keeps the version it began under.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;

const RULES: &str = "/api/v1/procedure-rules";

fn version(code: &str, value: i32, valid_from: &str) -> Value {
    json!({ "code": code, "value": value, "source": "县综治办〔2026〕5 号",
        "valid_from": valid_from, "reason": "年度调整" })
}

async fn publish(app: &TestApp, code: &str, value: i32, valid_from: &str) -> Value {
    let admin = app.as_system_admin().await;
    let body = version(code, value, valid_from);
    app.post(RULES).as_(&admin).json(&body).send().await.expect(201)
}

/// The versions of a rule: value, first and last day.
async fn versions(app: &TestApp, client: &Client, code: &str) -> Vec<(Value, Value, Value)> {
    let page = app.get(format!("{RULES}?code={code}")).as_(client).send().await.expect(200);
    let items = page["items"].as_array().cloned().unwrap_or_default();
    let told = |rule: &Value| {
        (rule["value"].clone(), rule["valid_from"].clone(), rule["valid_to"].clone())
    };
    items.iter().map(told).collect()
}

#[actix_web::test]
async fn every_rule_is_there_with_its_source_and_whoever_works_here_reads_it() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let page = app.get(RULES).as_(&clerk).send().await.expect(200);
    let items = page["items"].as_array().cloned().unwrap_or_default();
    assert_eq!(items.len(), 13);
    for rule in &items {
        for told in ["name", "source", "unit_name"] {
            assert!(rule[told].as_str().is_some_and(|text| !text.is_empty()), "{rule}");
        }
        assert_eq!((&rule["version"], &rule["valid_to"]), (&json!(1), &Value::Null));
        assert_eq!(rule["allowed_actions"], json!([]), "a clerk publishes nothing");
        let one = format!("{RULES}/{}", rule["id"].as_str().unwrap_or_default());
        assert_eq!(app.get(one).as_(&clerk).send().await.expect(200), *rule);
    }
    let body = version("reopening", 60, "2026-04-01");
    let refused = app.post(RULES).as_(&clerk).json(&body).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn a_version_follows_the_one_before_and_is_said_whole() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let made = publish(&app, "reopening", 60, "2026-04-01").await;
    assert_eq!(
        (&made["version"], &made["value"], &made["unit"]),
        (&json!(2), &json!(60), &json!("calendar_days"))
    );
    publish(&app, "reopening", 45, "2026-04-01").await;
    let all = versions(&app, &clerk, "reopening").await;
    let day = |text: &str| json!(text);
    assert_eq!(
        all,
        [
            (json!(30), day("2000-01-01"), day("2026-03-31")),
            (json!(60), day("2026-04-01"), day("2026-03-31")),
            (json!(45), day("2026-04-01"), Value::Null),
        ]
    );
    let on = app.get(format!("{RULES}?code=reopening&valid_on=2026-04-02"));
    let on = on.as_(&clerk).send().await.expect(200);
    assert_eq!((&on["items"][0]["value"], &on["total"]), (&json!(45), &json!(1)));
}

#[actix_web::test]
async fn what_cannot_be_meant_is_refused() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    for (code, value, valid_from, at) in [
        ("returns", 0, "2026-04-01", "/value"),
        ("returns", 11, "2026-04-01", "/value"),
        ("returns", -1, "2026-04-01", "/value"),
        ("lamp_share", 101, "2026-04-01", "/value"),
        // Today's cases have begun under the rule of today.
        ("returns", 3, "2026-03-02", "/valid_from"),
        ("returns", 3, "2101-01-01", "/valid_from"),
        // Ordered before it is urged, or listed before it is ordered.
        ("order_after", 1, "2026-04-01", "/value"),
        ("order_after", 10, "2026-04-01", "/value"),
        ("lunch", 1, "2026-04-01", "/code"),
    ] {
        let body = version(code, value, valid_from);
        let answer = app.post(RULES).as_(&admin).json(&body).send().await;
        assert_fields(&answer, &[at]);
    }
    // Later versions are looked at, too.
    publish(&app, "order_after", 3, "2026-06-01").await;
    let late = version("urge_after", 4, "2026-05-01");
    let late = app.post(RULES).as_(&admin).json(&late).send().await;
    assert_fields(&late, &["/value"]);
    assert_eq!(late.json()["errors"][0]["code"], "procedure_rule.order");
}

async fn may_reopen(app: &TestApp, case: &Case) -> bool {
    let supervisor = app.as_supervisor().await;
    let seen = app.see(&supervisor, case).await;
    let allowed = seen.view["allowed_actions"].as_array().cloned().unwrap_or_default();
    allowed.contains(&json!("reopen"))
}

#[actix_web::test]
async fn a_closed_case_keeps_the_window_it_was_closed_under() {
    let app = TestApp::new().await;
    let before = app.case().closed().await;
    publish(&app, "reopening", 60, "2026-03-03").await;
    app.advance(Duration::days(2));
    let after = app.case().closed().await;
    app.advance(Duration::days(40));
    assert!(!may_reopen(&app, &before).await, "thirty days, as it was then");
    assert!(may_reopen(&app, &after).await, "sixty days from now on");
}

async fn yellow_from(app: &TestApp, case: &Case) -> Value {
    let handler = app.as_handler().await;
    let seen = app.see(&handler, case).await;
    let id = seen.clock("handling")["id"].as_str().unwrap_or_default().to_owned();
    let path = format!("{}/clocks/{id}/explanation", case.path());
    app.get(path).as_(&handler).send().await.expect(200)["lamp"].clone()
}

#[actix_web::test]
async fn a_limit_keeps_the_lamp_it_started_under() {
    let app = TestApp::new().await;
    let before = app.case().in_progress().await;
    publish(&app, "lamp_share", 80, "2026-03-03").await;
    publish(&app, "lamp_days", 0, "2026-03-03").await;
    app.advance(Duration::days(2));
    let after = app.case().in_progress().await;
    app.advance(Duration::days(5));
    let (old, new) = (yellow_from(&app, &before).await, yellow_from(&app, &after).await);
    assert_eq!((&old["yellow_percent"], &old["yellow_working_days"]), (&json!(50), &json!(1)));
    assert_eq!((&new["yellow_percent"], &new["yellow_working_days"]), (&json!(80), &json!(0)));
    let handler = app.as_handler().await;
    // The last day of the one; of the other six tenths are used.
    assert_eq!(app.see(&handler, &before).await.clock("handling")["lamp"], "yellow");
    assert_eq!(app.see(&handler, &after).await.clock("handling")["lamp"], "green");
}

#[actix_web::test]
async fn extensions_and_own_stops_follow_the_rule_of_the_day_a_case_was_registered() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let before = app.case().in_progress().await;
    publish(&app, "own_stops", 3, "2026-03-03").await;
    publish(&app, "extension_share", 100, "2026-03-03").await;
    app.advance(Duration::days(2));
    let after = app.case().in_progress().await;
    let ask = json!({ "days": 7, "reason": "需现场勘查" });
    let half = app.acting(&handler, &before, "request_extension", &ask).send().await;
    assert_fields(&half, &["/days"]);
    let after = app.act(&handler, &after, "request_extension", &ask).await;
    let stop = json!({ "reason_code": "appraisal", "until_on": "2026-03-09" });
    let long = app.acting(&handler, &after, "suspend", &stop).send().await;
    assert_problem(&long, 403, "case.suspension_too_long");
    app.act(&handler, &before, "suspend", &stop).await;
}
