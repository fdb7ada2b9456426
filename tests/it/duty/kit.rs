//! Shortest ways to a window with two people, and to who stands in.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::cases::tamper;
use crate::stationing_obligations::kit::{ask, enter, id, owed, post, step};

pub(crate) const DUTY: &str = "/api/v1/duty";
pub(crate) const STAND_INS: &str = "/api/v1/duty-stand-ins";

/// The window A01 of the labour department, changed by `change`, with an A and a B who are admitted.
pub(crate) async fn labour_window(app: &TestApp, change: &Value) -> Value {
    let (admin, director) = (app.as_system_admin().await, app.as_director().await);
    let second = json!({
        "person_id": world::HANDLER.id, "role": "handler", "department_id": world::LABOUR.id,
    });
    // Who was given it before needs nothing more.
    app.post("/api/v1/capacities").as_(&admin).json(&second).send().await;
    for person in [world::OTHER_HANDLER, world::HANDLER] {
        admit(app, &person).await;
    }
    let name = change["post_name"].as_str().unwrap_or("人社窗口");
    let window = post(app, name).await;
    let number = json!({ "window_no": change["window_no"].as_str().unwrap_or("A01") });
    let path = format!("/api/v1/posts/{}", id(&window));
    let window = app.patch(path).as_(&director).if_match(1).json(&number).send().await.expect(200);
    let mut body = owed(&window);
    body["nominees"] = json!([
        { "person_id": world::OTHER_HANDLER.id, "role": "A" },
        { "person_id": world::HANDLER.id, "role": "B" },
    ]);
    for (name, value) in change.as_object().into_iter().flatten() {
        if !["post_name", "window_no"].contains(&name.as_str()) {
            body[name] = value.clone();
        }
    }
    enter(app, &body).await.expect(201)
}

/// Somebody of the labour department admitted to the county's centre, if they are not yet.
async fn admit(app: &TestApp, person: &world::Person) {
    let (labour, director) = (app.as_other_handler().await, app.as_director().await);
    ask(app, &labour, person).await;
    let path = format!("/api/v1/stationings?person_id={}&state=requested", person.id);
    let asked = app.get(path).as_(&director).send().await.expect(200);
    for open in asked["items"].as_array().into_iter().flatten() {
        step(app, &director, open, "admit", &json!({})).await.expect(200);
    }
}

/// Everybody has a telephone at work.
pub(crate) async fn give_phones(app: &TestApp) {
    tamper(app, "UPDATE people SET phone = '12000010001'").await;
}

/// The names of those on duty.
pub(crate) fn names(people: &Value) -> Vec<&str> {
    let people = people.as_array().into_iter().flatten();
    people.filter_map(|one| one["person"]["name"].as_str()).collect()
}

/// Asks that the B stand in for the A.
pub(crate) async fn ask_stand_in(
    app: &TestApp,
    client: &Client,
    owed: &Value,
    (from, until): (&str, &str),
) -> Answer {
    let body = json!({
        "obligation_id": owed["id"], "person_id": world::OTHER_HANDLER.id,
        "stand_in_id": world::HANDLER.id, "from_on": from, "until_on": until, "reason": "开会",
    });
    app.post(STAND_INS).as_(client).json(&body).send().await
}

/// Decides on a stand-in, or cancels it.
pub(crate) async fn stand_in_step(
    app: &TestApp,
    client: &Client,
    stand_in: &Value,
    verb: &str,
    body: &Value,
) -> Answer {
    let version = stand_in["version"].as_i64().unwrap_or_default();
    let path = format!("{STAND_INS}/{}/actions/{verb}", id(stand_in));
    app.post(path).as_(client).if_match(version).json(body).send().await
}
