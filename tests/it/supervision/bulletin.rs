//! 督办通报: figures that say what they count.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

use super::kit::{ORDERS, act, go_to, listed, ordered, steps};

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

#[actix_web::test]
async fn a_month_is_the_register_counted_by_the_calendar_of_china() {
    let app = TestApp::new().await;
    let (supervisor, handler) = (app.as_supervisor().await, app.as_handler().await);
    let moments = ["2026-03-31T15:00", "2026-03-31T23:59", "2026-04-01T00:00", "2026-04-01T09:00"];
    for (at, moment) in moments.iter().enumerate() {
        go_to(&app, moment);
        let lead = if at % 2 == 0 { world::HOUSING } else { world::JUSTICE };
        let case = app.case().led_by(lead).dispatched().await;
        let order = ordered(&app, &[&case]).await;
        if at == 2 {
            act(&app, &handler, &order, "reply", &json!({ "text": "已办结" })).await;
        }
    }
    go_to(&app, "2026-04-20T10:00");
    let first = listed(&app, &supervisor, "sort=-issued_at").await.pop().expect("an order");
    act(&app, &handler, &first, "reply", &json!({ "text": "迟复" })).await;
    let register = listed(&app, &supervisor, "limit=200").await;
    assert_eq!(register.len(), moments.len());
    let mut counted = 0;
    for month in ["2026-03", "2026-04", "2026-05"] {
        let mut wanted: BTreeMap<String, [u64; 3]> = BTreeMap::new();
        for order in &register {
            let at: DateTime<Utc> =
                order["issued_at"].as_str().expect("an instant").parse().expect("an instant");
            if (at + TimeDelta::hours(8)).format("%Y-%m").to_string() != month {
                continue;
            }
            let figures = wanted.entry(order["department"]["id"].to_string()).or_default();
            figures[0] += 1;
            figures[1] += u64::from(order["is_overdue"] == true);
            figures[2] += u64::from(order["was_late"] == true);
        }
        let path = format!("{ORDERS}/bulletin?month={month}");
        let bulletin = app.get(path).as_(&supervisor).send().await.expect(200);
        let rows = bulletin["rows"].as_array().into_iter().flatten();
        let found: BTreeMap<_, _> = rows
            .map(|row| {
                let of = |name: &str| row["figures"][name].as_u64().unwrap_or_default();
                let figures = ["orders", "late", "replied_late"].map(of);
                (row["department"]["id"].to_string(), figures)
            })
            .collect();
        assert_eq!(found, wanted, "{month}");
        counted += bulletin["total"]["orders"].as_u64().unwrap_or_default();
    }
    assert_eq!(counted, 4, "every order is in one month");
}
