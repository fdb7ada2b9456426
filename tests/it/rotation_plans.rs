//! 轮驻方案: drawn up, solved by a job, changed by hand under every rule, published in editions.

use serde_json::{Value, json};
use zongzhi::features::rotation_plans::jobs::solve;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::stationing_obligations::kit::{
    admitted, ask, change, decide, enter, id, leave, owed, post, step,
};

const PLANS: &str = "/api/v1/rotation-plans";

/// A window of the labour department with two people named, both admitted: an A and a B.
pub(crate) async fn window(app: &TestApp) -> Value {
    let (admin, director) = (app.as_system_admin().await, app.as_director().await);
    let second = json!({
        "person_id": world::HANDLER.id, "role": "handler", "department_id": world::LABOUR.id,
    });
    app.post("/api/v1/capacities").as_(&admin).json(&second).send().await.expect(201);
    admitted(app).await;
    let labour = app.as_other_handler().await;
    let asked = ask(app, &labour, &world::HANDLER).await.expect(201);
    step(app, &director, &asked, "admit", &json!({})).await.expect(200);
    let post = post(app, "人社窗口").await;
    let mut body = owed(&post);
    body["nominees"] = json!([
        { "person_id": world::OTHER_HANDLER.id, "role": "A" },
        { "person_id": world::HANDLER.id, "role": "B" },
    ]);
    enter(app, &body).await.expect(201)
}

pub(crate) async fn drawn(app: &TestApp, from: &str, until: &str) -> Value {
    let director = app.as_director().await;
    let body = json!({ "name": "轮驻方案", "period": { "from_on": from, "until_on": until } });
    app.post(PLANS).as_(&director).json(&body).send().await.expect(201)
}

pub(crate) async fn act(app: &TestApp, client: &Client, plan: &Value, verb: &str) -> Answer {
    let version = plan["version"].as_i64().unwrap_or_default();
    let path = format!("{PLANS}/{}/actions/{verb}", id(plan));
    app.post(path).as_(client).if_match(version).send().await
}

async fn read(app: &TestApp, client: &Client, plan: &Value, part: &str) -> Answer {
    app.get(format!("{PLANS}/{}{part}", id(plan))).as_(client).send().await
}

/// Has a plan solved, and answers it with its roster made.
pub(crate) async fn solved(app: &TestApp, plan: &Value) -> Value {
    let director = app.as_director().await;
    let job = act(app, &director, plan, "solve").await.expect(202);
    assert_eq!(job["state"], "queued");
    while solve(app.state.clone().into_inner()).await.expect("a round") > 0 {}
    let path = format!("/api/v1/jobs/{}", id(&job));
    let job = app.get(path).as_(&director).send().await.expect(200);
    assert_eq!(job["state"], "done", "{job}");
    read(app, &director, plan, "").await.expect(200)
}

async fn roster(app: &TestApp, plan: &Value) -> Vec<Value> {
    let director = app.as_director().await;
    let page = read(app, &director, plan, "/assignments?limit=200").await.expect(200);
    let mut rows = page["items"].as_array().cloned().unwrap_or_default();
    rows.sort_by_key(|row| row["from_on"].as_str().unwrap_or_default().to_owned());
    rows
}

fn people(roster: &[Value]) -> Vec<&str> {
    roster.iter().map(|row| row["person"]["name"].as_str().unwrap_or_default()).collect()
}

