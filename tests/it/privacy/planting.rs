//! A matter whose parties are marked, and everything that can become of a case.

use serde_json::{Value, json};
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi::features::notices::fan_out::fan_out;
use zongzhi::features::reports::journal::follow_ledger;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::case::classified;
use zongzhi_tests::builders::{Case, Citizen};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::receptions::kit::{DAYS, id, published, record};
use crate::review_meetings::kit::{decided, held};

/// Applicant, respondent, representative and third party: found nowhere else.
pub(super) const NAMES: [&str; 4] = ["绿洲映雪", "琥珀听涛", "翡翠临风", "玛瑙逐月"];
const PHONES: [&str; 4] = ["13512345671", "13612345672", "13712345673", "15912345674"];
const NUMBERS: [&str; 4] =
    ["990101198801017771", "990101198902027772", "990101199003037773", "990101199104047774"];
/// A telephone and an identity number that are in no field of anybody.
const UNRECORDED: [&str; 2] = ["13899997776", "990101196605057775"];
/// In every address, behind the village.
const LANE: &str = "标记弄";

/// What must not be found: names without their first character, which masks keep, and the rest whole.
pub(super) fn marks() -> Vec<String> {
    let names = NAMES.iter().map(|name| name.chars().skip(1).collect());
    let fields = PHONES
        .iter()
        .chain(&NUMBERS)
        .chain(&UNRECORDED)
        .chain(&[LANE])
        .map(|text| (*text).to_owned());
    names.chain(fields).collect()
}

/// All of it in one sentence, as people write.
fn told() -> String {
    let [one, other, third, fourth] = NAMES;
    format!(
        "{one}（{}，{}，住测试县东岭镇柳树村{LANE}1号）与{other}因漏水起争执，{third}代为陈述，{fourth}在场，\
         可打{}，见{}",
        PHONES[0], NUMBERS[0], UNRECORDED[0], UNRECORDED[1]
    )
}

/// The names alone, where numbers are refused.
fn named() -> String {
    format!("{}与{}双方，{}与{}在场", NAMES[0], NAMES[1], NAMES[2], NAMES[3])
}

fn parties() -> Value {
    let party = |at: usize, role: &str| {
        json!({
            "role": role, "kind": "person", "name": NAMES[at], "phone": PHONES[at],
            "id_type": "resident_id", "id_number": NUMBERS[at],
            "address": format!("测试县东岭镇柳树村{LANE}{}号", at + 1),
        })
    };
    let mut representative = party(2, "representative");
    representative["represents_party_no"] = json!(1);
    json!([party(0, "applicant"), party(1, "respondent"), representative, party(3, "third_party")])
}

/// What was planted.
pub(super) struct Planted {
    pub(super) case: Case,
    pub(super) citizen: Citizen,
    pub(super) attachment: Value,
    pub(super) document: Value,
}

async fn act(
    app: &TestApp,
    client: &Client,
    (base, seen): (&str, &Value),
    verb: &str,
    body: Value,
) -> Value {
    let path = format!("/api/v1/{base}/{}/actions/{verb}", id(seen));
    let version = seen["version"].as_i64().unwrap_or(1);
    app.post(path).as_(client).if_match(version).json(&body).send().await.expect(200)
}

/// The matter, from its registration to its callback.
pub(super) async fn planted(app: &TestApp) -> Planted {
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let registration = app
        .case()
        .with("title", format!("{}家漏水致家具受损 {}", NAMES[0], UNRECORDED[0]))
        .with("narrative", told())
        .with("demand", format!("{}赔偿", NAMES[1]))
        .with("parties", parties())
        .with("people_count", 9)
        .with("amount_fen", 300_000)
        .with("occurred_on", "2026-02-20")
        .with(
            "place",
            json!({ "region_id": world::VILLAGE.id, "address": format!("柳树村{LANE}1号") }),
        );
    let case = registration.registered().await;
    let code = case.view["receipt"]["tracking_code"].as_str().unwrap_or_default().to_owned();
    let citizen = Citizen { case_no: case.number().to_owned(), code };
    let case = app.act(&dispatcher, &case, "classify", &classified()).await;
    let to = json!({ "lead_department_id": world::HOUSING.id,
        "assist_department_ids": [world::LABOUR.id], "note": told() });
    let case = app.act(&dispatcher, &case, "dispatch", &to).await;
    let case = app.act(&handler, &case, "sign", &json!({})).await;
    let case = app.act(&handler, &case, "report_progress", &json!({ "note": told() })).await;
    mediated(app, &case).await;
    supervised(app, &case).await;
    met(app, &case).await;
    let visit = json!({ "channel": "phone", "subject": "询问进展" });
    app.post("/api/v1/visits").as_(&clerk).json(&visit).send().await.expect(201);
    let document = documents(app, &case).await;
    let name = format!("{}的借条.txt", NAMES[0]);
    let attachment = app.attach(&clerk, &case, &name, b"paper", None).await;
    removed(app, &case).await;
    corresponded(app, &case, &citizen).await;
    reveal(app, &clerk, &case).await;
    let case = app.see(&assistant, &case).await;
    let case = app.act(&assistant, &case, "sign", &json!({})).await;
    let case = app.act(&assistant, &case, "complete_assist", &json!({ "result": told() })).await;
    let case = app.see(&handler, &case).await;
    let result = json!({ "outcome": "solved", "method_code": "02", "summary": told() });
    let case = app.act(&handler, &case, "resolve", &result).await;
    let case = app.act(&dispatcher, &case, "accept_resolution", &json!({})).await;
    app.citizen(&citizen, "comments", json!({ "text": told() })).await.expect(200);
    told_to_everybody(app).await;
    Planted { case, citizen, attachment, document }
}

