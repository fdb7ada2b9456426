//! Where the examples of posts, obligations, entries, leaves and qualifications are sent.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

use super::stages::Stage;
use crate::rosters::{published, roster, sides};
use crate::rotation_plans::{act, drawn, solved};
use crate::stationing_obligations::kit::{admitted, ask, enter, id, leave, owed, post, step};

/// The beginnings of these operations.
const SLICES: [&str; 8] = [
    "posts_",
    "stationing_obligations_",
    "stationings_",
    "leaves_",
    "qualifications_",
    "rotation_plans_",
    "swap_requests_",
    "duty_calendars_",
];

/// Who sends the example of `operation`, and to what; none for others.
pub(super) async fn stage(app: &TestApp, operation: &str) -> Option<Stage> {
    if !SLICES.iter().any(|slice| operation.starts_with(slice)) {
        return None;
    }
    let director = app.as_director().await;
    let whole = |object: &Value, client| {
        let version = object["version"].as_i64().unwrap_or(1);
        Stage::of(client, id(object)).at(version)
    };
    if operation.starts_with("posts_") {
        let name = format!("岗位 {operation}");
        return Some(match operation {
            "posts_get" | "posts_update" => whole(&post(app, &name).await, director),
            _ => Stage::of(director, ""),
        });
    }
    if operation.starts_with("stationing_obligations_") {
        let post = post(app, &format!("岗位 {operation}")).await;
        if operation == "stationing_obligations_create" {
            let own = json!({ "post_id": post["id"], "department_id": world::LABOUR.id });
            return Some(Stage { own, ..Stage::of(director, "") });
        }
        if operation == "stationing_obligations_list" {
            return Some(Stage::of(director, ""));
        }
        let owed = enter(app, &owed(&post)).await.expect(201);
        return Some(whole(&owed, director));
    }
    if let Some(verb) = operation.strip_prefix("stationings_") {
        return Some(entry(app, verb).await);
    }
    if let Some(verb) = operation.strip_prefix("leaves_") {
        return Some(away(app, verb).await);
    }
    if let Some(verb) = operation.strip_prefix("rotation_plans_") {
        return Some(planning(app, verb).await);
    }
    if let Some(verb) = operation.strip_prefix("swap_requests_") {
        return Some(swapping(app, verb).await);
    }
    if let Some(verb) = operation.strip_prefix("duty_calendars_") {
        return Some(calendar(app, verb).await);
    }
    let verb = operation.strip_prefix("qualifications_")?;
    let person = world::HANDLER.id.to_string();
    if verb != "update" {
        return Some(Stage::of(director, person));
    }
    let body = json!({ "skill_code": "petition", "valid_from": "2026-01-01" });
    let path = format!("/api/v1/people/{person}/qualifications");
    let held = app.post(path).as_(&director).json(&body).send().await.expect(201);
    let held = id(&held).to_owned();
    Some(Stage { ids: vec![person, held], ..Stage::of(director, "") })
}

/// An entry in the state the step begins with. One person stands in one open entry at a time, so
/// what the example before left open is ended first.
async fn entry(app: &TestApp, verb: &str) -> Stage {
    let (handler, director) = (app.as_other_handler().await, app.as_director().await);
    let person = world::OTHER_HANDLER;
    let path = format!("/api/v1/stationings?person_id={}", person.id);
    let found = app.get(&path).as_(&handler).send().await.expect(200);
    for open in found["items"].as_array().into_iter().flatten() {
        let state = open["state"].as_str().unwrap_or_default();
        if state == "requested" {
            step(app, &handler, open, "withdraw", &json!({})).await.expect(200);
        }
        let going = if state == "in_force" {
            step(app, &handler, open, "request_exit", &json!({ "note": "x" })).await.expect(200)
        } else {
            open.clone()
        };
        if going["state"] == "exit_requested" {
            step(app, &director, &going, "approve_exit", &json!({})).await.expect(200);
        }
    }
    let of = |object: &Value, client| {
        let version = object["version"].as_i64().unwrap_or(1);
        Stage::of(client, id(object)).at(version)
    };
    match verb {
        "request" => {
            let own = json!({ "person_id": person.id, "center_id": world::CENTER.id });
            Stage { own, ..Stage::of(handler, "") }
        }
        "admit" | "refuse" | "get" => of(&ask(app, &handler, &person).await.expect(201), director),
        "withdraw" => of(&ask(app, &handler, &person).await.expect(201), handler),
        "request_exit" => of(&admitted(app).await, handler),
        "approve_exit" | "refuse_exit" => {
            let here = admitted(app).await;
            let why = json!({ "note": "x" });
            of(&step(app, &handler, &here, "request_exit", &why).await.expect(200), director)
        }
        _ => Stage::of(handler, ""),
    }
}