#[actix_web::test]
async fn a_month_is_solved_without_a_gap_and_explains_itself() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    window(&app).await;
    let plan = drawn(&app, "2026-03-02", "2026-03-29").await;
    assert_eq!(plan["allowed_actions"], json!(["update", "solve"]));
    assert_problem(&read(&app, &director, &plan, "/explanation").await, 404, "request.not_found");
    let plan = solved(&app, &plan).await;
    let gap = (&plan["gap_ppm"], &plan["gap"]);
    assert_eq!((&plan["state"], gap), (&json!("draft"), (&json!(0), &json!(0.0))));
    assert_eq!(plan["allowed_actions"], json!(["update", "solve", "publish"]));
    let rows = roster(&app, &plan).await;
    let begin: Vec<_> = rows.iter().filter_map(|row| row["from_on"].as_str()).collect();
    assert_eq!(begin, ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"]);
    let told = read(&app, &director, &plan, "/explanation").await.expect(200);
    assert_eq!((&told["total"], &told["breaks"]), (&plan["objective"], &json!([])));
    let terms = told["terms"].as_array().cloned().unwrap_or_default();
    let sum: i64 = terms.iter().filter_map(|term| term["minutes"].as_i64()).sum();
    assert_eq!(Some(sum), told["total"].as_i64());
    let board = read(&app, &director, &plan, "/board?from=2026-03-01&to=2026-03-31").await;
    let board = board.expect(200);
    assert_eq!(board["days"].as_array().map(Vec::len), Some(28));
    let post = &board["posts"][0];
    assert_eq!(post["days"].as_array().map(Vec::len), Some(20));
    let missing = post["days"].as_array().into_iter().flatten();
    assert!(missing.clone().all(|day| day["missing"] == 0), "{post}");
}

#[actix_web::test]
async fn the_same_tables_give_the_same_roster() {
    let app = TestApp::new().await;
    window(&app).await;
    let first = solved(&app, &drawn(&app, "2026-03-02", "2026-03-29").await).await;
    let second = solved(&app, &drawn(&app, "2026-03-02", "2026-03-29").await).await;
    assert_eq!(second["edition"], 2);
    let (one, other) = (roster(&app, &first).await, roster(&app, &second).await);
    assert_eq!(people(&one), people(&other));
}

#[actix_web::test]
async fn who_is_away_is_not_on_duty_and_who_is_missing_is_told() {
    let app = TestApp::new().await;
    let (director, labour) = (app.as_director().await, app.as_other_handler().await);
    window(&app).await;
    // At the edges of the plan: the first week, and the last Friday.
    for days in [("annual", "2026-02-27", "2026-03-08"), ("sick", "2026-03-27", "2026-04-03")] {
        let asked = leave(&app, &labour, &world::OTHER_HANDLER, days).await.expect(201);
        decide(&app, &director, &asked, "approve", &json!({})).await.expect(200);
    }
    let plan = solved(&app, &drawn(&app, "2026-03-02", "2026-03-29").await).await;
    let rows = roster(&app, &plan).await;
    assert_eq!(people(&rows).first(), Some(&world::HANDLER.name));
    let board = read(&app, &director, &plan, "/board?from=2026-03-23&to=2026-03-29").await;
    let board = board.expect(200);
    // Whoever serves the last week: the board tells whom it misses on which day.
    let last = rows.last().expect("four weeks");
    let is_away = last["person"]["id"] == world::OTHER_HANDLER.id.to_string();
    let friday = &board["posts"][0]["days"][4];
    assert_eq!(friday["date"], "2026-03-27");
    assert_eq!(friday["missing"], i32::from(is_away));
}

#[actix_web::test]
async fn a_place_that_stays_empty_says_whom_it_lacks_and_why() {
    let app = TestApp::new().await;
    let (director, labour) = (app.as_director().await, app.as_other_handler().await);
    window(&app).await;
    let housing = app.as_handler().await;
    // Both away for the second week: planted, and found.
    let week = ("annual", "2026-03-09", "2026-03-13");
    for (client, person) in [(&labour, &world::OTHER_HANDLER), (&housing, &world::HANDLER)] {
        let asked = leave(&app, client, person, week).await.expect(201);
        decide(&app, &director, &asked, "approve", &json!({})).await.expect(200);
    }
    let plan = solved(&app, &drawn(&app, "2026-03-02", "2026-03-29").await).await;
    let told = read(&app, &director, &plan, "/explanation").await.expect(200);
    assert_eq!(told["breaks"], json!([]));
    let short = told["shortages"].as_array().cloned().unwrap_or_default();
    assert_eq!(short.len(), 1, "{told}");
    assert_eq!((&short[0]["from_on"], &short[0]["missing"]), (&json!("2026-03-09"), &json!(1)));
    let why = short[0]["nominees"].as_array().into_iter().flatten();
    let why: Vec<_> = why.filter_map(|one| one["text"].as_str()).collect();
    assert_eq!(why.len(), 2, "{told}");
    assert!(why.iter().all(|text| text.contains("请假")), "{why:?}");
    assert!(short[0]["enough"].as_array().is_some_and(|enough| !enough.is_empty()), "{told}");
}

