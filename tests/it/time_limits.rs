//! Time limits.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

#[actix_web::test]
async fn the_defaults_are_there_with_their_source() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let path = "/api/v1/time-limit-rules";
    let page = app.get(path).as_(&clerk).send().await.expect(200);
    assert_eq!(page["total"], 27);
    let rules = page["items"].as_array().cloned().unwrap_or_default();
    let limit = |code: &str| {
        let rule = rules.iter().find(|rule| rule["code"] == code).expect(code);
        (rule["amount"].clone(), rule["day_kind"].clone(), rule["start"].clone())
    };
    for (code, days) in [
        ("handling_simple", 1),
        ("handling_ordinary", 7),
        ("handling_complex", 20),
        ("handling_difficult", 30),
    ] {
        assert_eq!(limit(code), (json!(days), json!("calendar"), json!("next_day")), "{code}");
    }
    for code in ["triage", "sign", "return", "ruling", "review", "callback"] {
        assert_eq!(limit(code), (json!(1), json!("working"), json!("next_day")), "{code}");
    }
    assert_eq!(limit("assist"), (json!(5), json!("working"), json!("next_day")));
    // 劳动争议调解仲裁法 art. 43.
    let law = limit("statutory_labour_arbitration");
    assert_eq!(law, (json!(45), json!("calendar"), json!("next_day")));
    assert!(rules.iter().all(|rule| rule["source"].as_str().is_some_and(|s| !s.is_empty())));
}

#[actix_web::test]
async fn rules_are_filtered_and_read_one_by_one() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let count = async |query: &str| {
        let path = format!("/api/v1/time-limit-rules?{query}");
        app.get(path).as_(&clerk).send().await.expect(200)["total"].clone()
    };
    assert_eq!(count("clock=handling").await, 4);
    assert_eq!(count("clock=sign&clock=return").await, 2);
    assert_eq!(count("level=simple&level=complex").await, 2);
    assert_eq!(count("level=simple&clock=sign").await, 0);
    assert_eq!(count("valid_on=1999-12-31").await, 0);
    assert_eq!(count("valid_on=2026-03-02").await, 27);
    let page = app.get("/api/v1/time-limit-rules").as_(&clerk).send().await.expect(200);
    let id = page["items"][0]["id"].as_str().unwrap_or_default().to_owned();
    let one = app.get(format!("/api/v1/time-limit-rules/{id}")).as_(&clerk).send().await;
    assert_eq!(one.expect(200), page["items"][0]);
    let wrong = app.get("/api/v1/time-limit-rules?clock=lunch").as_(&clerk).send().await;
    assert_problem(&wrong, 400, "request.invalid_parameter");
    let unknown = format!("/api/v1/time-limit-rules/{}", zongzhi_tests::world::COUNTY.id);
    let answer = app.get(unknown).as_(&clerk).send().await;
    assert_eq!(assert_problem(&answer, 404, "request.not_found")["errors"], Value::Array(vec![]));
}
