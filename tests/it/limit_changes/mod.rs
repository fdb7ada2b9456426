//! 时限变更: what a simulation says is what publishing does, for every limit of a whole county.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use sea_orm::{EntityTrait as _, QueryOrder as _};
use serde_json::{Value, json};
use uuid::Uuid;
use zongzhi::app::AppState;
use zongzhi::commands::demo::{self, DemoArgs};
use zongzhi::features::auth::keys::TokenKeys;
use zongzhi::features::cases::entity::{case, clock};
use zongzhi::features::cases::ledger::verify::verify;
use zongzhi::features::cases::timekeeping::Timekeeper;
use zongzhi::features::limit_changes::jobs;
use zongzhi::platform::clock::ManualClock;
use zongzhi::platform::ids::Ids;
use zongzhi::platform::lang::Lang;
use zongzhi_tests::app::{TestApp, config};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::db::TestDb;
use zongzhi_tests::project::env;

use crate::cases::projection::is_what_its_events_say;

mod county;
mod refusals;

const RULES: &str = "/api/v1/time-limit-rules";
const CHANGES: &str = "/api/v1/limit-changes";

/// A correction of the limit for ordinary matters.
fn shorter() -> Value {
    json!({
        "code": "handling_ordinary", "clock": "handling", "level": "ordinary", "amount": 5,
        "day_kind": "working", "start": "next_day", "roll": "none",
        "source": "测试县综治办〔2026〕3 号", "valid_from": "2026-01-01",
        "correction": true, "applies_to": "running",
    })
}

fn with(mut body: Value, members: &Value) -> Value {
    for (name, value) in members.as_object().cloned().unwrap_or_default() {
        body[name] = value;
    }
    body
}

/// Runs the jobs until no publication is left.
async fn carry_through(app: &TestApp) -> usize {
    app.advance(Duration::seconds(11));
    let mut rounds = 0;
    while jobs::carry_on(Arc::clone(&app.state)).await.expect("a round") > 0 {
        rounds += 1;
    }
    rounds
}

/// What a limit is: case, kind, instant of its end, whether that is over.
type Seen = (String, String, Option<DateTime<Utc>>, bool);

/// Every limit that runs in an open case, by its id.
async fn limits(app: &TestApp) -> BTreeMap<Uuid, Seen> {
    app.state.time_limits.forget();
    app.state.calendars.forget();
    let keeper = Timekeeper::of(&app.state).await.expect("the rules");
    let db = app.state.db.reader();
    let cases = case::Entity::find().all(db).await.expect("the cases");
    let numbers: BTreeMap<_, _> = cases.into_iter().map(|case| (case.id, case.case_no)).collect();
    let now = app.state.clock.now();
    let rows = clock::Entity::find().order_by_asc(clock::Column::Id).all(db).await;
    let rows = rows.expect("the limits").into_iter().filter(|row| row.finished_at.is_none());
    let seen = rows.map(|row| {
        let view = keeper.view(&row, now, Lang::En).expect("a limit");
        if let Some(due_at) = view.due_at {
            assert_eq!(row.due_at, due_at, "the stored end of {} is another", row.kind);
        }
        let is_late = json!(view.state) == "missed";
        (row.id, (numbers[&row.case_id].clone(), row.kind.clone(), view.due_at, is_late))
    });
    seen.collect()
}

