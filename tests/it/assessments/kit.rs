//! A month of work, assessed.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;

use crate::cases::tamper;

pub(crate) const SCHEMES: &str = "/api/v1/assessment-schemes";
pub(crate) const RESULTS: &str = "/api/v1/assessments";

/// The id of an object.
pub(crate) fn id(object: &Value) -> String {
    object["id"].as_str().unwrap_or_else(|| panic!("no id: {object}")).to_owned()
}

/// A scheme with one indicator, as it is sent.
pub(crate) fn body(subject: &str) -> Value {
    json!({
        "name": "入驻单位月度考核", "subject": subject, "period_kind": "month",
        "indicators": [
            { "source": "sign_for", "weight": 100, "formula": "max(0, 100 - 5 * failed)" },
        ],
        "appeal_days": 5, "close_after_days": 7,
    })
}

/// A draft of the county's director.
pub(crate) async fn drafted(app: &TestApp, body: &Value) -> Value {
    let director = app.as_director().await;
    app.post(SCHEMES).as_(&director).json(body).send().await.expect(201)
}

/// What a verb makes of a version.
pub(crate) async fn act(
    app: &TestApp,
    client: &Client,
    seen: &Value,
    verb: &str,
    body: &Value,
) -> Value {
    let path = format!("{SCHEMES}/{}/actions/{verb}", id(seen));
    let version = seen["version"].as_i64().unwrap_or(1);
    app.post(path).as_(client).if_match(version).json(body).send().await.expect(200)
}

/// A draft that was tried out.
pub(crate) async fn simulated(app: &TestApp, body: &Value) -> Value {
    let draft = drafted(app, body).await;
    let director = app.as_director().await;
    act(app, &director, &draft, "simulate", &json!({})).await["scheme"].clone()
}

/// A version that has been in force since February: nobody may publish one that far back, so the first
/// day is put there by hand.
pub(crate) async fn in_force(app: &TestApp, subject: &str) -> Value {
    in_force_as(app, &body(subject)).await
}

/// The same of a scheme as it is sent.
pub(crate) async fn in_force_as(app: &TestApp, body: &Value) -> Value {
    let director = app.as_director().await;
    let seen = simulated(app, body).await;
    let publish = json!({ "valid_from": "2026-04-01", "source": "县综治办〔2026〕5 号" });
    let published = act(app, &director, &seen, "publish", &publish).await;
    tamper(app, "UPDATE assessment_schemes SET valid_from = '2026-02-01'").await;
    published
}

/// Puts every limit that runs back to February, as if the cases had come then.
pub(crate) async fn put_back(app: &TestApp) {
    tamper(app, "UPDATE case_clocks SET due_at = '2026-02-10T01:00:00+00:00'").await;
    let kept = "UPDATE cases SET due_at = '2026-02-10T01:00:00+00:00' WHERE due_at IS NOT NULL";
    tamper(app, kept).await;
}

/// A month under the county's scheme of `subject`: housing signed for two cases, labour left one.
pub(crate) async fn month(app: &TestApp, subject: &str) -> (Value, Vec<Case>) {
    let scheme = in_force(app, subject).await;
    let mut cases = Vec::new();
    for _ in 0..2 {
        cases.push(app.case().in_progress().await);
    }
    cases.push(app.case().dispatched().await);
    (scheme, cases)
}

/// Closes the month that begins on `from_on`.
pub(crate) async fn closed(app: &TestApp, scheme: &Value, from_on: &str) -> Value {
    let director = app.as_director().await;
    let body = json!({ "scheme_id": id(scheme), "from_on": from_on });
    app.post(format!("{RESULTS}/periods")).as_(&director).json(&body).send().await.expect(201)
}

/// A period of February with a failed fact of housing's handler.
pub(crate) async fn february(app: &TestApp, subject: &str) -> Value {
    let scheme = in_force(app, subject).await;
    app.case().in_progress().await;
    put_back(app).await;
    closed(app, &scheme, "2026-02-01").await
}

/// The results a caller sees.
pub(crate) async fn results(app: &TestApp, client: &Client, query: &str) -> Vec<Value> {
    let page = app.get(format!("{RESULTS}?{query}")).as_(client).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

/// A result of `results` that may be appealed against, the first failed fact behind it still open.
pub(crate) async fn contestable(app: &TestApp, client: &Client) -> Value {
    let may_appeal =
        |one: &Value| one["allowed_actions"].as_array().is_some_and(|all| !all.is_empty());
    let found = results(app, client, "").await;
    found.into_iter().rfind(may_appeal).expect("a result that may be appealed against")
}

/// The failed facts behind a result.
pub(crate) async fn failed(app: &TestApp, client: &Client, result: &Value) -> Vec<Value> {
    let path = format!("{RESULTS}/{}/facts?is_failed=true", id(result));
    let page = app.get(path).as_(client).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

/// An appeal against the first failed fact of a result.
pub(crate) async fn appealed(app: &TestApp, client: &Client, result: &Value) -> Value {
    let facts = failed(app, client, result).await;
    let body = json!({ "fact_ids": [facts[0]["id"]], "reason": "签收当日系统停机" });
    let path = format!("{RESULTS}/{}/appeals", id(result));
    app.post(path).as_(client).json(&body).send().await.expect(201)
}

/// Moves the clock to an instant.
pub(crate) fn until(app: &TestApp, at: &str) {
    let at: DateTime<Utc> = at.parse().expect("an instant");
    let by: Duration = at - app.state.clock.now();
    app.advance(by);
}
