//! Shortest ways to posts, obligations and people who are admitted.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, Person};

pub(crate) const OBLIGATIONS: &str = "/api/v1/stationing-obligations";

pub(crate) fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap_or_default()
}

/// A post of the county's centre.
pub(crate) async fn post(app: &TestApp, name: &str) -> Value {
    let director = app.as_director().await;
    let body = json!({ "name": name, "kind": "window" });
    app.post("/api/v1/posts").as_(&director).json(&body).send().await.expect(201)
}

/// What the labour department owes at a post, week by week.
pub(crate) fn owed(post: &Value) -> Value {
    json!({
        "post_id": post["id"], "department_id": world::LABOUR.id, "mode": "rotating",
        "headcount": 1, "weekdays": [1, 2, 3, 4, 5], "opens": "09:00", "closes": "17:30",
        "block_unit": "week", "max_blocks": 2, "valid_from": "2026-01-01",
        "source_letter": "综治办函〔2026〕3号",
    })
}

pub(crate) async fn enter(app: &TestApp, body: &Value) -> Answer {
    let director = app.as_director().await;
    app.post(OBLIGATIONS).as_(&director).json(body).send().await
}

pub(crate) async fn change(app: &TestApp, obligation: &Value, body: &Value) -> Answer {
    let director = app.as_director().await;
    let version = obligation["version"].as_i64().unwrap_or_default();
    let path = format!("{OBLIGATIONS}/{}", id(obligation));
    app.patch(path).as_(&director).if_match(version).json(body).send().await
}

/// Asks for entry of somebody to the county's centre.
pub(crate) async fn ask(app: &TestApp, client: &Client, person: &Person) -> Answer {
    let body = json!({
        "person_id": person.id, "center_id": world::CENTER.id, "letter": "人社函〔2026〕12号",
        "from_on": "2026-01-01",
    });
    app.post("/api/v1/stationings").as_(client).json(&body).send().await
}

/// Takes a step of entry or exit.
pub(crate) async fn step(
    app: &TestApp,
    client: &Client,
    stationing: &Value,
    verb: &str,
    body: &Value,
) -> Answer {
    let version = stationing["version"].as_i64().unwrap_or_default();
    let path = format!("/api/v1/stationings/{}/actions/{verb}", id(stationing));
    app.post(path).as_(client).if_match(version).json(body).send().await
}

/// The handler of the labour department, admitted to the county's centre.
pub(crate) async fn admitted(app: &TestApp) -> Value {
    let (handler, director) = (app.as_other_handler().await, app.as_director().await);
    let asked = ask(app, &handler, &world::OTHER_HANDLER).await.expect(201);
    step(app, &director, &asked, "admit", &json!({})).await.expect(200)
}

/// A leave as its own person reports it.
pub(crate) async fn leave(
    app: &TestApp,
    client: &Client,
    person: &Person,
    (kind, from, until): (&str, &str, &str),
) -> Answer {
    let body = json!({ "kind": kind, "from_on": from, "until_on": until });
    let path = format!("/api/v1/people/{}/leaves", person.id);
    app.post(path).as_(client).json(&body).send().await
}

/// Decides on a leave, or cancels it.
pub(crate) async fn decide(
    app: &TestApp,
    client: &Client,
    leave: &Value,
    verb: &str,
    body: &Value,
) -> Answer {
    let version = leave["version"].as_i64().unwrap_or_default();
    let person = id(&leave["person"]);
    let path = format!("/api/v1/people/{person}/leaves/{}/actions/{verb}", id(leave));
    app.post(path).as_(client).if_match(version).json(body).send().await
}
