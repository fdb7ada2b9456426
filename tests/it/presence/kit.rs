//! Shortest ways to records and person-days.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

pub(crate) const RECORDS: &str = "/api/v1/presence-records";

/// Records what was found of the A on the first day.
pub(crate) async fn seen(app: &TestApp, client: &Client, owed: &Value, finding: &str) -> Answer {
    let mut body = json!({
        "obligation_id": owed["id"], "person_id": world::OTHER_HANDLER.id,
        "duty_on": "2026-03-02", "finding": finding,
    });
    if finding.starts_with("not_") {
        body["note"] = json!("窗口无人");
    }
    app.post(RECORDS).as_(client).json(&body).send().await
}

/// The person-days of a day that `client` may see.
pub(crate) async fn rows(app: &TestApp, client: &Client, on: &str) -> Vec<Value> {
    let path = format!("/api/v1/presence?from={on}&to={on}");
    let page = app.get(path).as_(client).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

/// The only person-day of a day.
pub(crate) async fn day_of(app: &TestApp, client: &Client, on: &str) -> Value {
    let mut rows = rows(app, client, on).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}
