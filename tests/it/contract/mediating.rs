//! Where the examples of mediation and agreements are sent: rooms, mediators, sessions and
//! agreements that fit, each at a time of its own.

use chrono::{Duration, NaiveDate, SecondsFormat};
use serde_json::{Value, json};
use zongzhi::features::calendars::civil_day::{local_date, start_of_day};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::stages::Stage;

/// Who sends the example of `id`, and to what.
pub(super) async fn stage(app: &TestApp, id: &str) -> Stage {
    let director = app.as_director().await;
    let handler = app.as_handler().await;
    match id {
        "rooms_get" | "rooms_update" => {
            let (room, version) = of_register(app, "rooms", "name", "甲室").await;
            Stage::of(director, room).at(version)
        }
        "mediators_get" | "mediators_update" => {
            let (mediator, version) = mediator(app, &world::MEDIATOR).await;
            Stage::of(director, mediator).at(version)
        }
        "mediations_list_of_case" | "agreements_list_of_case" => {
            Stage::of(handler, app.case().in_progress().await.id)
        }
        "mediations_book" | "mediations_get_options" | "mediations_rebook" => {
            // A room and a mediator nobody else books.
            let (room, _) = of_register(app, "rooms", "name", id).await;
            let person = if id == "mediations_book" { world::CLERK } else { world::LEADER };
            let (mediator, _) = mediator(app, &person).await;
            let (starts_at, ends_at) = times(today(app) + Duration::days(1));
            let own = json!({
                "room_id": room, "mediator_ids": [mediator], "starts_at": starts_at,
                "ends_at": ends_at,
            });
            let stage = if id == "mediations_rebook" {
                let (_, session) = session(app).await;
                Stage::of(handler, text(&session["id"]))
            } else {
                Stage::of(handler, app.case().in_progress().await.id)
            };
            Stage { own, ..stage }
        }
        _ if id.starts_with("mediations_") => of_session(app, id).await,
        _ if id.starts_with("agreements_") => of_agreement(app, id).await,
        _ => Stage::of(director, ""),
    }
}

/// A session where the operation `id` is next.
async fn of_session(app: &TestApp, id: &str) -> Stage {
    let handler = app.as_handler().await;
    if id == "mediations_list" {
        return Stage::of(handler, "");
    }
    let (_, session) = session(app).await;
    let session = match id {
        "mediations_start" => due(app, &handler, session).await,
        "mediations_adjourn"
        | "mediations_conclude"
        | "mediations_write_minutes"
        | "mediations_sign_minutes" => {
            let session = begun(app, &handler, session).await;
            if id == "mediations_sign_minutes" {
                let text = json!({ "text": "……" });
                act(app, &handler, &session, "write_minutes", &text).await
            } else {
                session
            }
        }
        _ => session,
    };
    let version = session["version"].as_i64().unwrap_or_default();
    let own = json!({ "mediator_id": session["mediators"][0]["id"] });
    Stage { own, ..Stage::of(handler, text(&session["id"])).at(version) }
}

/// An agreement where the operation `id` is next, or a case for one.
async fn of_agreement(app: &TestApp, id: &str) -> Stage {
    let handler = app.as_handler().await;
    if id == "agreements_list" {
        return Stage::of(handler, "");
    }
    let today = today(app);
    let items = json!([{
        "party_no": 2, "what": "赔偿", "amount_fen": 100, "due_on": today + Duration::days(9),
    }]);
    let own = json!({
        "concluded_on": today, "items": items, "happened_on": today, "applied_on": today,
        "answered_on": today,
    });
    let case = app.case().in_progress().await;
    if id == "agreements_record" {
        return Stage { own, ..Stage::of(handler, case.id) };
    }
    let body = json!({
        "form": "oral", "terms": "……", "concluded_on": today, "items": own["items"].clone(),
    });
    let path = format!("{}/agreements", case.path());
    let made = app.post(path).as_(&handler).json(&body).send().await.expect(201);
    let agreement = text(&made["id"]);
    if id != "agreements_answer_confirmation" {
        return Stage { own, ..Stage::of(handler, agreement) };
    }
    let apply = json!({ "applied_on": today, "court": "测试县人民法院", "party_nos": [1, 2] });
    let path = format!("/api/v1/agreements/{agreement}/actions/apply_confirmation");
    app.post(path).as_(&handler).if_match(1).json(&apply).send().await.expect(200);
    Stage { own, ..Stage::of(handler, agreement).at(2) }
}

