//! Plans that stand beside and after each other: each centre has its own, nobody is in two at once, and
//! what somebody is admitted to and qualified for is looked at day by day.

use serde_json::{Value, json};
use zongzhi::features::rotation_plans::entity::run;
use zongzhi::features::rotation_plans::jobs::solve;
use zongzhi::features::rotation_plans::repo;
use zongzhi::platform::db::Tx;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::rosters::{easy_window, roster, sides};
use crate::rotation_plans::{act, drawn, solved, window};
use crate::stationing_obligations::kit::{change, enter, id, owed, step};

const PLANS: &str = "/api/v1/rotation-plans";
const MARCH: (&str, &str) = ("2026-03-02", "2026-03-29");

/// A window of the township's centre with `people` of a department named and admitted.
async fn town_window(
    app: &TestApp,
    sender: &Client,
    department: &world::Department,
    people: &[world::Person],
) {
    let director = app.as_director().await;
    let body = json!({
        "name": "镇窗口", "kind": "window", "center_id": world::TOWNSHIP_CENTER.id,
    });
    let post = app.post("/api/v1/posts").as_(&director).json(&body).send().await.expect(201);
    let mut body = owed(&post);
    body["department_id"] = json!(department.id);
    body["max_blocks"] = json!(4);
    body["rest_days"] = json!(0);
    let mut named = Vec::new();
    for (person, role) in people.iter().zip(["A", "B"]) {
        let asked = json!({
            "person_id": person.id, "department_id": department.id, "letter": "函〔2026〕1号",
            "center_id": world::TOWNSHIP_CENTER.id, "from_on": "2026-01-01",
        });
        let path = "/api/v1/stationings";
        let asked = app.post(path).as_(sender).json(&asked).send().await.expect(201);
        step(app, &director, &asked, "admit", &json!({})).await.expect(200);
        named.push(json!({ "person_id": person.id, "role": role }));
    }
    body["nominees"] = json!(named);
    enter(app, &body).await.expect(201);
}

/// A plan of some centres drawn up by the county's.
async fn drawn_for(app: &TestApp, (from, until): (&str, &str), centers: &[world::Center]) -> Value {
    let ids: Vec<_> = centers.iter().map(|center| center.id).collect();
    let body = json!({
        "name": "轮驻方案", "period": { "from_on": from, "until_on": until }, "center_ids": ids,
    });
    let director = app.as_director().await;
    app.post(PLANS).as_(&director).json(&body).send().await.expect(201)
}

async fn state_of(app: &TestApp, plan: &Value) -> Value {
    let director = app.as_director().await;
    let path = format!("{PLANS}/{}", id(plan));
    app.get(path).as_(&director).send().await.expect(200)["state"].clone()
}

async fn explained(app: &TestApp, plan: &Value) -> Value {
    let director = app.as_director().await;
    let path = format!("{PLANS}/{}/explanation", id(plan));
    app.get(path).as_(&director).send().await.expect(200)
}

#[actix_web::test]
async fn each_centre_keeps_its_plan_and_a_swap_finds_its_own() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    easy_window(&app).await;
    let mediator = app.as_mediator().await;
    town_window(&app, &mediator, &world::JUSTICE, &[world::MEDIATOR]).await;
    let county = solved(&app, &drawn_for(&app, MARCH, &[world::CENTER]).await).await;
    let county = act(&app, &director, &county, "publish").await.expect(200);
    let town = solved(&app, &drawn_for(&app, MARCH, &[world::TOWNSHIP_CENTER]).await).await;
    let town = act(&app, &director, &town, "publish").await.expect(200);
    assert_eq!(town["replaces_id"], json!(null));
    for plan in [&county, &town] {
        assert_eq!(state_of(&app, plan).await, "published");
    }
    let path = format!("/api/v1/duty?on=2026-03-03&center_id={}", world::CENTER.id);
    let duty = app.get(path).as_(&director).send().await.expect(200);
    assert_eq!(duty["posts"][0]["missing"], 0, "{duty}");
    // Some of its days are no ground to refuse what is another centre's.
    let part = drawn_for(&app, ("2026-03-16", "2026-03-22"), &[world::TOWNSHIP_CENTER]).await;
    let refused = act(&app, &director, &solved(&app, &part).await, "publish").await;
    assert_problem(&refused, 409, "rotation_plan.overlap");
    // The newest plan of these days is the township's; the turn is in the county's.
    let turn = roster(&app, id(&county)).await.remove(3);
    let [(client, _), (other, with)] = sides(&app, &turn).await;
    let body =
        json!({ "assignment_id": turn["id"], "with_person_id": with.id, "reason": "参加培训" });
    let swaps = "/api/v1/swap-requests";
    let asked = app.post(swaps).as_(&client).json(&body).send().await.expect(201);
    let path = format!("{swaps}/{}/actions/agree", id(&asked));
    let version = asked["version"].as_i64().unwrap_or_default();
    let agreed = app.post(path).as_(&other).if_match(version).json(&json!({})).send().await;
    assert_eq!(agreed.expect(200)["state"], "agreed");
    // A plan of both centres takes the place of both; one of a part of them leaves a centre behind.
    let centers = [world::CENTER, world::TOWNSHIP_CENTER];
    let both = solved(&app, &drawn_for(&app, MARCH, &centers).await).await;
    act(&app, &director, &both, "publish").await.expect(200);
    for plan in [&county, &town] {
        assert_eq!(state_of(&app, plan).await, "superseded");
    }
    let one = solved(&app, &drawn_for(&app, MARCH, &[world::CENTER]).await).await;
    let refused = act(&app, &director, &one, "publish").await;
    assert_problem(&refused, 409, "rotation_plan.overlap");
}

