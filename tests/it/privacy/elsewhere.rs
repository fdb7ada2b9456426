//! Words about a case that stand elsewhere: in tasks, receptions, meetings, orders, papers and questions.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::case::{classified, matter};
use zongzhi_tests::builders::{Case, Citizen};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, Person};

use super::walk::exported;
use crate::receptions::kit::{DAYS, id, published, record};
use crate::review_meetings::kit::{MEETINGS, act, called, item_of};

/// The names of both parties but for their first characters, which masks keep.
const TAILS: [&str; 2] = ["示例", "样本"];
/// Who may look at nobody: the assistant, who supervises and who leads.
const BLIND: [Person; 3] = [world::OTHER_HANDLER, world::SUPERVISOR, world::LEADER];

/// As people write.
fn told() -> String {
    "李示例与王样本双方都在场".to_owned()
}

/// The case in progress, and its citizen.
async fn case(app: &TestApp) -> (Case, Citizen) {
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().with("parties", matter()["parties"].clone()).registered().await;
    let code = case.view["receipt"]["tracking_code"].as_str().unwrap_or_default().to_owned();
    let citizen = Citizen { case_no: case.number().to_owned(), code };
    let case = app.act(&dispatcher, &case, "classify", &classified()).await;
    let to = json!({ "lead_department_id": world::HOUSING.id,
        "assist_department_ids": [world::LABOUR.id] });
    let case = app.act(&dispatcher, &case, "dispatch", &to).await;
    (app.act(&app.as_handler().await, &case, "sign", &json!({})).await, citizen)
}

async fn acted(app: &TestApp, client: &Client, path: &str, of: &Value, body: &Value) -> Value {
    let version = of["version"].as_i64().unwrap_or(1);
    app.post(path).as_(client).if_match(version).json(body).send().await.expect(200)
}

/// A reception with a promise that is kept, and an appointment that is cancelled.
async fn received(app: &TestApp, case: &Case) -> Vec<String> {
    let (clerk, assistant) = (app.as_clerk().await, app.as_other_handler().await);
    let day = published(app, "2026-03-02", world::LEADER.id).await;
    let place = json!({ "subject": told(), "case_id": case.id });
    let path = format!("{DAYS}/{}/appointments", id(&day));
    let booked = app.post(path).as_(&clerk).json(&place).send().await.expect(201);
    let path = format!("/api/v1/receptions/appointments/{}/actions/cancel", id(&booked));
    acted(app, &clerk, &path, &booked, &json!({ "reason": told() })).await;
    let body = json!({ "case_ids": [case.id], "note": told(), "promises": [
        { "department_id": world::LABOUR.id, "text": told(), "due_on": "2026-03-09" }] });
    record(app, &clerk, &day, &body).await.expect(201);
    let tasks = app.get("/api/v1/case-tasks").as_(&assistant).send().await.expect(200);
    let task = &tasks["items"][0];
    let path = format!("/api/v1/case-tasks/{}/actions/complete", id(task));
    acted(app, &assistant, &path, task, &json!({ "note": told() })).await;
    let day = format!("{DAYS}/{}", id(&day));
    let lists = ["/api/v1/receptions", "/api/v1/receptions/promises", "/api/v1/case-tasks"];
    lists.map(ToOwned::to_owned).into_iter().chain([day]).collect()
}

/// A meeting that decided something that was withdrawn.
async fn met(app: &TestApp, case: &Case) -> Vec<String> {
    let (director, leader) = (app.as_director().await, app.as_leader().await);
    let meeting = called(app, "weekly").await;
    if item_of(&meeting, &case.id).is_none() {
        let add = json!({ "case_id": case.id, "reason": told() });
        act(app, &director, &meeting, "add_item", &add).await.expect(200);
    }
    let meeting = act(app, &leader, &meeting, "start", &json!({})).await.expect(200);
    let item = item_of(&meeting, &case.id).expect("the item");
    let decided = json!({ "item_id": item["id"], "department_id": world::JUSTICE.id,
        "text": told(), "due_on": "2026-06-30" });
    let meeting = act(app, &leader, &meeting, "decide", &decided).await.expect(200);
    act(app, &leader, &meeting, "close", &json!({ "summary": told() })).await.expect(200);
    let at = format!("{MEETINGS}/{}", id(&meeting));
    vec![MEETINGS.to_owned(), format!("{at}/minutes"), at]
}