/// All lines of a list but those of limits that could not be moved, in order.
async fn lines(app: &TestApp, admin: &Client, id: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("{CHANGES}/{id}/items?limit=200{cursor}");
        let page = app.get(path).as_(admin).send().await.expect(200);
        all.extend(page["items"].as_array().cloned().unwrap_or_default());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

fn told(line: &Value) -> String {
    let instant = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    let (old, new) = (instant(&line["old_due_at"]), instant(&line["new_due_at"]));
    let (case, clock) = (&line["case_no"], &line["clock"]);
    format!("{case} {clock} {old} → {new} {}", line["effect"])
}

/// What changed between two looks, told as the list tells it.
fn differences(before: &BTreeMap<Uuid, Seen>, after: &BTreeMap<Uuid, Seen>) -> Vec<String> {
    let mut all = Vec::new();
    assert_eq!(before.len(), after.len(), "a limit began or ended");
    for (id, (case, kind, old, was_late)) in before {
        let (_, _, new, is_late) = &after[id];
        let effect = match (was_late, is_late) {
            (false, true) => "newly_late",
            (true, false) => "newly_saved",
            _ if old != new => "moved",
            _ => continue,
        };
        let (old, new) = (json!(old), json!(new));
        let line = json!({ "case_no": case, "clock": kind, "old_due_at": old, "new_due_at": new,
            "effect": effect });
        all.push(told(&line));
    }
    all.sort();
    all
}

/// The lines of a list of limits that move, as [`differences`] tells them.
fn moved(lines: &[Value]) -> Vec<String> {
    let mut all: Vec<_> = lines.iter().filter(|line| line["effect"] != "kept").map(told).collect();
    all.sort();
    all
}

/// Simulates, publishes, carries through, and compares all three with what really happened.
async fn is_what_happens(app: &TestApp, path: &str, publish: &str, body: &Value) -> Value {
    let admin = app.as_system_admin().await;
    let before = limits(app).await;
    let statements = app.statements();
    let simulated = app.post(path).as_(&admin).json(body).send().await.expect(201);
    let cases = before.values().map(|(case, ..)| case).collect::<std::collections::BTreeSet<_>>();
    let most = 40 + 4 * (cases.len() / 500 + 1) + cases.len() / 100;
    assert!(app.statements() - statements < most as u64, "too many statements");
    assert_eq!(simulated["state"], "done");
    let id = simulated["id"].as_str().unwrap_or_default();
    let foretold = lines(app, &admin, id).await;
    assert_eq!(limits(app).await, before, "trying out changed something");
    let reason = json!({ "reason": "更正录入错误", "simulation_id": id });
    let published =
        app.post(publish).as_(&admin).json(&with(body.clone(), &reason)).send().await.expect(201);
    let rounds = carry_through(app).await;
    let after = limits(app).await;
    let really = differences(&before, &after);
    assert_eq!(moved(&foretold), really, "what was foretold is not what happened");
    let change_id = published["limit_change_id"].as_str().unwrap_or_default();
    let change = app.get(format!("{CHANGES}/{change_id}")).as_(&admin).send().await.expect(200);
    assert_eq!((&change["state"], &change["purpose"]), (&json!("done"), &json!("publication")));
    assert_eq!(change["total"], simulated["total"]);
    assert_eq!(change["units"], simulated["units"]);
    let listed = lines(app, &admin, change_id).await;
    let all = |lines: &[Value]| {
        let mut all: Vec<_> = lines.iter().map(told).collect();
        all.sort();
        all
    };
    assert_eq!(all(&listed), all(&foretold));
    assert!(rounds >= cases.len() / 1_000, "{rounds} rounds for {} cases", cases.len());
    let total = &simulated["total"];
    let count = |effect: &str| foretold.iter().filter(|line| line["effect"] == effect).count();
    assert_eq!(total["newly_late"], count("newly_late"));
    assert_eq!(total["newly_saved"], count("newly_saved"));
    assert_eq!(total["kept"], count("kept"));
    assert_eq!(total["moved"], really.len());
    assert_eq!(total["open"], before.len());
    for figure in ["open", "matching", "rebased", "moved", "newly_late", "newly_saved", "kept"] {
        let units = simulated["units"].as_array().into_iter().flatten();
        let sum: u64 = units.filter_map(|unit| unit["figures"][figure].as_u64()).sum();
        assert_eq!(total[figure], sum, "the units' {figure} sum to the whole");
    }
    simulated
}

async fn ledger_holds(app: &TestApp) {
    let report = verify(&app.state.db, None, &mut None).await.expect("a check");
    assert_eq!(report.first_bad, None);
}

fn county() -> usize {
    env("COUNTY").and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

/// The demo county, as large as asked for, on the morning it is shown.
async fn demo_county(cases: usize) -> TestApp {
    let db = TestDb::empty().await;
    let clock = Arc::new(ManualClock::new(noon("2026-11-23T01:00:00Z")));
    let ids = Ids::random(clock.clone());
    let keys = TokenKeys::from_seed([7; 32]).expect("a signing key");
    let state = AppState::new(config(&db), db.connect().await, clock, ids, keys);
    let cases = u16::try_from(cases).expect("no more than the demo takes");
    let args = DemoArgs { today: "2026-11-23".parse().ok(), cases, if_empty: false };
    let outcome = Box::pin(demo::run(state.expect("the state"), args)).await.expect("the demo");
    assert!(outcome.is_good, "{}", outcome.text);
    let app = Box::pin(TestApp::over(db, |_| {})).await;
    app.clock.set(noon("2026-11-23T01:00:00Z"));
    // Known from here on under the name the tests' own administrator has.
    app.sign_in_as("sysadmin", demo::PASSWORD).await;
    app
}

#[actix_web::test]
#[ignore = "takes minutes: make slow STEPS=simulation"]
async fn what_is_foretold_of_the_demo_county_is_what_happens() {
    let app = Box::pin(demo_county(county())).await;
    let path = format!("{RULES}/simulations");
    let total = is_what_happens(&app, &path, RULES, &shorter()).await["total"].clone();
    for figure in ["moved", "matching"] {
        assert!(total[figure].as_u64() > Some(0), "no limit is {figure}: {total}");
    }
    ledger_holds(&app).await;
}

fn noon(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

#[actix_web::test]
async fn what_is_foretold_of_a_rule_is_what_happens() {
    let app = TestApp::new().await;
    county::populate(&app, county(), noon("2026-04-15T04:00:00Z"), 1).await;
    let path = format!("{RULES}/simulations");
    let three = with(shorter(), &json!({ "amount": 3, "day_kind": "calendar" }));
    let shorter = is_what_happens(&app, &path, RULES, &three).await;
    let total = &shorter["total"];
    for figure in ["newly_late", "moved", "kept", "matching"] {
        assert!(total[figure].as_u64() > Some(0), "no limit is {figure}: {total}");
    }
    assert!(total["matching_cases"].as_u64() <= total["matching"].as_u64());
    // And back again, more generously: some are saved.
    let longer = json!({ "amount": 15, "valid_from": "2026-01-02" });
    let longer = is_what_happens(&app, &path, RULES, &with(self::shorter(), &longer)).await;
    assert!(longer["total"]["newly_saved"].as_u64() > Some(0), "{longer}");
    // Assistants of any case, by a rule without traits.
    let assist = json!({ "code": "assist", "clock": "assist", "level": null, "amount": 2 });
    is_what_happens(&app, &path, RULES, &with(self::shorter(), &assist)).await;
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_is_foretold_of_a_calendar_is_what_happens() {
    let app = TestApp::new().await;
    county::populate(&app, county() / 4, noon("2026-12-28T04:00:00Z"), 2).await;
    let notice = json!({
        "announced_through": "2027-12-31", "source": "国务院办公厅关于2027年部分节假日安排的通知",
        "days": [
            { "date": "2026-12-31", "kind": "off", "name": "元旦", "in_lieu": true },
            { "date": "2027-01-01", "kind": "off", "name": "元旦" },
            { "date": "2027-01-03", "kind": "work", "name": "元旦", "in_lieu": true },
            { "date": "2027-01-04", "kind": "off", "name": "元旦" },
        ],
    });
    let (simulate, import) = ("/api/v1/calendars/cn/simulations", "/api/v1/calendars/cn/imports");
    // What rests on days nobody had announced follows by itself.
    let soft = is_what_happens(&app, simulate, import, &notice).await;
    assert_eq!(soft["applies_to"], "provisional");
    assert!(soft["total"]["moved"].as_u64() > Some(0), "{soft}");
    let all = json!({ "applies_to": "running", "days": [
        { "date": "2026-12-29", "kind": "off", "name": "停电" },
        { "date": "2027-01-05", "kind": "off", "name": "元旦" },
    ] });
    let hard = is_what_happens(&app, simulate, import, &with(notice, &all)).await;
    assert!(hard["total"]["moved"].as_u64() > soft["total"]["moved"].as_u64(), "{hard}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_correction_is_told_in_the_ledger_and_goes_on_where_it_stopped() {
    let app = TestApp::new().await;
    let (admin, clerk) = (app.as_system_admin().await, app.as_clerk().await);
    let mut cases = Vec::new();
    for _ in 0..25 {
        cases.push(app.case().in_progress().await);
    }
    let due = |case: &zongzhi_tests::builders::Case| case.clock("handling")["due_at"].clone();
    assert_eq!(due(&cases[0]), "2026-03-09T15:59:59.999999Z");
    let body = with(shorter(), &json!({ "amount": 3, "day_kind": "calendar" }));
    let path = format!("{RULES}/simulations");
    let simulated = app.post(path).as_(&admin).json(&body).send().await.expect(201);
    assert_eq!(simulated["total"]["moved"], 25);
    let named = json!({ "reason": "更正录入错误", "simulation_id": simulated["id"] });
    let published = app.post(RULES).as_(&admin).json(&with(body, &named)).send().await.expect(201);
    let id = published["limit_change_id"].as_str().unwrap_or_default().to_owned();
    // Nothing yet: every server is to know the version before a limit is counted by it.
    assert_eq!(jobs::carry_on(Arc::clone(&app.state)).await.expect("a round"), 0);
    app.advance(Duration::seconds(11));
    let mut rounds = 0;
    while jobs::carry_on(Arc::clone(&app.state)).await.expect("a round") > 0 {
        rounds += 1;
    }
    assert!(rounds >= 1);
    let change = app.get(format!("{CHANGES}/{id}")).as_(&admin).send().await.expect(200);
    assert_eq!((&change["state"], &change["total"]["moved"]), (&json!("done"), &json!(25)));
    for case in &cases {
        let seen = app.see(&clerk, case).await;
        assert_eq!(due(&seen), "2026-03-05T15:59:59.999999Z");
        let events = app.get(format!("{}/events?limit=200", case.path())).as_(&clerk);
        let events = events.send().await.expect(200);
        let last = events["items"].as_array().and_then(|all| all.last()).cloned();
        let last = last.unwrap_or_default();
        assert_eq!((&last["kind"], &last["actor"]), (&json!("limit_rebased"), &Value::Null));
        let sentence = last["sentence"].as_str().unwrap_or_default();
        assert!(sentence.contains("2026-03-09") && sentence.contains("2026-03-05"), "{sentence}");
        assert!(sentence.ends_with("更正录入错误"), "{sentence}");
    }
    // It explains itself by the version it is counted by now.
    let seen = app.see(&clerk, &cases[3]).await;
    let clock_id = seen.clock("handling")["id"].as_str().unwrap_or_default().to_owned();
    let path = format!("{}/clocks/{clock_id}/explanation", seen.path());
    let why = app.get(path).as_(&clerk).send().await.expect(200);
    assert_eq!(why["inputs"]["rule_version"], 2);
    assert_eq!(why["result"]["due_at"], "2026-03-05T15:59:59.999999Z");
    for case in &cases {
        is_what_its_events_say(&app, &case.id).await;
    }
    // Carrying on once more changes nothing.
    assert_eq!(jobs::carry_on(Arc::clone(&app.state)).await.expect("a round"), 0);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn running_limits_keep_their_version_unless_an_error_is_corrected() {
    let app = TestApp::new().await;
    let (admin, clerk) = (app.as_system_admin().await, app.as_clerk().await);
    let old = app.case().in_progress().await;
    let new = json!({ "applies_to": "new", "correction": false, "valid_from": "2026-03-03" });
    let body = with(shorter(), &new);
    let path = format!("{RULES}/simulations");
    let simulated = app.post(path).as_(&admin).json(&body).send().await.expect(201);
    assert_eq!(
        (&simulated["total"]["matching"], &simulated["total"]["moved"]),
        (&json!(1), &json!(0))
    );
    let published = app.post(RULES).as_(&admin).json(&body).send().await.expect(201);
    assert_eq!((&published["version"], &published["limit_change_id"]), (&json!(2), &Value::Null));
    let rules = app.get(format!("{RULES}?clock=handling")).as_(&admin).send().await.expect(200);
    let first = rules["items"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|rule| rule["code"] == "handling_ordinary" && rule["version"] == 1);
    assert_eq!(first.map(|rule| &rule["valid_to"]), Some(&json!("2026-03-02")));
    app.advance(Duration::days(1));
    let seen = app.see(&clerk, &old).await;
    assert_eq!(seen.clock("handling")["due_at"], old.clock("handling")["due_at"]);
    let young = app.case().in_progress().await;
    // Five working days from 4 March on.
    assert_eq!(young.clock("handling")["due_at"], "2026-03-10T15:59:59.999999Z");
}

/// A limit of its own for those who come in person.
fn visits() -> Value {
    json!({
        "code": "handling_visit", "clock": "handling", "channel": "walk_in", "amount": 3,
        "day_kind": "calendar", "start": "next_day", "roll": "none",
        "source": "测试县综治办〔2026〕3 号", "valid_from": "2026-03-02",
    })
}

#[actix_web::test]
async fn what_is_foretold_of_a_retirement_is_what_happens() {
    let app = TestApp::new().await;
    let (admin, clerk) = (app.as_system_admin().await, app.as_clerk().await);
    let made = app.post(RULES).as_(&admin).json(&visits()).send().await;
    let rule = format!("{RULES}/{}", made.expect(201)["id"].as_str().unwrap_or_default());
    let due = |case: &zongzhi_tests::builders::Case| case.clock("handling")["due_at"].clone();
    let case = app.case().with("channel", "walk_in").in_progress().await;
    let other = app.case().with("channel", "phone").in_progress().await;
    assert_eq!(due(&case), "2026-03-05T15:59:59.999999Z");
    let simulations = format!("{rule}/simulations");
    let simulate = |body: &Value| app.post(simulations.clone()).as_(&admin).json(body).send();
    // For limits that start from then on: the one that runs is of the kind, and stays.
    let plain = json!({ "valid_to": "2026-03-31" });
    let simulated = simulate(&plain).await.expect(201);
    assert_eq!(
        (&simulated["total"]["matching"], &simulated["total"]["moved"]),
        (&json!(1), &json!(0))
    );
    let what = simulated["what"].as_str().unwrap_or_default();
    assert!(what.starts_with("停用“办理时限 3 个自然日"), "{what}");
    // For those that run, as a correction.
    let body = json!({ "valid_to": "2026-03-02", "applies_to": "running" });
    let simulated = simulate(&body).await.expect(201);
    let id = simulated["id"].as_str().unwrap_or_default();
    let foretold = lines(&app, &admin, id).await;
    assert_eq!((foretold.len(), &simulated["total"]["moved"]), (1, &json!(1)));
    assert_eq!(foretold[0]["new_due_at"], "2026-03-09T15:59:59.999999Z");
    let retire = |body: Value| {
        let path = format!("{rule}/actions/retire");
        app.post(path).as_(&admin).if_match(made.version()).json(&body).send()
    };
    let named = json!({ "reason": "该渠道改按一般时限", "simulation_id": id });
    assert_fields(&retire(body.clone()).await, &["/reason"]);
    let alone = with(body.clone(), &json!({ "reason": "改按一般时限" }));
    assert_fields(&retire(alone).await, &["/simulation_id"]);
    let later = with(with(body.clone(), &named), &json!({ "valid_to": "2026-03-31" }));
    assert_fields(&retire(later).await, &["/applies_to"]);
    let differs = with(plain, &json!({ "simulation_id": id }));
    assert_problem(&retire(differs).await, 409, "time_limit.simulation_differs");
    let before = limits(&app).await;
    let retired = retire(with(body, &named)).await.expect(200);
    assert!(retired["limit_change_id"].is_string(), "{retired}");
    carry_through(&app).await;
    assert_eq!(moved(&foretold), differences(&before, &limits(&app).await));
    let seen = app.see(&clerk, &case).await;
    assert_eq!(due(&seen), "2026-03-09T15:59:59.999999Z");
    assert_eq!(due(&app.see(&clerk, &other).await), due(&other));
    is_what_its_events_say(&app, &case.id).await;
    ledger_holds(&app).await;
}