#[actix_web::test]
async fn nobody_is_in_two_plans_at_once() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    easy_window(&app).await;
    let (labour, people) = (app.as_other_handler().await, [world::OTHER_HANDLER, world::HANDLER]);
    town_window(&app, &labour, &world::LABOUR, &people).await;
    let county = solved(&app, &drawn_for(&app, MARCH, &[world::CENTER]).await).await;
    act(&app, &director, &county, "publish").await.expect(200);
    let town = solved(&app, &drawn_for(&app, MARCH, &[world::TOWNSHIP_CENTER]).await).await;
    let (here, there) = (roster(&app, id(&county)).await, roster(&app, id(&town)).await);
    assert_eq!((here.len(), there.len()), (4, 4));
    for (one, other) in here.iter().zip(&there) {
        assert_eq!(one["from_on"], other["from_on"]);
        assert_ne!(one["person"]["id"], other["person"]["id"]);
    }
}

#[actix_web::test]
async fn a_draft_that_was_overtaken_by_another_plan_is_not_published() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let labour = app.as_other_handler().await;
    easy_window(&app).await;
    town_window(&app, &labour, &world::LABOUR, &[world::OTHER_HANDLER]).await;
    let county = solved(&app, &drawn_for(&app, MARCH, &[world::CENTER]).await).await;
    // The only one named there: every week.
    let town = solved(&app, &drawn_for(&app, MARCH, &[world::TOWNSHIP_CENTER]).await).await;
    let town = act(&app, &director, &town, "publish").await.expect(200);
    let late = act(&app, &director, &county, "publish").await;
    assert_problem(&late, 409, "rotation_plan.elsewhere");
    // Solved again, it is the other one's.
    let county = solved(&app, &county).await;
    let only = world::HANDLER.id.to_string();
    let rows = roster(&app, id(&county)).await;
    assert!(rows.iter().all(|row| row["person"]["id"] == only), "{rows:?}");
    act(&app, &director, &county, "publish").await.expect(200);
    assert_eq!(state_of(&app, &town).await, "published");
}

#[actix_web::test]
async fn rest_goes_on_over_the_border_of_two_plans() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let window = window(&app).await;
    let tight = json!({ "max_blocks": 1, "rest_days": 14 });
    change(&app, &window, &tight).await.expect(200);
    let first = solved(&app, &drawn(&app, "2026-03-02", "2026-03-08").await).await;
    act(&app, &director, &first, "publish").await.expect(200);
    let served = roster(&app, id(&first)).await.remove(0);
    // Two weeks with two people, of whom one rests until the 20th.
    let next = solved(&app, &drawn(&app, "2026-03-09", "2026-03-22").await).await;
    let rows = roster(&app, id(&next)).await;
    assert_eq!(rows.len(), 1, "one week stays empty");
    assert_ne!(rows[0]["person"]["id"], served["person"]["id"]);
    let told = explained(&app, &next).await;
    assert_eq!(told["breaks"], json!([]));
    let short = told["shortages"].as_array().cloned().unwrap_or_default();
    assert_eq!(short.len(), 1, "{told}");
    // They may not go on, and may not begin anew before the rest is over.
    let is_last = short[0]["from_on"] == "2026-03-16";
    let why = if is_last { "2026-03-21 起可排" } else { "连续轮次将超过 1 次" };
    assert!(short[0]["nominees"].to_string().contains(why), "{told}");
}

#[actix_web::test]
async fn a_skill_counts_until_it_expires_and_is_called_by_its_name() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let window = easy_window(&app).await;
    let skilled = json!({ "skill_codes": ["law"] });
    change(&app, &window, &skilled).await.expect(200);
    let held = json!({
        "skill_code": "law", "valid_from": "2026-01-01", "valid_until": "2026-03-18",
    });
    let path = format!("/api/v1/people/{}/qualifications", world::OTHER_HANDLER.id);
    app.post(path).as_(&director).json(&held).send().await.expect(201);
    let plan = solved(&app, &drawn(&app, MARCH.0, MARCH.1).await).await;
    let rows = roster(&app, id(&plan)).await;
    let begin: Vec<_> = rows.iter().filter_map(|row| row["from_on"].as_str()).collect();
    assert_eq!(begin, ["2026-03-02", "2026-03-09"]);
    let told = explained(&app, &plan).await;
    let short = told["shortages"].as_array().cloned().unwrap_or_default();
    let begin: Vec<_> = short.iter().filter_map(|one| one["from_on"].as_str()).collect();
    assert_eq!(begin, ["2026-03-16", "2026-03-23"]);
    let why: Vec<_> = short[0]["nominees"].as_array().into_iter().flatten().collect();
    let is_named =
        |one: &&Value| one["text"].as_str().is_some_and(|text| text.contains("（法律）"));
    assert!(why.iter().all(is_named), "{why:?}");
}

