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

use crate::mediations::kit::on_agreement;

/// What the runner does within two seconds.
pub(super) async fn count(app: &TestApp) {
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
pub(super) async fn behind(app: &TestApp, client: &Client, rows: &str, column: &str) -> i64 {
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

/// A case with a fate of its own, as chance has it; time passes between its steps.
pub(super) async fn tell(app: &TestApp, chance: &mut Chance) -> Tale {
    let mut due_before = None;
    let case = Box::pin(live(app, chance, &mut due_before)).await;
    Tale { path: case.path(), due_before }
}

async fn live(app: &TestApp, chance: &mut Chance, due_before: &mut Option<Value>) -> Case {
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
        agree(app, chance, &case).await;
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
    let channels = ["walk_in", "phone", "grid", "petition", "court", "hotline_12345"];
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

/// A case whose agreement was confirmed, breached and performed after all, and which led to a crime:
/// what chance may leave out.
pub(super) async fn certain(app: &TestApp) -> Tale {
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
    let body = json!({ "outcome": "referred_to_police", "method_code": "02",
        "summary": "已移送公安机关。" });
    let case = app.act(&handler, &case, "resolve", &body).await;
    let case = app.act(&app.as_dispatcher().await, &case, "accept_resolution", &json!({})).await;
    let body = json!({ "reached": true, "solved": true, "fairly_treated": true });
    let case = app.act(&app.as_clerk().await, &case, "record_callback", &body).await;
    Tale { path: case.path(), due_before: None }
}

/// Two cases that are one.
pub(super) async fn merged(app: &TestApp) -> [Tale; 2] {
    let dispatcher = app.as_dispatcher().await;
    let (into, one) = (app.case().registered().await, app.case().registered().await);
    let one = app.see(&dispatcher, &one).await;
    app.act(&dispatcher, &one, "merge", &json!({ "into_case_id": into.id })).await;
    [into, one].map(|case| Tale { path: case.path(), due_before: None })
}

/// From the result on.
async fn finish(app: &TestApp, chance: &mut Chance, case: Case) -> Case {
    let outcomes =
        ["solved", "partly_solved", "explained", "referred_to_court", "referred_to_police"];
    let methods = ["02", "03", "05", "09", "10"];
    let body = json!({
        "outcome": pick(&outcomes, chance.below(5)),
        "method_code": pick(&methods, chance.below(5)),
        "summary": "已办理。",
    });
    let handler = app.as_handler().await;
    let case = app.see(&handler, &case).await;
    let case = app.act(&handler, &case, "resolve", &body).await;
    pass(app, chance, 40);
    if chance.once_in(6) {
        return case;
    }
    let dispatcher = app.as_dispatcher().await;
    let case = app.act(&dispatcher, &case, "accept_resolution", &json!({})).await;
    pass(app, chance, 60);
    let body = json!({ "reached": true, "solved": true, "fairly_treated": true });
    let case = app.act(&app.as_clerk().await, &case, "record_callback", &body).await;
    if chance.once_in(4) {
        pass(app, chance, 60);
        let body = json!({ "reason": "群众反映反弹" });
        return app.act(&app.as_supervisor().await, &case, "reopen", &body).await;
    }
    case
}

fn pick(of: &[&'static str], number: u64) -> &'static str {
    of[usize::try_from(number).unwrap_or(0) % of.len()]
}

fn pass(app: &TestApp, chance: &mut Chance, hours: u64) {
    let hours = i64::try_from(chance.below(hours)).unwrap_or(0);
    app.advance(Duration::hours(hours) + Duration::minutes(1));
}