/// What the runner does by itself.
async fn told_to_everybody(app: &TestApp) {
    app.advance(chrono::Duration::milliseconds(1));
    let state = app.state.clone().into_inner();
    seal_ledger(state.clone()).await.expect("sealing");
    fan_out(state.clone()).await.expect("telling");
    while follow_ledger(state.clone()).await.expect("counting") > 0 {}
}

async fn reveal(app: &TestApp, client: &Client, case: &Case) {
    let party = app.see(client, case).await.view["parties"][0]["id"].clone();
    let path = format!("{}/parties/{}/reveal", case.path(), party.as_str().unwrap_or_default());
    let ask = json!({ "field": "phone", "reason": told() });
    let shown = app.post(path).as_(client).json(&ask).send().await.expect(200);
    assert_eq!(shown["value"], PHONES[0]);
}

async fn mediated(app: &TestApp, case: &Case) {
    let (director, handler) = (app.as_director().await, app.as_handler().await);
    let room = json!({ "name": "第一调解室", "seats": 8 });
    let room = app.post("/api/v1/rooms").as_(&director).json(&room).send().await.expect(201);
    let mediator = json!({
        "person_id": world::MEDIATOR.id, "kind": "people", "certificate_no": "T",
        "qualified_from_on": "2026-01-01", "qualified_until_on": "2030-12-31",
    });
    let mediator =
        app.post("/api/v1/mediators").as_(&director).json(&mediator).send().await.expect(201);
    let slot = json!({ "room_id": room["id"], "mediator_ids": [mediator["id"]],
        "starts_at": "2026-03-02T02:00:00Z", "ends_at": "2026-03-02T03:00:00Z" });
    let path = format!("{}/mediations", case.path());
    let mut session = app.post(path).as_(&handler).json(&slot).send().await.expect(201);
    for (side, no) in [("applicant", 1), ("respondent", 2)] {
        let word = json!({ "side": side, "party_no": no, "agrees": true, "manner": "in_person" });
        session = act(app, &handler, ("mediations", &session), "record_consent", word).await;
    }
    let of = "mediations";
    session = act(app, &handler, (of, &session), "start", json!({})).await;
    session = act(app, &handler, (of, &session), "write_minutes", json!({ "text": told() })).await;
    let end = json!({ "outcome": "agreed", "note": told() });
    session = act(app, &handler, (of, &session), "conclude", end).await;
    let terms = json!({
        "mediation_id": session["id"], "form": "written", "terms": told(),
        "concluded_on": "2026-03-02",
        "items": [{ "party_no": 2, "to_party_no": 1, "what": format!("赔偿{}", NAMES[0]),
            "amount_fen": 300_000, "due_on": "2026-03-20" }],
    });
    let path = format!("{}/agreements", case.path());
    let made = app.post(path).as_(&handler).json(&terms).send().await.expect(201);
    let paid = json!({ "item_no": 1, "state": "performed", "happened_on": "2026-03-02",
        "amount_fen": 300_000, "evidence": format!("{}已付清", NAMES[1]) });
    act(app, &handler, ("agreements", &made), "record_performance", paid).await;
}

async fn supervised(app: &TestApp, case: &Case) {
    let (supervisor, handler) = (app.as_supervisor().await, app.as_handler().await);
    let body = json!({ "cases": [{ "case_id": case.id, "department_id": world::HOUSING.id }],
        "ground_code": "no_progress", "text": format!("请答复{}", NAMES[0]) });
    let orders = app.post("/api/v1/supervision-orders").as_(&supervisor).json(&body);
    let order = orders.send().await.expect(201)["items"][0].clone();
    let reply = json!({ "text": told() });
    let of = "supervision-orders";
    let order = act(app, &handler, (of, &order), "reply", reply.clone()).await;
    let back = json!({ "reason": told(), "reply_due_on": "2026-03-09" });
    let order = act(app, &supervisor, (of, &order), "reject_reply", back).await;
    let order = act(app, &handler, (of, &order), "reply", reply).await;
    act(app, &supervisor, (of, &order), "accept_reply", json!({ "reason": told() })).await;
}