/// An order whose reply was sent back and that was cancelled, with its letter.
async fn supervised(app: &TestApp, case: &Case) -> Vec<String> {
    let (supervisor, handler) = (app.as_supervisor().await, app.as_handler().await);
    let body = json!({ "cases": [{ "case_id": case.id, "department_id": world::HOUSING.id }],
        "ground_code": "no_progress", "text": told() });
    let orders = app.post("/api/v1/supervision-orders").as_(&supervisor).json(&body);
    let order = orders.send().await.expect(201)["items"][0].clone();
    let letter = json!({ "kind": "supervision_letter", "fields": {} });
    let path = format!("{}/documents", case.path());
    let letter = app.post(path).as_(&supervisor).json(&letter).send().await.expect(201);
    let at = format!("/api/v1/supervision-orders/{}", id(&order));
    let of = |verb: &str| format!("{at}/actions/{verb}");
    let order = acted(app, &handler, &of("reply"), &order, &json!({ "text": told() })).await;
    let back = json!({ "reason": told(), "reply_due_on": "2026-03-09" });
    let order = acted(app, &supervisor, &of("reject_reply"), &order, &back).await;
    acted(app, &supervisor, &of("cancel"), &order, &json!({ "reason": told() })).await;
    let letter = format!("{}/documents/{}", case.path(), id(&letter));
    vec![at, format!("{letter}/content"), letter]
}

/// A paper that was voided.
async fn voided(app: &TestApp, case: &Case) -> String {
    let clerk = app.as_clerk().await;
    let documents = format!("{}/documents", case.path());
    let receipt = json!({ "kind": "transfer_sheet", "fields": {} });
    let paper = app.post(&documents).as_(&clerk).json(&receipt).send().await.expect(201);
    let path = format!("{documents}/{}/actions/void", id(&paper));
    acted(app, &clerk, &path, &paper, &json!({ "reason": told() })).await;
    documents
}

/// A question that was answered.
async fn answered(app: &TestApp, citizen: &Citizen) -> String {
    let supervisor = app.as_supervisor().await;
    let complaint = json!({ "about": "solicited", "text": told() });
    app.citizen(citizen, "complaints", complaint).await.expect(200);
    let signals = "/api/v1/callbacks/signals";
    let asked = app.get(signals).as_(&supervisor).send().await.expect(200);
    let signal = &asked["items"][0];
    let path = format!("{signals}/{}/actions/answer", id(signal));
    acted(app, &supervisor, &path, signal, &json!({ "answer": told() })).await;
    signals.to_owned()
}

#[actix_web::test]
async fn words_about_a_case_name_nobody_to_who_may_not_look() {
    let app = TestApp::new().await;
    let (case, citizen) = case(&app).await;
    let mut paths = received(&app, &case).await;
    paths.extend(met(&app, &case).await);
    paths.extend(supervised(&app, &case).await);
    paths.extend([voided(&app, &case).await, answered(&app, &citizen).await]);
    let mut clients = Vec::new();
    for person in BLIND {
        clients.push(app.sign_in(&person).await);
    }
    for path in &paths {
        let mut is_read = false;
        for client in &clients {
            let seen = app.get(path).as_(client).send().await;
            is_read |= seen.status == 200;
            let text = seen.text();
            let found: Vec<_> = TAILS.iter().filter(|tail| text.contains(**tail)).collect();
            assert!(found.is_empty(), "{path} by {}: {text}", client.username);
        }
        assert!(is_read, "nobody reads {path}");
    }
    // Who may look reads it as it was written.
    let director = app.as_director().await;
    let meeting = paths.iter().find(|path| path.starts_with(&format!("{MEETINGS}/")));
    let seen = app.get(meeting.expect("the meeting")).as_(&director).send().await.text();
    assert!(seen.contains(&told()), "{seen}");
}

/// Every text of an event passes one place, whoever writes it.
#[actix_web::test]
async fn nobody_is_named_in_the_ledger_whatever_a_reason_says() {
    let app = TestApp::new().await;
    let (clerk, director) = (app.as_clerk().await, app.as_director().await);
    let (case, _) = case(&app).await;
    let named = json!({ "reason": told() });
    let party = app.see(&clerk, &case).await.view["parties"][0]["id"].clone();
    let path = format!("{}/parties/{}/reveal", case.path(), party.as_str().unwrap_or_default());
    let ask = json!({ "field": "phone", "reason": told() });
    app.post(path).as_(&clerk).json(&ask).send().await.expect(200);
    let card = app.attach(&clerk, &case, "card.txt", b"card", Some("03")).await;
    let path = format!("{}/attachments/{}", case.path(), id(&card));
    app.post(format!("{path}/tickets")).as_(&clerk).json(&named).send().await.expect(200);
    acted(&app, &clerk, &format!("{path}/actions/remove"), &card, &named).await;
    voided(&app, &case).await;
    met(&app, &case).await;
    let tasks = app.get("/api/v1/case-tasks").as_(&director).send().await.expect(200);
    let task = &tasks["items"][0];
    let path = format!("/api/v1/case-tasks/{}/actions/withdraw", id(task));
    acted(&app, &director, &path, task, &named).await;
    let seen = app.see(&app.as_handler().await, &case).await;
    app.act(&app.as_handler().await, &seen, "report_progress", &json!({ "note": told() })).await;
    let ledger = exported(&app).await;
    let found: Vec<_> = TAILS.iter().filter(|tail| ledger.contains(**tail)).collect();
    assert!(found.is_empty(), "{found:?} in {ledger}");
    // What was written stands there, without them.
    let told = ledger.matches("李*与王*双方都在场").count();
    assert!(told >= 6, "{told} times in {ledger}");
}
