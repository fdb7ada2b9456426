//! The doors of the law, as data with their articles.

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

#[actix_web::test]
async fn every_type_has_a_door_for_the_willing_and_for_the_unwilling() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let path = "/api/v1/lawful-routes?valid_on=2026-11-26";
    let all = app.get(path).as_(&clerk).send().await.expect(200);
    let items = all["items"].as_array().cloned().unwrap_or_default();
    assert!(items.len() > 8, "{all}");
    for is_willing in [true, false] {
        let open = |item: &&serde_json::Value| {
            item["type_code"] == "" && item["is_willing"] == json!(is_willing)
        };
        assert_eq!(items.iter().filter(open).count(), 1, "{is_willing}");
    }
    for item in &items {
        let source = item["source"].as_str().unwrap_or_default();
        assert!(source.contains('条'), "no article: {item}");
    }
    let before = app.get("/api/v1/lawful-routes?valid_on=1999-12-31").as_(&clerk).send().await;
    assert_eq!(before.expect(200)["items"], json!([]));
    let wrong = app.get("/api/v1/lawful-routes?kind=x").as_(&clerk).send().await;
    assert_problem(&wrong, 400, "request.invalid_parameter");
}
