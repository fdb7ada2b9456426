//! What tests of meetings begin with.

use serde_json::{Value, json};
use uuid::Uuid;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::builders::case::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::receptions::kit::id;

/// Where the meetings are.
pub(crate) const MEETINGS: &str = "/api/v1/review-meetings";

/// A meeting called by the director for an hour from now, chaired by the leader.
pub(crate) async fn called(app: &TestApp, kind: &str) -> Value {
    let director = app.as_director().await;
    let at = (app.state.clock.now() + chrono::Duration::hours(1)).to_rfc3339();
    let body = json!({ "kind": kind, "starts_at": at.replace("+00:00", "Z"),
        "chair_id": world::LEADER.id, "department_ids": [world::HOUSING.id, world::JUSTICE.id] });
    app.post(MEETINGS).as_(&director).json(&body).send().await.expect(201)
}

/// An action on a meeting in the version it has now.
pub(crate) async fn act(
    app: &TestApp,
    client: &Client,
    meeting: &Value,
    verb: &str,
    body: &Value,
) -> Answer {
    let path = format!("{MEETINGS}/{}", id(meeting));
    let reader = app.as_supervisor().await;
    let version = app.get(&path).as_(&reader).send().await.expect(200)["version"].as_i64();
    let asking = app.post(format!("{path}/actions/{verb}")).as_(client);
    asking.if_match(version.unwrap_or_default()).json(body).send().await
}

/// A meeting that has begun, with `case` on its agenda.
pub(crate) async fn held(app: &TestApp, kind: &str, case: &Case) -> Value {
    let meeting = called(app, kind).await;
    if item_of(&meeting, &case.id).is_none() {
        let body = json!({ "case_id": case.id, "reason": "需会商" });
        act(app, &app.as_director().await, &meeting, "add_item", &body).await.expect(200);
    }
    act(app, &app.as_leader().await, &meeting, "start", &json!({})).await.expect(200)
}

/// The item of a case.
pub(crate) fn item_of(meeting: &Value, case_id: &str) -> Option<Value> {
    let mut items = meeting["items"].as_array().into_iter().flatten();
    items.find(|item| item["case"]["id"] == case_id).cloned()
}

/// Decides something on a case of a meeting that has begun.
pub(crate) async fn decided(
    app: &TestApp,
    meeting: &Value,
    case: &Case,
    department_id: Uuid,
    due_on: &str,
) -> Value {
    let item = item_of(meeting, &case.id).expect("the item");
    let body = json!({ "item_id": item["id"], "department_id": department_id,
        "text": "牵头约谈双方", "due_on": due_on });
    act(app, &app.as_leader().await, meeting, "decide", &body).await.expect(200)
}

/// The rules that put a case on an agenda.
pub(crate) fn rules_of(meeting: &Value, case_id: &str) -> Vec<String> {
    let item = item_of(meeting, case_id).unwrap_or_default();
    let grounds = item["grounds"].as_array().into_iter().flatten();
    grounds.filter_map(|one| one["rule"].as_str().map(ToOwned::to_owned)).collect()
}
