//! 督办通报: figures that say what they count.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

use super::kit::{ORDERS, act, go_to, ordered, steps};

#[actix_web::test]
async fn figures_are_counted_by_department_and_explain_themselves() {
    let app = TestApp::new().await;
    let (supervisor, handler) = (app.as_supervisor().await, app.as_handler().await);
    let first = app.case().in_progress().await;
    let second = app.case().in_progress().await;
    let justice = app.case().led_by(world::JUSTICE).dispatched().await;
    let (answered, _silent) = (ordered(&app, &[&first]).await, ordered(&app, &[&second]).await);
    ordered(&app, &[&justice]).await;
    go_to(&app, "2026-03-06T09:00");
    act(&app, &handler, &answered, "reply", &json!({ "text": "x" })).await;
    for moment in ["2026-03-10T09:00", "2026-03-16T09:00", "2026-03-23T09:00"] {
        go_to(&app, moment);
        steps(&app).await;
    }
    let month = async |month: &str| {
        let path = format!("{ORDERS}/bulletin?month={month}");
        app.get(path).as_(&supervisor).send().await.expect(200)
    };
    let march = month("2026-03").await;
    let row = |department: world::Department| -> Value {
        let rows = march["rows"].as_array().into_iter().flatten();
        let mut rows = rows.filter(|row| row["department"]["id"] == department.id.to_string());
        rows.next().map(|row| row["figures"].clone()).unwrap_or_default()
    };
    let wanted = json!({ "orders": 2, "late": 1, "replied_late": 1, "cases_over": 2 });
    assert_eq!(row(world::HOUSING), wanted, "{march}");
    let wanted = json!({ "orders": 1, "late": 1, "replied_late": 0, "cases_over": 1 });
    assert_eq!(row(world::JUSTICE), wanted, "{march}");
    assert_eq!(march["total"]["orders"], 3);
    assert_eq!(march["as_of"], "2026-03-23T01:00:00Z");
    assert!(march["scope"].as_str().is_some_and(|scope| scope.contains("行政区划")), "{march}");
    let named: Vec<_> = march["definitions"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|figure| {
            assert!(!figure["definition"].as_str().unwrap_or_default().is_empty());
            (figure["name"].clone(), figure["unit"].clone())
        })
        .collect();
    let wanted = [
        (json!("orders"), json!("督办件")),
        (json!("late"), json!("督办件")),
        (json!("replied_late"), json!("督办件")),
        (json!("cases_over"), json!("案件")),
    ];
    assert_eq!(named, wanted);
    let april = month("2026-04").await;
    assert_eq!((&april["rows"], &april["total"]["orders"]), (&json!([]), &json!(0)));
}