/// A session that is booked, at a time of its own.
async fn session(app: &TestApp) -> (Case, Value) {
    let handler = app.as_handler().await;
    let path = "/api/v1/mediations?limit=1&count=exact";
    let known = app.get(path).as_(&handler).send().await.expect(200)["total"].as_i64();
    let day = today(app) + Duration::days(2 + known.unwrap_or_default());
    let (starts_at, ends_at) = times(day);
    let (room, _) = of_register(app, "rooms", "name", "甲室").await;
    let (mediator, _) = mediator(app, &world::MEDIATOR).await;
    let case = app.case().in_progress().await;
    let body = json!({
        "room_id": room, "mediator_ids": [mediator], "starts_at": starts_at, "ends_at": ends_at,
    });
    let booking = app.post(format!("{}/mediations", case.path())).as_(&handler).json(&body);
    (case, booking.send().await.expect(201))
}

async fn consented(app: &TestApp, client: &Client, session: Value) -> Value {
    let mut session = session;
    for (side, no) in [("applicant", 1), ("respondent", 2)] {
        let word = json!({ "side": side, "party_no": no, "agrees": true, "manner": "in_person" });
        session = act(app, client, &session, "record_consent", &word).await;
    }
    session
}

/// With the consents of both, at the time that is, in a room where nobody sits any more.
async fn due(app: &TestApp, client: &Client, session: Value) -> Value {
    let path = "/api/v1/mediations?state=in_progress&limit=200";
    let going_on = app.get(path).as_(client).send().await.expect(200);
    for one in going_on["items"].as_array().into_iter().flatten() {
        act(app, client, one, "conclude", &json!({ "outcome": "agreed" })).await;
    }
    let session = consented(app, client, session).await;
    let starts_at = app.state.clock.now();
    let at = |minutes: i64| {
        let at = starts_at + Duration::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    };
    let (room, _) = of_register(app, "rooms", "name", "甲室").await;
    let (mediator, _) = mediator(app, &world::MEDIATOR).await;
    let body = json!({
        "room_id": room, "mediator_ids": [mediator], "starts_at": at(0), "ends_at": at(15),
    });
    act(app, client, &session, "rebook", &body).await
}

async fn begun(app: &TestApp, client: &Client, session: Value) -> Value {
    let session = due(app, client, session).await;
    act(app, client, &session, "start", &json!({})).await
}

async fn act(app: &TestApp, client: &Client, session: &Value, verb: &str, body: &Value) -> Value {
    let path = format!("/api/v1/mediations/{}/actions/{verb}", text(&session["id"]));
    let version = session["version"].as_i64().unwrap_or_default();
    app.post(path).as_(client).if_match(version).json(body).send().await.expect(200)
}

/// The room or the mediator of that name: entered where there is none yet. With its version.
async fn of_register(app: &TestApp, list: &str, member: &str, name: &str) -> (String, i64) {
    let director = app.as_director().await;
    let path = format!("/api/v1/{list}");
    let known = app.get(format!("{path}?limit=200")).as_(&director).send().await.expect(200);
    let found = known["items"].as_array().into_iter().flatten().find(|row| row[member] == name);
    let row = if let Some(row) = found {
        row.clone()
    } else {
        let body = json!({ "name": name, "seats": 6 });
        app.post(path).as_(&director).json(&body).send().await.expect(201)
    };
    (text(&row["id"]), row["version"].as_i64().unwrap_or_default())
}

async fn mediator(app: &TestApp, person: &world::Person) -> (String, i64) {
    let director = app.as_director().await;
    let path = "/api/v1/mediators";
    let known = app.get(format!("{path}?limit=200")).as_(&director).send().await.expect(200);
    let is_them = |row: &&Value| row["person"]["name"] == person.name;
    let row = if let Some(row) = known["items"].as_array().into_iter().flatten().find(is_them) {
        row.clone()
    } else {
        let body = json!({
            "person_id": person.id, "kind": "people", "certificate_no": "T",
            "qualified_from_on": "2026-01-01", "qualified_until_on": "2030-12-31",
        });
        app.post(path).as_(&director).json(&body).send().await.expect(201)
    };
    (text(&row["id"]), row["version"].as_i64().unwrap_or_default())
}

fn today(app: &TestApp) -> NaiveDate {
    local_date(app.state.clock.now())
}

/// From nine to ten in China.
fn times(day: NaiveDate) -> (String, String) {
    let at = |hour: i64| {
        (start_of_day(day) + Duration::hours(hour)).to_rfc3339_opts(SecondsFormat::Secs, true)
    };
    (at(9), at(10))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
