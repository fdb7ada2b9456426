//! Calendars.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};

const IMPORTS: &str = "/api/v1/calendars/cn/imports";

fn days(from: &str, to: &str) -> String {
    format!("/api/v1/calendars/cn/days?from={from}&to={to}")
}

fn spring_2027() -> Value {
    json!({
        "announced_through": "2027-12-31",
        "source": "测试通知",
        "days": [
            { "date": "2027-02-06", "kind": "work", "name": "春节", "in_lieu": true },
            { "date": "2027-02-08", "kind": "off", "name": "春节" },
        ],
    })
}

#[actix_web::test]
async fn days_say_what_they_are_and_what_that_rests_on() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let page = app.get(days("2026-09-19", "2026-10-01")).as_(&clerk).send().await.expect(200);
    let kind = |date: &str| {
        let items = page["items"].as_array().into_iter().flatten();
        let day = items.clone().find(|day| day["date"] == date).expect(date);
        (day["kind"].clone(), day["name"].clone())
    };
    assert_eq!(page["total"], 13);
    assert_eq!(kind("2026-09-19"), (json!("rest"), Value::Null));
    assert_eq!(kind("2026-09-20"), (json!("make_up"), json!("国庆节")));
    assert_eq!(kind("2026-09-21"), (json!("working"), Value::Null));
    assert_eq!(kind("2026-10-01"), (json!("holiday"), json!("国庆节")));
    let later = app.get(days("2027-01-01", "2027-01-01")).as_(&clerk).send().await.expect(200);
    let new_year = &later["items"][0];
    assert_eq!((&new_year["kind"], &new_year["announced"]), (&json!("working"), &json!(false)));
    assert_eq!(new_year["source"], Value::Null);
}

#[actix_web::test]
async fn a_range_is_bounded_and_in_order() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let full = app.get(days("2026-01-01", "2027-02-04")).as_(&clerk).send().await;
    assert_eq!(full.expect(200)["total"], 400);
    let long = app.get(days("2026-01-01", "2027-02-05")).as_(&clerk).send().await;
    assert_problem(&long, 400, "calendar.range_too_long");
    for (from, to) in [("2026-02-01", "2026-01-01"), ("2026-02-30", "2026-03-01")] {
        let wrong = app.get(days(from, to)).as_(&clerk).send().await;
        assert_problem(&wrong, 400, "request.invalid_parameter");
    }
    let path = format!("{}&version=7", days("2026-01-01", "2026-01-02"));
    assert_problem(&app.get(path).as_(&clerk).send().await, 404, "calendar.unknown");
}

#[actix_web::test]
async fn an_import_makes_a_version_and_leaves_the_one_before() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let send = || app.post(IMPORTS).as_(&admin).idempotency_key("2027").json(&spring_2027());
    let imported = send().send().await.expect(201);
    assert_eq!(
        (&imported["version"], &imported["announced_through"]),
        (&json!(2), &json!("2027-12-31"))
    );
    assert_eq!(send().send().await.expect(201)["version"], 2);
    let kind = async |path: String| {
        let page = app.get(path).as_(&admin).send().await.expect(200);
        page["items"][0]["kind"].clone()
    };
    assert_eq!(kind(days("2027-02-08", "2027-02-08")).await, "holiday");
    assert_eq!(kind(days("2027-02-06", "2027-02-06")).await, "make_up");
    assert_eq!(kind(days("2026-10-01", "2026-10-01")).await, "holiday");
    let before = format!("{}&version=1", days("2027-02-08", "2027-02-08"));
    assert_eq!(kind(before).await, "working");
    let versions = app.get("/api/v1/calendars").as_(&admin).send().await.expect(200);
    assert_eq!((&versions["items"][0]["version"], &versions["total"]), (&json!(2), &json!(2)));
}

#[actix_web::test]
async fn an_import_names_each_day_once_and_takes_nothing_back() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let mut twice = spring_2027();
    twice["days"][1]["date"] = json!("2027-02-06");
    assert_fields(&app.post(IMPORTS).as_(&admin).json(&twice).send().await, &["/days/1/date"]);
    let mut early = spring_2027();
    early["announced_through"] = json!("2025-12-31");
    let answer = app.post(IMPORTS).as_(&admin).json(&early).send().await;
    assert_fields(&answer, &["/announced_through"]);
    let clerk = app.as_clerk().await;
    let refused = app.post(IMPORTS).as_(&clerk).json(&spring_2027()).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn imports_sent_at_once_number_their_versions_one_after_the_other() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let sending = (0..4).map(|_| app.post(IMPORTS).as_(&admin).json(&spring_2027()).send());
    let answers = futures_util::future::join_all(sending).await;
    let mut versions: Vec<_> =
        answers.iter().map(|answer| answer.expect(201)["version"].as_i64()).collect();
    versions.sort_unstable();
    assert_eq!(versions, [Some(2), Some(3), Some(4), Some(5)]);
}
