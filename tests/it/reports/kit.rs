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

/// A case with a fate of its own, as chance has it; time passes between its steps.
pub(super) async fn tell(app: &TestApp, chance: &mut Chance) -> Case {
    let place = match chance.below(3) {
        0 => world::COUNTY,
        1 => world::TOWNSHIP,
        _ => world::VILLAGE,
    };
    let channels = ["walk_in", "phone", "grid", "petition", "court", "hotline_12345"];
    let channel = channels[usize::try_from(chance.below(6)).unwrap_or(0)];
    let case = app
        .case()
        .with("channel", channel)
        .with("place", json!({ "region_id": place.id }))
        .with("people_count", chance.below(9) + 1)
        .with("amount_fen", chance.below(1_000_000))
        .registered()
        .await;
    pass(app, chance, 40);
    if chance.once_in(6) {
        return case;
    }
    let types = ["0101", "0202", "0402", "0502", "0701", "1102"];
    let levels = ["simple", "ordinary", "complex", "difficult"];
    let pick =
        |of: &[&'static str], number: u64| of[usize::try_from(number).unwrap_or(0) % of.len()];
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
    if chance.once_in(4) {
        return case;
    }
    pass(app, chance, 200);
    finish(app, chance, case).await
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
    let case = app.act(&app.as_handler().await, &case, "resolve", &body).await;
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