async fn met(app: &TestApp, case: &Case) {
    let clerk = app.as_clerk().await;
    let day = published(app, "2026-03-02", world::LEADER.id).await;
    let place = json!({ "subject": named(), "case_id": case.id });
    let path = format!("{DAYS}/{}/appointments", id(&day));
    let booked = app.post(path).as_(&clerk).json(&place).send().await.expect(201);
    let reason = json!({ "reason": named() });
    act(app, &clerk, ("receptions/appointments", &booked), "cancel", reason).await;
    let body = json!({ "case_ids": [case.id], "note": named(), "promises": [
        { "department_id": world::LABOUR.id, "text": named(), "due_on": "2026-03-09" }] });
    record(app, &clerk, &day, &body).await.expect(201);
    let meeting = held(app, "weekly", case).await;
    decided(app, &meeting, case, world::JUSTICE.id, "2026-06-30").await;
    let (director, assistant) = (app.as_director().await, app.as_other_handler().await);
    let tasks = "/api/v1/case-tasks?origin=decision";
    let decisions = app.get(tasks).as_(&director).send().await.expect(200);
    let reason = json!({ "reason": named() });
    act(app, &director, ("case-tasks", &decisions["items"][0]), "withdraw", reason).await;
    let promises = app.get("/api/v1/case-tasks").as_(&assistant).send().await.expect(200);
    let note = json!({ "note": named() });
    act(app, &assistant, ("case-tasks", &promises["items"][0]), "complete", note).await;
}

/// A paper of the parties that was opened and removed.
async fn removed(app: &TestApp, case: &Case) {
    let clerk = app.as_clerk().await;
    let name = format!("{}的身份证.txt", NAMES[0]);
    let card = app.attach(&clerk, case, &name, b"card", Some("03")).await;
    let path = format!("{}/attachments/{}", case.path(), id(&card));
    let reason = json!({ "reason": told() });
    app.post(format!("{path}/tickets")).as_(&clerk).json(&reason).send().await.expect(200);
    let asking = app.post(format!("{path}/actions/remove")).as_(&clerk);
    asking.if_match(card["version"].as_i64().unwrap_or(1)).json(&reason).send().await.expect(200);
}

/// Words between those who work on it, to the citizen, and a complaint with what was found out.
async fn corresponded(app: &TestApp, case: &Case, citizen: &Citizen) {
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    for what in ["notes", "replies"] {
        let path = format!("{}/{what}", case.path());
        app.post(path).as_(&handler).json(&json!({ "text": told() })).send().await.expect(201);
    }
    let complaint = json!({ "about": "solicited", "text": told() });
    app.citizen(citizen, "complaints", complaint).await.expect(200);
    let signals = app.get("/api/v1/callbacks/signals").as_(&supervisor).send().await.expect(200);
    let answer = json!({ "answer": told() });
    act(app, &supervisor, ("callbacks/signals", &signals["items"][0]), "answer", answer).await;
}

async fn documents(app: &TestApp, case: &Case) -> Value {
    let clerk = app.as_clerk().await;
    let mut last = Value::Null;
    let path = format!("{}/documents", case.path());
    let letter = json!({ "kind": "supervision_letter", "fields": {} });
    let supervisor = app.as_supervisor().await;
    app.post(&path).as_(&supervisor).json(&letter).send().await.expect(201);
    let kinds = ["intake_form", "rights_notice", "transfer_sheet", "assist_sheet", "receipt"];
    for kind in kinds.into_iter().chain(["dossier_contents", "receipt"]) {
        // Of the two receipts one is void.
        if kind == "receipt" && last["kind"] == "dossier_contents" {
            let all = app.get(&path).as_(&clerk).send().await.expect(200);
            let mut all = all["items"].as_array().into_iter().flatten();
            let first = all.find(|one| one["kind"] == "receipt").cloned().unwrap_or_default();
            let asking = app.post(format!("{path}/{}/actions/void", id(&first))).as_(&clerk);
            asking.if_match(1).json(&json!({ "reason": told() })).send().await.expect(200);
        }
        let body = json!({ "kind": kind, "fields": {} });
        last = app.post(&path).as_(&clerk).json(&body).send().await.expect(201);
    }
    last
}
