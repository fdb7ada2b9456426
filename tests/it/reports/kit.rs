//! The runner's part, done by hand, and a county with a past.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi::features::reports::journal::follow_ledger;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::sequences::Chance;
use zongzhi_tests::world;

use crate::mediations::kit::{act, booked, consented, id, on_agreement, room};

/// What the runner does within two seconds.
pub(crate) async fn count(app: &TestApp) {
    let state = app.state.clone().into_inner();
    while seal_ledger(state.clone()).await.expect("sealing") > 0 {}
    while follow_ledger(state.clone()).await.expect("counting") > 0 {}
}

/// A month of a report.
pub(super) async fn report(app: &TestApp, client: &Client, path: &str) -> Value {
    app.get(format!("/api/v1/reports/{path}")).as_(client).send().await.expect(200)
}

/// A cell of it.
pub(super) fn cell<'a>(report: &'a Value, code: &str) -> &'a Value {
    let cells = report["cells"].as_array().expect("cells");
    cells.iter().find(|cell| cell["code"] == code).unwrap_or_else(|| panic!("no cell {code}"))
}

/// Its figure.
pub(super) fn figure(report: &Value, code: &str) -> i64 {
    cell(report, code)["value"].as_i64().unwrap_or_else(|| panic!("no figure of {code}"))
}

/// Follows the link of a figure to the end, and adds up what is behind it.
pub(crate) async fn behind(app: &TestApp, client: &Client, rows: &str, column: &str) -> i64 {
    let (mut sum, mut after) = (0, String::new());
    loop {
        let path = format!("/api/v1{rows}&limit=3{after}");
        let page = app.get(path).as_(client).send().await.expect(200);
        for row in page["items"].as_array().into_iter().flatten() {
            sum += row[column].as_i64().expect("a number");
        }
        let Some(cursor) = page["next_cursor"].as_str() else { return sum };
        after = format!("&cursor={cursor}");
    }
}

/// What of a row a unit adds up.
pub(super) fn column(unit: &str) -> &'static str {
    match unit {
        "person" => "people",
        "fen" => "amount_fen",
        _ => "times",
    }
}

/// A case as it was told, and what its pages do not say any more.
pub(super) struct Tale {
    /// Where it is.
    pub(super) path: String,
    /// When its limit ended before it was extended.
    pub(super) due_before: Option<Value>,
}

/// Where and with whom it is mediated.
pub(super) struct Hall {
    room: String,
    mediator: String,
}

impl Hall {
    pub(super) async fn of(app: &TestApp) -> Self {
        let director = app.as_director().await;
        // Random cases live for years.
        let body = json!({
            "person_id": world::MEDIATOR.id, "kind": "people", "certificate_no": "TJ-1",
            "qualified_from_on": "2026-01-01", "qualified_until_on": "2039-12-31", "ties": [],
        });
        let made = app.post("/api/v1/mediators").as_(&director).json(&body).send().await;
        Self { room: room(app, "第一调解室").await, mediator: id(&made.expect(201)) }
    }
}

/// A case with a fate of its own, as chance has it; time passes between its steps.
pub(super) async fn tell(app: &TestApp, hall: &Hall, chance: &mut Chance) -> Tale {
    let mut due_before = None;
    let case = Box::pin(live(app, hall, chance, &mut due_before)).await;
    Tale { path: case.path(), due_before }
}

async fn live(
    app: &TestApp,
    hall: &Hall,
    chance: &mut Chance,
    due_before: &mut Option<Value>,
) -> Case {
    let case = register(app, chance).await;
    pass(app, chance, 40);
    if chance.once_in(6) {
        return case;
    }
    let types = ["0101", "0202", "0402", "0502", "0701", "1102"];
    let levels = ["simple", "ordinary", "complex", "difficult"];
    let dispatcher = app.as_dispatcher().await;
    let body = json!({
        "type_code": pick(&types, chance.below(6)), "level": pick(&levels, chance.below(4)),
    });
    let case = app.act(&dispatcher, &case, "classify", &body).await;
    pass(app, chance, 30);
    match chance.below(9) {
        0 => return case,
        1 => {
            let body = json!({ "ground_code": "06", "told_applicant": "不属于本县管辖。" });
            return app.act(&app.as_dispatcher().await, &case, "decline", &body).await;
        }
        2 => {
            let body = json!({ "reason": "当事人自行和解" });
            return app.act(&app.as_clerk().await, &case, "withdraw", &body).await;
        }
        _ => {}
    }
    let body = json!({ "lead_department_id": world::HOUSING.id });
    let case = app.act(&app.as_dispatcher().await, &case, "dispatch", &body).await;
    pass(app, chance, 20);
    let case = app.act(&app.as_handler().await, &case, "sign", &json!({})).await;
    let case = match chance.below(4) {
        0 => stand_still(app, chance, case).await,
        // A day is half of two; a simple matter has one.
        1 if case.view["level"] != "simple" => extend(app, case, due_before).await,
        _ => case,
    };
    if chance.once_in(2) {
        Box::pin(mediate(app, hall, chance, &case)).await;
    }
    if chance.once_in(3) {
        Box::pin(agree(app, chance, &case)).await;
    }
    if chance.once_in(4) {
        return case;
    }
    pass(app, chance, 200);
    finish(app, chance, case).await
}