#[actix_web::test]
async fn who_left_one_of_two_centres_is_not_there_any_more() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let (labour, people) = (app.as_other_handler().await, [world::OTHER_HANDLER]);
    easy_window(&app).await;
    town_window(&app, &labour, &world::LABOUR, &people).await;
    // Gone from the county's centre in the second week, and still at the township's.
    let path = format!(
        "/api/v1/stationings?person_id={}&center_id={}",
        world::OTHER_HANDLER.id,
        world::CENTER.id
    );
    let stays = app.get(path).as_(&director).send().await.expect(200);
    let why = json!({ "note": "调整分工", "last_on": "2026-03-12" });
    let going = step(&app, &labour, &stays["items"][0], "request_exit", &why).await.expect(200);
    let gone = step(&app, &director, &going, "approve_exit", &json!({})).await.expect(200);
    assert_eq!(gone["state"], "ended");
    let centers = [world::CENTER, world::TOWNSHIP_CENTER];
    let plan = solved(&app, &drawn_for(&app, MARCH, &centers).await).await;
    let is_late = |row: &&Value| {
        row["person"]["id"] == world::OTHER_HANDLER.id.to_string()
            && row["from_on"].as_str().is_some_and(|day| day >= "2026-03-09")
    };
    let rows = roster(&app, id(&plan)).await;
    let board = format!("{PLANS}/{}/board?from=2026-03-01&to=2026-03-31", id(&plan));
    let board = app.get(board).as_(&director).send().await.expect(200);
    let posts = board["posts"].as_array().cloned().unwrap_or_default();
    let county = posts.iter().find(|post| post["center"]["id"] == world::CENTER.id.to_string());
    let county = county.expect("the county's post")["obligation_id"].clone();
    let late: Vec<_> = rows.iter().filter(is_late).collect();
    assert!(late.iter().all(|row| row["obligation_id"] != county), "{late:?}");
    // By hand it is not allowed either.
    let last =
        rows.iter().find(|row| row["obligation_id"] == county && row["from_on"] == "2026-03-23");
    let last = last.expect("the other one serves it");
    let version = last["version"].as_i64().unwrap_or_default();
    let path = format!("{PLANS}/{}/assignments/{}", id(&plan), id(last));
    let body = json!({ "person_id": world::OTHER_HANDLER.id, "is_trial": true });
    let trial = app.patch(path).as_(&director).if_match(version).json(&body).send().await;
    let trial = trial.expect(200);
    let breaks = trial["breaks"].as_array().cloned().unwrap_or_default();
    assert!(breaks.iter().any(|one| one["code"] == "not_admitted"), "{trial}");
}

#[actix_web::test]
async fn a_run_that_is_cancelled_while_it_runs_keeps_what_it_has() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    window(&app).await;
    let plan = drawn(&app, MARCH.0, MARCH.1).await;
    let job = act(&app, &director, &plan, "solve").await.expect(202);
    // As after a first round of a long run.
    let job_id: uuid::Uuid = id(&job).parse().expect("an id");
    let begun = app.state.db.write(async |tx: &Tx| {
        let found = repo::hold_run(tx, job_id).await?.expect("the run");
        let now = found.created_at;
        let running = run::Model { state: "running".to_owned(), progress_pct: 10, ..found };
        repo::save_run(tx, running, now).await
    });
    begun.await.expect("a run that has begun");
    let path = format!("/api/v1/jobs/{}", id(&job));
    let running = app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!(running["state"], "running");
    let version = running["version"].as_i64().unwrap_or_default();
    let cancel = app.post(format!("{path}/actions/cancel")).as_(&director).if_match(version);
    let wanted = cancel.send().await.expect(200);
    assert_eq!((&wanted["state"], &wanted["allowed_actions"]), (&json!("running"), &json!([])));
    solve(app.state.clone().into_inner()).await.expect("a round");
    let ended = app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!(ended["state"], "cancelled");
    assert_eq!(solve(app.state.clone().into_inner()).await.expect("a round"), 0);
    // The best roster so far, on a draft that may be solved again.
    assert_eq!(state_of(&app, &plan).await, "draft");
    assert_eq!(roster(&app, id(&plan)).await.len(), 4);
}