#[actix_web::test]
async fn a_change_by_hand_is_weighed_and_what_breaks_a_rule_is_refused() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    window(&app).await;
    let plan = solved(&app, &drawn(&app, "2026-03-02", "2026-03-29").await).await;
    let rows = roster(&app, &plan).await;
    let change = async |row: &Value, body: &Value| {
        let version = row["version"].as_i64().unwrap_or_default();
        let path = format!("{PLANS}/{}/assignments/{}", id(&plan), id(row));
        app.patch(path).as_(&director).if_match(version).json(body).send().await
    };
    let first = &rows[0];
    let nobody = json!({ "person_id": world::CLERK.id });
    assert_fields(&change(first, &nobody).await, &["/person_id"]);
    assert_fields(&change(first, &json!({ "block": 9 })).await, &["/block"]);
    // Twice in one week is over the headcount.
    let trial = change(first, &json!({ "block": 1, "is_trial": true })).await.expect(200);
    let codes = trial["breaks"].as_array().cloned().unwrap_or_default();
    assert!(!codes.is_empty(), "{trial}");
    assert!(trial["cost_after"].as_i64() > trial["cost_before"].as_i64(), "{trial}");
    let refused = change(first, &json!({ "block": 1 })).await;
    let problem = assert_problem(&refused, 409, "rotation_plan.breaks_rules");
    assert_eq!(problem["breaks"], trial["breaks"]);
    let locked = change(first, &json!({ "is_locked": true })).await.expect(200);
    assert_eq!(locked["assignment"]["is_locked"], true);
    assert_eq!(locked["cost_before"], locked["cost_after"]);
    assert_problem(&change(first, &json!({})).await, 412, "request.stale_version");
    // Solved again, it stays.
    let plan = read(&app, &director, &plan, "").await.expect(200);
    let plan = solved(&app, &plan).await;
    let again = roster(&app, &plan).await;
    assert_eq!(again[0]["person"], first["person"]);
    assert_eq!(again[0]["is_locked"], true);
}

#[actix_web::test]
async fn publishing_supersedes_and_leaves_no_day_behind() {
    let app = TestApp::new().await;
    let (director, labour) = (app.as_director().await, app.as_other_handler().await);
    window(&app).await;
    let first = drawn(&app, "2026-03-02", "2026-03-29").await;
    let early = act(&app, &director, &first, "publish").await;
    assert_problem(&early, 409, "rotation_plan.no_roster");
    let first = solved(&app, &first).await;
    // A draft is nobody else's business; published, it hangs on the wall.
    assert_eq!(read(&app, &labour, &first, "").await.status, 404);
    let public = act(&app, &director, &first, "publish").await.expect(200);
    assert_eq!(
        (&public["state"], &public["allowed_actions"]),
        (&json!("published"), &json!(["repair"]))
    );
    read(&app, &labour, &first, "/board?from=2026-03-01&to=2026-03-31").await.expect(200);
    let again = act(&app, &director, &public, "publish").await;
    assert_problem(&again, 409, "rotation_plan.wrong_state");
    assert_problem(&act(&app, &director, &public, "solve").await, 409, "rotation_plan.wrong_state");
    let part = solved(&app, &drawn(&app, "2026-03-16", "2026-03-22").await).await;
    let part = act(&app, &director, &part, "publish").await;
    assert_problem(&part, 409, "rotation_plan.overlap");
    let second = solved(&app, &drawn(&app, "2026-03-02", "2026-03-29").await).await;
    let second = act(&app, &director, &second, "publish").await.expect(200);
    assert_eq!((&second["edition"], &second["replaces_id"]), (&json!(2), &first["id"]));
    let first = read(&app, &labour, &first, "").await.expect(200);
    assert_eq!(first["state"], "superseded");
    let path = format!("{PLANS}?state=published&on=2026-03-10&count=exact");
    assert_eq!(app.get(path).as_(&labour).send().await.expect(200)["total"], 1);
}