async fn register(app: &TestApp, chance: &mut Chance) -> Case {
    let place = match chance.below(3) {
        0 => world::COUNTY,
        1 => world::TOWNSHIP,
        _ => world::VILLAGE,
    };
    let channels = ["walk_in", "phone", "grid", "petition", "court", "procuratorate"];
    let scales = ["01", "02", "03"];
    app.case()
        .with("channel", pick(&channels, chance.below(6)))
        .with("place", json!({ "region_id": place.id }))
        .with("people_count", chance.below(9) + 1)
        .with("amount_fen", chance.below(1_000_000))
        .with("scale_code", pick(&scales, chance.below(3)))
        .registered()
        .await
}

/// Stopped for a procedure of the law, and on again.
async fn stand_still(app: &TestApp, chance: &mut Chance, case: Case) -> Case {
    let supervisor = app.as_supervisor().await;
    let procedures = ["petition", "civil_litigation", "labour_arbitration"];
    let body = json!({ "reason_code": "procedure", "external_no": "（2026）12号",
        "procedure": pick(&procedures, chance.below(3)) });
    let case = app.see(&supervisor, &case).await;
    let case = app.act(&supervisor, &case, "suspend", &body).await;
    pass(app, chance, 400);
    let handler = app.as_handler().await;
    let case = app.see(&handler, &case).await;
    app.act(&handler, &case, "resume", &json!({ "note": "程序已结束" })).await
}

/// One day more; `due_before` is when the limit ended without it.
async fn extend(app: &TestApp, case: Case, due_before: &mut Option<Value>) -> Case {
    let (handler, director) = (app.as_handler().await, app.as_director().await);
    *due_before = Some(case.clock("handling")["due_at"].clone());
    let body = json!({ "days": 1, "reason": "需现场勘查" });
    let case = app.act(&handler, &case, "request_extension", &body).await;
    let case = app.see(&director, &case).await;
    let body = json!({ "approve": true, "reason": "同意" });
    let case = app.act(&director, &case, "decide_extension", &body).await;
    app.see(&handler, &case).await
}

/// A session that ended as chance has it; where it failed, the parties are shown a way.
async fn mediate(app: &TestApp, hall: &Hall, chance: &mut Chance, case: &Case) {
    let handler = app.as_handler().await;
    // In the hour that is: a session begins near its slot, which lies on one day.
    let hour = app.state.clock.now().format("%Y-%m-%dT%H");
    let body = json!({ "room_id": hall.room, "mediator_ids": [hall.mediator],
        "starts_at": format!("{hour}:00:00Z"), "ends_at": format!("{hour}:59:00Z") });
    let session = booked(app, &handler, case, &body).await;
    let session = consented(app, &handler, &session).await;
    let session = act(app, &handler, &session, "start", &json!({})).await;
    let ends = [
        json!({ "outcome": "agreed" }),
        json!({ "outcome": "partly_agreed" }),
        json!({ "outcome": "failed", "guided_to": "civil_litigation" }),
        json!({ "outcome": "failed", "guided_to": "petition" }),
        json!({ "outcome": "failed", "guided_to": "labour_arbitration" }),
    ];
    let end = &ends[usize::try_from(chance.below(5)).unwrap_or(0)];
    act(app, &handler, &session, "conclude", end).await;
}

