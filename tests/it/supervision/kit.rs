//! What several of the supervision tests need.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};
use zongzhi::features::cases::entity::event;
use zongzhi::features::cases::ledger::verify::verify;
use zongzhi::features::supervision::jobs;
use zongzhi_tests::app::{Answer, Asking, TestApp};
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;

pub(super) const ORDERS: &str = "/api/v1/supervision-orders";

/// Moves the clock to a moment in China, `YYYY-MM-DDTHH:MM`.
pub(super) fn go_to(app: &TestApp, moment: &str) {
    let at: DateTime<Utc> = format!("{moment}:00+08:00").parse().expect("a moment");
    app.clock.set(at);
}

/// One round of the ladder: how many steps it took.
pub(super) async fn steps(app: &TestApp) -> u64 {
    jobs::take_steps(Arc::clone(&app.state.clone().into_inner())).await.expect("a round")
}

/// The kinds of the events of a case that are about supervision, oldest first.
pub(super) async fn kinds(app: &TestApp, case: &Case) -> Vec<String> {
    let all = events(app, case).await.into_iter().map(|event| event.kind);
    all.filter(|kind| {
        kind.starts_with("supervision_")
            || ["reminded", "urged", "bulletin_listed"].contains(&kind.as_str())
    })
    .collect()
}

/// The ledger of a case, oldest first.
pub(super) async fn events(app: &TestApp, case: &Case) -> Vec<event::Model> {
    event::Entity::find()
        .filter(event::Column::CaseId.eq(case.id.parse::<uuid::Uuid>().expect("an id")))
        .order_by_asc(event::Column::Seq)
        .all(app.state.db.reader())
        .await
        .expect("the events")
}

/// The ledger of the whole database must hold.
pub(super) async fn ledger_holds(app: &TestApp) {
    let report = verify(&app.state.db, None, &mut None).await.expect("a check");
    assert_eq!(report.first_bad, None);
}

/// The body of an order about `cases`.
pub(super) fn about(cases: &[&Case]) -> Value {
    let cases: Vec<_> = cases.iter().map(|case| json!({ "case_id": case.id })).collect();
    json!({ "cases": cases, "ground_code": "no_progress", "text": "请说明原因并抓紧办理" })
}

/// Asks for orders.
pub(super) fn issuing<'a>(app: &'a TestApp, client: &Client, body: &Value) -> Asking<'a> {
    app.post(ORDERS).as_(client).json(body)
}

/// One order about `cases`, issued by the supervisor.
pub(super) async fn ordered(app: &TestApp, cases: &[&Case]) -> Value {
    let supervisor = app.as_supervisor().await;
    let issued = issuing(app, &supervisor, &about(cases)).send().await.expect(201);
    assert_eq!(issued["items"].as_array().map(Vec::len), Some(1), "{issued}");
    issued["items"][0].clone()
}

/// Asks for an action on the version of `order` that was seen.
pub(super) fn acting<'a>(
    app: &'a TestApp,
    client: &Client,
    order: &Value,
    verb: &str,
    body: &Value,
) -> Asking<'a> {
    let path = format!("{}/actions/{verb}", path(order));
    let version = order["version"].as_i64().expect("a version");
    app.post(path).as_(client).if_match(version).json(body)
}

/// An action that must succeed.
pub(super) async fn act(
    app: &TestApp,
    client: &Client,
    order: &Value,
    verb: &str,
    body: &Value,
) -> Value {
    acting(app, client, order, verb, body).send().await.expect(200)
}

/// Where an order is.
pub(super) fn path(order: &Value) -> String {
    format!("{ORDERS}/{}", order["id"].as_str().expect("an id"))
}

/// The orders `client` lists with a query.
pub(super) async fn listed(app: &TestApp, client: &Client, query: &str) -> Vec<Value> {
    let answer: Answer = app.get(format!("{ORDERS}?{query}")).as_(client).send().await;
    answer.expect(200)["items"].as_array().cloned().unwrap_or_default()
}
