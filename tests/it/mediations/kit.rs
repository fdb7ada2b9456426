//! What several of the mediation tests need.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, Asking, TestApp};
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

pub(crate) use crate::cases::ledger_holds;

pub(crate) const SESSIONS: &str = "/api/v1/mediations";
pub(crate) const AGREEMENTS: &str = "/api/v1/agreements";

/// Moves the clock to a moment in China, `YYYY-MM-DDTHH:MM`.
pub(crate) fn go_to(app: &TestApp, moment: &str) {
    let at: DateTime<Utc> = format!("{moment}:00+08:00").parse().expect("a moment");
    app.clock.set(at);
}

/// The id of what an answer shows.
pub(crate) fn id(view: &Value) -> String {
    view["id"].as_str().expect("an id").to_owned()
}

/// A room of the county's centre.
pub(crate) async fn room(app: &TestApp, name: &str) -> String {
    let director = app.as_director().await;
    let body = json!({ "name": name, "seats": 8, "place": "一楼", "is_video": false });
    id(&app.post("/api/v1/rooms").as_(&director).json(&body).send().await.expect(201))
}

/// A person entered into the register of the county's centre, tied to `ties`.
pub(crate) async fn mediator_with(
    app: &TestApp,
    person: &world::Person,
    ties: &[(&str, &str)],
) -> String {
    let director = app.as_director().await;
    let ties: Vec<_> =
        ties.iter().map(|(kind, name)| json!({ "kind": kind, "name": name })).collect();
    let body = json!({
        "person_id": person.id, "kind": "people", "certificate_no": "TJ-1",
        "qualified_from_on": "2026-01-01", "qualified_until_on": "2026-12-31", "ties": ties,
    });
    id(&app.post("/api/v1/mediators").as_(&director).json(&body).send().await.expect(201))
}

/// The same, close to nobody.
pub(crate) async fn mediator(app: &TestApp, person: &world::Person) -> String {
    mediator_with(app, person, &[]).await
}

/// What is wanted: a room and mediators on 2026-03-`day` from one hour to another in China.
pub(crate) fn slot(room: &str, mediators: &[&str], day: u32, from: u32, to: u32) -> Value {
    let at = |hour: u32| {
        let text = format!("2026-03-{day:02}T{hour:02}:00:00+08:00");
        let at: DateTime<Utc> = text.parse().expect("an instant");
        at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    };
    json!({ "room_id": room, "mediator_ids": mediators, "starts_at": at(from), "ends_at": at(to) })
}

/// Asks for a session of `case`.
pub(crate) fn booking<'a>(
    app: &'a TestApp,
    client: &Client,
    case: &Case,
    body: &Value,
) -> Asking<'a> {
    app.post(format!("{}/mediations", case.path())).as_(client).json(body)
}

/// A session that must be booked.
pub(crate) async fn booked(app: &TestApp, client: &Client, case: &Case, body: &Value) -> Value {
    booking(app, client, case, body).send().await.expect(201)
}

/// Asks for an action on the version of a session or an agreement that was seen.
pub(crate) fn acting<'a>(
    app: &'a TestApp,
    client: &Client,
    (base, seen): (&str, &Value),
    verb: &str,
    body: &Value,
) -> Asking<'a> {
    let path = format!("{base}/{}/actions/{verb}", id(seen));
    let version = seen["version"].as_i64().expect("a version");
    app.post(path).as_(client).if_match(version).json(body)
}

/// An action on a session that must succeed.
pub(crate) async fn act(
    app: &TestApp,
    client: &Client,
    session: &Value,
    verb: &str,
    body: &Value,
) -> Value {
    acting(app, client, (SESSIONS, session), verb, body).send().await.expect(200)
}

/// Both sides say yes.
pub(crate) async fn consented(app: &TestApp, client: &Client, session: &Value) -> Value {
    let word = |side: &str, no: i32| json!({ "side": side, "party_no": no, "agrees": true, "manner": "in_person" });
    let one = act(app, client, session, "record_consent", &word("applicant", 1)).await;
    act(app, client, &one, "record_consent", &word("respondent", 2)).await
}

/// A case of the housing department, mediated and concluded with `outcome`.
pub(crate) async fn concluded(app: &TestApp, outcome: &Value) -> (Case, Value) {
    let handler = app.as_handler().await;
    let room = room(app, "第一调解室").await;
    let mediator = mediator(app, &world::MEDIATOR).await;
    let case = app.case().in_progress().await;
    let session = booked(app, &handler, &case, &slot(&room, &[&mediator], 2, 10, 11)).await;
    let session = consented(app, &handler, &session).await;
    let session = act(app, &handler, &session, "start", &json!({})).await;
    (case, act(app, &handler, &session, "conclude", outcome).await)
}

/// What is agreed on: three thousand yuan by 2026-03-20, and a repair by 2026-03-10.
pub(crate) fn terms(session: &Value) -> Value {
    json!({
        "mediation_id": session["id"], "form": "written", "terms": "王样本赔偿李示例家具损失并修复防水。",
        "concluded_on": "2026-03-02",
        "items": [
            { "party_no": 2, "to_party_no": 1, "what": "赔偿家具损失", "amount_fen": 300_000,
              "due_on": "2026-03-20" },
            { "party_no": 2, "what": "修复卫生间防水", "due_on": "2026-03-10" },
        ],
    })
}

/// A written agreement of a concluded session.
pub(crate) async fn agreed(app: &TestApp) -> (Case, Value) {
    let (case, session) = concluded(app, &json!({ "outcome": "agreed" })).await;
    let handler = app.as_handler().await;
    let made = app.post(format!("{}/agreements", case.path())).as_(&handler).json(&terms(&session));
    let made = made.send().await.expect(201);
    (case, made)
}

/// An action on an agreement that must succeed.
pub(crate) async fn on_agreement(
    app: &TestApp,
    client: &Client,
    agreement: &Value,
    verb: &str,
    body: &Value,
) -> Value {
    acting(app, client, (AGREEMENTS, agreement), verb, body).send().await.expect(200)
}

/// The ids `client` lists.
pub(crate) async fn listed(app: &TestApp, client: &Client, path: &str) -> Vec<String> {
    let answer: Answer = app.get(path).as_(client).send().await;
    let items = answer.expect(200)["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(id).collect()
}

/// The kinds of the events of a case, oldest first, and everything they hold as one text.
pub(crate) async fn told(app: &TestApp, case: &Case) -> (Vec<String>, String) {
    let handler = app.as_handler().await;
    let path = format!("{}/events?limit=200", case.path());
    let seen = app.get(path).as_(&handler).send().await.expect(200);
    let items = seen["items"].as_array().cloned().unwrap_or_default();
    let kinds = items.iter().filter_map(|event| event["kind"].as_str()).map(ToOwned::to_owned);
    (kinds.collect(), seen.to_string())
}