/// What was agreed on, and what became of it.
async fn agree(app: &TestApp, chance: &mut Chance, case: &Case) {
    let handler = app.as_handler().await;
    let today = (app.state.clock.now() + Duration::hours(8)).date_naive();
    let later = |days: i64| (today + Duration::days(days)).to_string();
    let body = json!({
        "form": pick(&["oral", "written"], chance.below(2)),
        "terms": "一方赔偿并修复。", "concluded_on": later(0),
        "items": [
            { "party_no": 2, "to_party_no": 1, "what": "赔偿", "amount_fen": 300_000,
              "due_on": later(18) },
            { "party_no": 2, "what": "修复", "due_on": later(8) },
        ],
    });
    let path = format!("{}/agreements", case.path());
    let mut agreement = app.post(path).as_(&handler).json(&body).send().await.expect(201);
    if agreement["confirmation"]["is_confirmable"] == true && chance.once_in(2) {
        let body =
            json!({ "applied_on": later(0), "court": "测试县人民法院", "party_nos": [1, 2] });
        agreement = on_agreement(app, &handler, &agreement, "apply_confirmation", &body).await;
        let body = match chance.below(2) {
            0 => json!({ "answer": "confirmed", "answered_on": later(0), "court_no": "1" }),
            _ => json!({ "answer": "withdrawn", "answered_on": later(0), "reason": "材料不全" }),
        };
        agreement = on_agreement(app, &handler, &agreement, "answer_confirmation", &body).await;
    }
    pass(app, chance, 100);
    for item in [1, 2] {
        let state = match chance.below(3) {
            0 => continue,
            1 => "breached",
            _ => "performed",
        };
        let on = (app.state.clock.now() + Duration::hours(8)).date_naive();
        let body = json!({ "item_no": item, "state": state, "happened_on": on.to_string(),
            "evidence": "当面确认" });
        agreement = on_agreement(app, &handler, &agreement, "record_performance", &body).await;
    }
}

/// A case whose agreement was confirmed, breached and performed after all.
async fn promised(app: &TestApp) -> Tale {
    let handler = app.as_handler().await;
    let case = app.case().in_progress().await;
    let today = (app.state.clock.now() + Duration::hours(8)).date_naive().to_string();
    let body = json!({
        "form": "written", "terms": "一方赔偿。", "concluded_on": today,
        "items": [{ "party_no": 2, "to_party_no": 1, "what": "赔偿", "amount_fen": 300_000,
            "due_on": today }],
    });
    let path = format!("{}/agreements", case.path());
    let agreement = app.post(path).as_(&handler).json(&body).send().await.expect(201);
    let court = json!({ "applied_on": today, "court": "测试县人民法院", "party_nos": [1, 2] });
    let agreement = on_agreement(app, &handler, &agreement, "apply_confirmation", &court).await;
    let answer = json!({ "answer": "confirmed", "answered_on": today, "court_no": "1" });
    let mut agreement =
        on_agreement(app, &handler, &agreement, "answer_confirmation", &answer).await;
    for state in ["breached", "performed"] {
        let body = json!({ "item_no": 1, "state": state, "happened_on": today,
            "evidence": "当面确认" });
        agreement = on_agreement(app, &handler, &agreement, "record_performance", &body).await;
    }
    let case = app.see(&handler, &case).await;
    let case = ended(app, case, "referred_to_police", "02").await;
    Tale { path: case.path(), due_before: None }
}

/// What chance may leave out.
pub(super) async fn certain(app: &TestApp) -> Vec<Tale> {
    let mut tales = vec![Box::pin(promised(app)).await];
    let ways = [
        ("referred_to_public_security", "99"),
        ("referred_to_court", "09"),
        ("solved", "10"),
        ("explained", "02"),
    ];
    for (outcome, method) in ways {
        let case = app.case().with("people_count", 3).with("amount_fen", 5_000).in_progress().await;
        let case = ended(app, case, outcome, method).await;
        tales.push(Tale { path: case.path(), due_before: None });
    }
    // Opened again, late, and of a large group.
    let case = app.case().with("scale_code", "03").in_progress().await;
    let case = ended(app, case, "solved", "02").await;
    let body = json!({ "reason": "群众反映反弹" });
    let case = app.act(&app.as_supervisor().await, &case, "reopen", &body).await;
    app.advance(Duration::days(60));
    let handler = app.as_handler().await;
    let case = app.see(&handler, &case).await;
    let case = app.act(&handler, &case, "report_progress", &json!({ "note": "继续办理" })).await;
    tales.push(Tale { path: case.path(), due_before: None });
    tales
}

