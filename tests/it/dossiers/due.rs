//! What is on demand and due all the same, and contents that say what is there.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::mediated;

use super::{codes, issued};
use crate::cases::ledger_holds;
use crate::mediations::kit::{AGREEMENTS, act, booked, consented, id, mediator, room};

/// The rule for what is due on an occasion is in force from 2026-11-28.
fn in_december(app: &TestApp) {
    let at: DateTime<Utc> = "2026-12-01T01:00:00Z".parse().expect("an instant");
    app.clock.set(at);
}

/// A case mediated and agreed on in writing; the agreement as it was recorded.
async fn agreed(app: &TestApp) -> (Case, Value) {
    let handler = app.as_handler().await;
    let (hall, who) =
        (room(app, "第一调解室").await, mediator(app, &zongzhi_tests::world::MEDIATOR).await);
    let case = app.case().in_progress().await;
    let slot = json!({ "room_id": hall, "mediator_ids": [who],
        "starts_at": "2026-12-01T02:00:00Z", "ends_at": "2026-12-01T03:00:00Z" });
    let session = booked(app, &handler, &case, &slot).await;
    let session = consented(app, &handler, &session).await;
    let session = act(app, &handler, &session, "start", &json!({})).await;
    let session = act(app, &handler, &session, "conclude", &json!({ "outcome": "agreed" })).await;
    let terms = json!({
        "mediation_id": session["id"], "form": "written", "terms": "赔偿家具损失。",
        "concluded_on": "2026-12-01",
        "items": [{ "party_no": 2, "to_party_no": 1, "what": "赔偿", "amount_fen": 300_000,
            "due_on": "2026-12-20" }],
    });
    let path = format!("{}/agreements", case.path());
    (case, app.post(path).as_(&handler).json(&terms).send().await.expect(201))
}

async fn on_agreement(app: &TestApp, seen: &Value, verb: &str, body: Value) -> Value {
    let handler = app.as_handler().await;
    let path = format!("{AGREEMENTS}/{}/actions/{verb}", id(seen));
    let version = seen["version"].as_i64().unwrap_or_default();
    app.post(path).as_(&handler).if_match(version).json(&body).send().await.expect(200)
}

#[actix_web::test]
async fn what_the_case_has_come_to_makes_its_paper_due() {
    let app = TestApp::new().await;
    in_december(&app);
    let clerk = app.as_clerk().await;
    let (case, agreement) = agreed(&app).await;
    let missing = async || {
        let dossier = app.dossier(&clerk, &case).await;
        codes(&dossier["missing"]).into_iter().map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    let handler = app.as_handler().await;
    let seen = app.see(&handler, &case).await;
    app.act(&handler, &seen, "resolve", &mediated()).await;
    let always = ["01", "02", "03", "07", "08", "13"];
    assert_eq!(missing().await, always);
    let apply =
        json!({ "applied_on": "2026-12-01", "court": "测试县人民法院", "party_nos": [1, 2] });
    let applied = on_agreement(&app, &agreement, "apply_confirmation", apply).await;
    assert_eq!(missing().await, ["01", "02", "03", "07", "08", "11", "13"]);
    let yes = json!({ "answer": "confirmed", "answered_on": "2026-12-01", "court_no": "1" });
    let confirmed = on_agreement(&app, &applied, "answer_confirmation", yes).await;
    let paid = json!({ "item_no": 1, "state": "performed", "happened_on": "2026-12-01",
        "evidence": "收条" });
    on_agreement(&app, &confirmed, "record_performance", paid).await;
    assert_eq!(missing().await, ["01", "02", "03", "07", "08", "09", "11", "13"]);
    let dispatcher = app.as_dispatcher().await;
    let seen = app.see(&dispatcher, &case).await;
    let seen = app.act(&dispatcher, &seen, "accept_resolution", &json!({})).await;
    let called = json!({ "reached": true, "solved": true, "fairly_treated": true });
    let closed = app.act(&clerk, &seen, "record_callback", &called).await;
    let all = ["01", "02", "03", "07", "08", "09", "10", "11", "13"];
    assert_eq!(missing().await, all);
    for code in all.into_iter().filter(|code| *code != "11") {
        app.attach(&clerk, &closed, "a.txt", code.as_bytes(), Some(code)).await;
    }
    let problem = assert_problem(&app.seal(&clerk, &closed).await, 409, "dossier.incomplete");
    assert_eq!(problem["missing"], json!(["司法确认有关材料"]));
    app.attach(&clerk, &closed, "b.txt", b"11", Some("11")).await;
    app.seal(&clerk, &closed).await.expect(200);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_power_of_attorney_is_due_where_somebody_acts_for_a_party() {
    let app = TestApp::new().await;
    in_december(&app);
    let parties = json!([
        { "role": "applicant", "kind": "person", "name": "李示例" },
        { "role": "respondent", "kind": "person", "name": "王样本" },
        { "role": "representative", "kind": "person", "name": "张代理", "represents_party_no": 1 },
    ]);
    let case = app.case().with("parties", parties).mediated().resolved().await;
    let dossier = app.dossier(&app.as_clerk().await, &case).await;
    assert_eq!(codes(&dossier["missing"]), ["01", "02", "03", "04", "07", "08", "13"]);
}

#[actix_web::test]
async fn contents_that_are_older_than_the_papers_are_issued_anew() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().mediated().closed().await;
    for code in ["01", "02", "03", "07", "08"] {
        app.attach(&clerk, &case, "a.txt", code.as_bytes(), Some(code)).await;
    }
    let contents = issued(&app, &case, &json!({ "kind": "dossier_contents" })).await;
    app.attach(&clerk, &case, "back.txt", b"13", Some("13")).await;
    app.advance(Duration::minutes(1));
    let dossier = app.dossier(&clerk, &case).await;
    assert_eq!(dossier["is_complete"], true);
    assert_eq!(dossier["refused_actions"]["seal"], "dossier.front_outdated");
    let problem = assert_problem(&app.seal(&clerk, &case).await, 409, "dossier.front_outdated");
    assert_eq!(problem["papers"], json!(["卷内目录"]));
    let anew = json!({ "kind": "dossier_contents", "replaces_id": contents["id"] });
    issued(&app, &case, &anew).await;
    // What fills no place is on no list.
    issued(&app, &case, &json!({ "kind": "receipt" })).await;
    app.seal(&clerk, &case).await.expect(200);
    ledger_holds(&app).await;
}