#[actix_web::test]
async fn bad_plans_are_named_and_others_may_not_draw_them() {
    let app = TestApp::new().await;
    let (director, labour) = (app.as_director().await, app.as_other_handler().await);
    let body = |change: Value| {
        let period = json!({ "from_on": "2026-03-02", "until_on": "2026-03-29" });
        let mut body = json!({ "name": "x", "period": period });
        for (name, value) in change.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        body
    };
    let reversed = json!({ "from_on": "2026-03-02", "until_on": "2026-03-01" });
    let endless = json!({ "from_on": "2026-03-02", "until_on": "2027-04-01" });
    for (change, pointer) in [
        (json!({ "period": reversed }), "/period/until_on"),
        (json!({ "period": endless }), "/period/until_on"),
        (json!({ "center_ids": [world::OTHER_CENTER.id] }), "/center_ids/0"),
        (json!({ "center_ids": [world::CENTER.id, world::CENTER.id] }), "/center_ids/1"),
        (json!({ "rules": { "min_presence_pct": 101 } }), "/rules/min_presence_pct"),
        (json!({ "rules": { "luck": 1 } }), "/rules/luck"),
        (json!({ "name": " " }), "/name"),
    ] {
        let answer = app.post(PLANS).as_(&director).json(&body(change)).send().await;
        assert_fields(&answer, &[pointer]);
    }
    let refused = app.post(PLANS).as_(&labour).json(&body(json!({}))).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let plan = drawn(&app, "2026-03-02", "2026-03-29").await;
    assert_eq!(plan["rules"]["shortage_day"], 10_000);
    let path = format!("{PLANS}/{}", id(&plan));
    let rules = json!({ "rules": { "handover": 100 } });
    let changed = app.patch(&path).as_(&director).if_match(1).json(&rules).send().await.expect(200);
    assert_eq!(
        (&changed["rules"]["handover"], &changed["rules"]["role_b"]),
        (&json!(100), &json!(20))
    );
    let stale = app.patch(&path).as_(&director).if_match(1).json(&rules).send().await;
    assert_problem(&stale, 412, "request.stale_version");
}

#[actix_web::test]
async fn a_run_ends_in_words_or_when_it_is_told_to() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let state = app.state.clone().into_inner();
    let plan = drawn(&app, "2026-03-02", "2026-03-29").await;
    // Nothing is owed: said so, and a draft again.
    let job = act(&app, &director, &plan, "solve").await.expect(202);
    solve(state.clone()).await.expect("a round");
    let path = format!("/api/v1/jobs/{}", id(&job));
    let ended = app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!(
        (&ended["state"], &ended["refusal"]),
        (&json!("failed"), &json!("rotation_plan.nothing_owed"))
    );
    let plan = read(&app, &director, &plan, "").await.expect(200);
    assert_eq!((&plan["state"], &plan["job_id"]), (&json!("draft"), &job["id"]));
    // Resting, it is still nothing.
    let window = window(&app).await;
    let resting = change(&app, &window, &json!({ "headcount": 0 })).await.expect(200);
    let job = act(&app, &director, &plan, "solve").await.expect(202);
    solve(state.clone()).await.expect("a round");
    let path = format!("/api/v1/jobs/{}", id(&job));
    assert_eq!(app.get(&path).as_(&director).send().await.expect(200)["state"], "failed");
    // Cancelled before it began.
    change(&app, &resting, &json!({ "headcount": 1 })).await.expect(200);
    let plan = read(&app, &director, &plan, "").await.expect(200);
    let job = act(&app, &director, &plan, "solve").await.expect(202);
    let path = format!("/api/v1/jobs/{}", id(&job));
    let cancel = format!("{path}/actions/cancel");
    let wanted = app.post(&cancel).as_(&director).if_match(1).send().await.expect(200);
    assert_eq!(wanted["allowed_actions"], json!([]));
    solve(state.clone()).await.expect("a round");
    assert_eq!(app.get(&path).as_(&director).send().await.expect(200)["state"], "cancelled");
    assert_eq!(solve(state).await.expect("a round"), 0, "nothing is left to do");
    let ended = app.post(&cancel).as_(&director).if_match(3).send().await;
    assert_problem(&ended, 409, "rotation_plan.wrong_state");
    let labour = app.as_other_handler().await;
    assert_eq!(app.get(&path).as_(&labour).send().await.status, 404);
}