/// A leave that may be decided on, each in days of its own.
async fn away(app: &TestApp, verb: &str) -> Stage {
    let (handler, director) = (app.as_other_handler().await, app.as_director().await);
    let person = world::OTHER_HANDLER;
    let day = match verb {
        "approve" => "2026-06-01",
        "refuse" => "2026-06-02",
        "cancel" => "2026-06-03",
        "list" => return Stage::of(director, ""),
        _ => return Stage::of(handler, person.id),
    };
    let asked = leave(app, &handler, &person, ("annual", day, day)).await.expect(201);
    let ids = vec![person.id.to_string(), id(&asked).to_owned()];
    let client = if verb == "cancel" { handler } else { director };
    Stage { ids, ..Stage::of(client, "") }
}

/// A plan where the operation is next. They are for one period, which a published one before them
/// shares: editions of it.
async fn planning(app: &TestApp, verb: &str) -> Stage {
    let director = app.as_director().await;
    if ["list", "create"].contains(&verb) {
        return Stage::of(director, "");
    }
    let plan = drawn(app, "2026-03-02", "2026-03-29").await;
    let of = |object: &Value, client| {
        let version = object["version"].as_i64().unwrap_or(1);
        Stage::of(client, id(object)).at(version)
    };
    match verb {
        "get" | "update" | "solve" | "get_board" => of(&plan, director),
        _ => {
            // Something has to be owed, by a department that owes nothing at this post yet.
            let post = post(app, &format!("轮驻 {verb}")).await;
            enter_named(app, &post).await;
            let mut plan = solved(app, &plan).await;
            if ["repair", "list_changes"].contains(&verb) {
                plan = act(app, &director, &plan, "publish").await.expect(200);
            }
            if verb == "list_changes" {
                let again = solved(app, &drawn(app, "2026-03-02", "2026-03-29").await).await;
                plan = act(app, &director, &again, "publish").await.expect(200);
            }
            let path = format!("/api/v1/rotation-plans/{}/assignments", id(&plan));
            let rows = app.get(path).as_(&director).send().await.expect(200);
            let first = &rows["items"][0];
            if verb == "add_assignment" {
                let own = json!({
                    "obligation_id": first["obligation_id"], "person_id": first["person"]["id"],
                });
                return Stage { own, ..of(&plan, director) };
            }
            if !verb.ends_with("_assignment") {
                return of(&plan, director);
            }
            let ids = vec![id(&plan).to_owned(), id(first).to_owned()];
            Stage { ids, ..Stage::of(director, "") }
        }
    }
}

/// What the labour department owes at a post, with its handler named, who is admitted.
async fn enter_named(app: &TestApp, post: &Value) {
    let (handler, director) = (app.as_other_handler().await, app.as_director().await);
    let asked = ask(app, &handler, &world::OTHER_HANDLER).await;
    if asked.status == 201 {
        step(app, &director, &asked.json(), "admit", &json!({})).await.expect(200);
    }
    let mut body = owed(post);
    body["nominees"] = json!([{ "person_id": world::OTHER_HANDLER.id, "role": "A" }]);
    enter(app, &body).await.expect(201);
}

/// A swap of the second week, in a county of its own: rosters are published for the same days.
async fn swapping(app: &TestApp, verb: &str) -> Stage {
    let director = app.as_director().await;
    if verb == "list" {
        return Stage::of(director, "");
    }
    let plan = published(app).await;
    let turn = roster(app, id(&plan)).await.remove(1);
    let [(client, _), (other, stand_in)] = sides(app, &turn).await;
    let own = json!({
        "assignment_id": turn["id"], "with_person_id": stand_in.id, "other_assignment_id": null,
        "reason": "参加培训",
    });
    if verb == "ask" {
        return Stage { own, ..Stage::of(client, "") };
    }
    let asked = app.post("/api/v1/swap-requests").as_(&client).json(&own).send().await.expect(201);
    if ["approve", "reject"].contains(&verb) {
        let path = format!("/api/v1/swap-requests/{}/actions/agree", id(&asked));
        let agreed = app.post(path).as_(&other).if_match(1).send().await.expect(200);
        let version = agreed["version"].as_i64().unwrap_or(1);
        return Stage::of(director, id(&agreed)).at(version);
    }
    let whose = if verb == "withdraw" { client } else { other };
    Stage::of(whose, id(&asked))
}

/// A feed that is there.
async fn calendar(app: &TestApp, verb: &str) -> Stage {
    let handler = app.as_other_handler().await;
    if verb == "get" {
        return Stage::of(handler, "");
    }
    let path = "/api/v1/duty-calendar/feed";
    let made = app.post(path).as_(&handler).send().await.expect(201);
    let path = made["path"].as_str().unwrap_or_default();
    let token = path.split('/').rev().nth(1).unwrap_or_default().to_owned();
    Stage::of(handler, token)
}