/// From the result to the end of a case in progress.
async fn ended(app: &TestApp, case: Case, outcome: &str, method: &str) -> Case {
    let body = json!({ "outcome": outcome, "method_code": method, "summary": "已办理。" });
    let handler = app.as_handler().await;
    let case = app.see(&handler, &case).await;
    let case = app.act(&handler, &case, "resolve", &body).await;
    let case = app.act(&app.as_dispatcher().await, &case, "accept_resolution", &json!({})).await;
    let body = json!({ "reached": true, "solved": true, "fairly_treated": true });
    app.act(&app.as_clerk().await, &case, "record_callback", &body).await
}

/// Two cases that are one, two that are two again, and one of which a part is a case of its own.
pub(super) async fn merged(app: &TestApp) -> Vec<Tale> {
    let dispatcher = app.as_dispatcher().await;
    let mut cases = Vec::new();
    for is_undone in [false, true] {
        let (into, one) = (app.case().registered().await, app.case().registered().await);
        let one = app.see(&dispatcher, &one).await;
        let one = app.act(&dispatcher, &one, "merge", &json!({ "into_case_id": into.id })).await;
        if is_undone {
            app.act(&dispatcher, &one, "unmerge", &json!({})).await;
        }
        cases.extend([into, one]);
    }
    let whole = app.case().in_progress().await;
    let whole = app.see(&dispatcher, &whole).await;
    let part = json!({ "title": "停车纠纷", "narrative": "申请人另反映的事项。" });
    let body = json!({ "parts": [part], "reason": "一次登记了两件事" });
    let whole = app.act(&dispatcher, &whole, "split", &body).await;
    let found = app.get(format!("/api/v1/cases?split_from_id={}", whole.id)).as_(&dispatcher);
    let page = found.send().await.expect(200);
    let parts: Vec<_> = page["items"].as_array().into_iter().flatten().map(id).collect();
    assert_eq!(parts.len(), 1);
    cases.push(whole);
    let paths = cases.iter().map(Case::path);
    let parts = parts.iter().map(|id| format!("/api/v1/cases/{id}"));
    paths.chain(parts).map(|path| Tale { path, due_before: None }).collect()
}

/// From the result on: closed, perhaps opened again, and perhaps closed again.
async fn finish(app: &TestApp, chance: &mut Chance, case: Case) -> Case {
    let (case, is_closed) = Box::pin(end_once(app, chance, case)).await;
    if !is_closed || !chance.once_in(3) {
        return case;
    }
    pass(app, chance, 60);
    let body = json!({ "reason": "群众反映反弹" });
    let case = app.act(&app.as_supervisor().await, &case, "reopen", &body).await;
    if chance.once_in(3) {
        return case;
    }
    pass(app, chance, 100);
    Box::pin(end_once(app, chance, case)).await.0
}

/// From the result on, as far as chance has it; whether the case was closed.
async fn end_once(app: &TestApp, chance: &mut Chance, case: Case) -> (Case, bool) {
    let outcomes = [
        "solved",
        "partly_solved",
        "explained",
        "referred_to_court",
        "referred_to_police",
        "referred_to_public_security",
    ];
    let methods = ["02", "03", "05", "09", "10"];
    let body = json!({
        "outcome": pick(&outcomes, chance.below(6)),
        "method_code": pick(&methods, chance.below(5)),
        "summary": "已办理。",
    });
    let handler = app.as_handler().await;
    let case = app.see(&handler, &case).await;
    let case = app.act(&handler, &case, "resolve", &body).await;
    pass(app, chance, 40);
    if chance.once_in(6) {
        return (case, false);
    }
    let dispatcher = app.as_dispatcher().await;
    let case = app.act(&dispatcher, &case, "accept_resolution", &json!({})).await;
    pass(app, chance, 60);
    let clerk = app.as_clerk().await;
    if chance.once_in(4) {
        // Nobody answers on two days, and it is closed without a word.
        let failed = json!({ "reached": false });
        let case = app.act(&clerk, &case, "record_callback", &failed).await;
        app.advance(Duration::days(1));
        let case = app.act(&clerk, &case, "record_callback", &failed).await;
        let close = json!({ "reason": "两次未联系上" });
        return (app.act(&dispatcher, &case, "close", &close).await, true);
    }
    let body = json!({ "reached": true, "solved": true, "fairly_treated": true });
    (app.act(&clerk, &case, "record_callback", &body).await, true)
}

fn pick(of: &[&'static str], number: u64) -> &'static str {
    of[usize::try_from(number).unwrap_or(0) % of.len()]
}

fn pass(app: &TestApp, chance: &mut Chance, hours: u64) {
    let hours = i64::try_from(chance.below(hours)).unwrap_or(0);
    app.advance(Duration::hours(hours) + Duration::minutes(1));
}
