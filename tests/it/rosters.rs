//! Published rosters: repaired, swapped, explained, changed by hand, taken out as workbooks and read
//! again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use zongzhi::features::rotation_plans::jobs::solve;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, Person};

use crate::rotation_plans::{act, drawn, solved, window};
use crate::stationing_obligations::kit::{change, decide, id, leave};

const PLANS: &str = "/api/v1/rotation-plans";
const SWAPS: &str = "/api/v1/swap-requests";

/// A window at which anybody named may serve all four weeks.
pub(crate) async fn easy_window(app: &TestApp) -> Value {
    let window = window(app).await;
    let loose = json!({ "max_blocks": 4, "rest_days": 0 });
    change(app, &window, &loose).await.expect(200)
}

/// The same with a roster for March that hangs on the wall.
pub(crate) async fn published(app: &TestApp) -> Value {
    easy_window(app).await;
    let plan = solved(app, &drawn(app, "2026-03-02", "2026-03-29").await).await;
    act(app, &app.as_director().await, &plan, "publish").await.expect(200)
}

async fn read(app: &TestApp, client: &Client, plan: &str, part: &str) -> Answer {
    app.get(format!("{PLANS}/{plan}{part}")).as_(client).send().await
}

/// The turns of a plan in the order of their days.
pub(crate) async fn roster(app: &TestApp, plan: &str) -> Vec<Value> {
    let director = app.as_director().await;
    let page = read(app, &director, plan, "/assignments?limit=200").await.expect(200);
    let mut rows = page["items"].as_array().cloned().unwrap_or_default();
    rows.sort_by_key(|row| row["from_on"].as_str().unwrap_or_default().to_owned());
    rows
}

/// Who serves a turn, and the other one who is named.
pub(crate) async fn sides(app: &TestApp, turn: &Value) -> [(Client, Person); 2] {
    let first = (app.as_other_handler().await, world::OTHER_HANDLER);
    let second = (app.as_handler().await, world::HANDLER);
    if turn["person"]["id"] == world::OTHER_HANDLER.id.to_string() {
        [first, second]
    } else {
        [second, first]
    }
}

async fn is_sick(app: &TestApp, (client, person): (&Client, &Person), from: &str, until: &str) {
    let director = app.as_director().await;
    let asked = leave(app, client, person, ("sick", from, until)).await.expect(201);
    decide(app, &director, &asked, "approve", &json!({})).await.expect(200);
}

/// Has a published plan repaired, and answers the draft that came of it.
async fn repaired(app: &TestApp, plan: &Value, from: &str, until: &str) -> Value {
    let director = app.as_director().await;
    let version = plan["version"].as_i64().unwrap_or_default();
    let path = format!("{PLANS}/{}/actions/repair", id(plan));
    let body = json!({ "from_on": from, "until_on": until });
    let job = app.post(path).as_(&director).if_match(version).json(&body).send().await.expect(202);
    while solve(app.state.clone().into_inner()).await.expect("a round") > 0 {}
    let path = format!("/api/v1/jobs/{}", id(&job));
    let job = app.get(path).as_(&director).send().await.expect(200);
    assert_eq!(job["state"], "done", "{job}");
    let made = job["plan_id"].as_str().unwrap_or_default();
    read(app, &director, made, "").await.expect(200)
}

/// The kinds of the notices somebody was given.
pub(crate) async fn kinds(app: &TestApp, client: &Client) -> Vec<String> {
    let page = app.get("/api/v1/notices").as_(client).send().await.expect(200);
    let items = page["items"].as_array().cloned().unwrap_or_default();
    items.iter().filter_map(|one| one["kind"].as_str().map(ToOwned::to_owned)).collect()
}

#[actix_web::test]
async fn a_sick_week_changes_two_people_who_are_listed_before_it_is_published() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let plan = published(&app).await;
    assert_eq!(plan["allowed_actions"], json!(["repair"]));
    let before = roster(&app, id(&plan)).await;
    let [(client, person), (other, stand_in)] = sides(&app, &before[2]).await;
    is_sick(&app, (&client, &person), "2026-03-16", "2026-03-20").await;
    let draft = repaired(&app, &plan, "2026-03-16", "2026-03-20").await;
    assert_eq!((&draft["state"], &draft["edition"]), (&json!("draft"), &json!(2)));
    assert_eq!(draft["repairs_id"], plan["id"]);
    let changes = read(&app, &director, id(&draft), "/changes").await.expect(200);
    assert_eq!(changes["person_count"], 2, "{changes}");
    let listed = changes["people"].as_array().cloned().unwrap_or_default();
    let of = |person: &Person| {
        listed.iter().find(|one| one["person"]["id"] == person.id.to_string()).cloned()
    };
    let gone = of(&person).expect("who is sick");
    assert_eq!(gone["removed"][0]["from_on"], "2026-03-16");
    assert_eq!(of(&stand_in).expect("who stands in")["added"][0]["from_on"], "2026-03-16");
    // Nothing else moved.
    let after = roster(&app, id(&draft)).await;
    for week in [0, 1, 3] {
        assert_eq!(before[week]["person"], after[week]["person"], "week {week}");
    }
    act(&app, &director, &draft, "publish").await.expect(200);
    let old = read(&app, &director, id(&plan), "").await.expect(200);
    assert_eq!(old["state"], "superseded");
    for told in [&client, &other] {
        assert!(kinds(&app, told).await.contains(&"roster_changed".to_owned()));
    }
}

#[actix_web::test]
async fn a_week_is_cut_where_somebody_falls_ill_in_its_middle() {
    let app = TestApp::new().await;
    let plan = published(&app).await;
    let before = roster(&app, id(&plan)).await;
    let [(client, person), (_, stand_in)] = sides(&app, &before[1]).await;
    is_sick(&app, (&client, &person), "2026-03-11", "2026-03-13").await;
    let draft = repaired(&app, &plan, "2026-03-11", "2026-03-13").await;
    let after = roster(&app, id(&draft)).await;
    let half = after.iter().find(|row| row["from_on"] == "2026-03-11").expect("half a week");
    assert_eq!(half["person"]["id"], stand_in.id.to_string());
    let kept = after.iter().find(|row| row["from_on"] == "2026-03-09").expect("its beginning");
    assert_eq!((&kept["until_on"], &kept["person"]), (&json!("2026-03-10"), &before[1]["person"]));
}

#[actix_web::test]
async fn a_repair_begins_today_and_is_of_what_hangs_on_the_wall() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let plan = published(&app).await;
    let version = plan["version"].as_i64().unwrap_or_default();
    let path = format!("{PLANS}/{}/actions/repair", id(&plan));
    for (from, until, pointer) in [
        ("2026-03-01", "2026-03-05", "/from_on"),
        ("2026-03-30", "2026-03-31", "/from_on"),
        ("2026-03-10", "2026-03-09", "/until_on"),
    ] {
        let body = json!({ "from_on": from, "until_on": until });
        let answer = app.post(&path).as_(&director).if_match(version).json(&body).send().await;
        assert_fields(&answer, &[pointer]);
    }
    let body = json!({ "from_on": "2026-03-09", "until_on": "2026-03-13" });
    let labour = app.as_other_handler().await;
    let refused = app.post(&path).as_(&labour).if_match(version).json(&body).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    // Two repairs of one edition: the second would take the first back unseen.
    let first = repaired(&app, &plan, "2026-03-09", "2026-03-13").await;
    let second = repaired(&app, &plan, "2026-03-09", "2026-03-13").await;
    act(&app, &director, &first, "publish").await.expect(200);
    let late = act(&app, &director, &second, "publish").await;
    assert_problem(&late, 409, "rotation_plan.base_superseded");
}

async fn ask(app: &TestApp, client: &Client, turn: &Value, with: &Person) -> Answer {
    let body = json!({
        "assignment_id": turn["id"], "with_person_id": with.id, "reason": "参加培训",
    });
    app.post(SWAPS).as_(client).json(&body).send().await
}

async fn step(app: &TestApp, client: &Client, swap: &Value, verb: &str, body: &Value) -> Answer {
    let version = swap["version"].as_i64().unwrap_or_default();
    let path = format!("{SWAPS}/{}/actions/{verb}", id(swap));
    app.post(path).as_(client).if_match(version).json(body).send().await
}

#[actix_web::test]
async fn a_swap_takes_both_sides_and_the_director() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let plan = published(&app).await;
    let turn = roster(&app, id(&plan)).await.remove(2);
    let [(client, person), (other, stand_in)] = sides(&app, &turn).await;
    // Another's turn is not one's to give.
    assert_problem(&ask(&app, &other, &turn, &person).await, 403, "auth.not_allowed");
    assert_fields(&ask(&app, &client, &turn, &person).await, &["/with_person_id"]);
    assert_fields(&ask(&app, &client, &turn, &world::CLERK).await, &["/with_person_id"]);
    let asked = ask(&app, &client, &turn, &stand_in).await.expect(201);
    assert_eq!(asked["allowed_actions"], json!(["withdraw"]));
    let again = ask(&app, &client, &turn, &stand_in).await;
    assert_problem(&again, 409, "swap_request.pending");
    assert!(kinds(&app, &other).await.contains(&"roster_swap_asked".to_owned()));
    let early = step(&app, &director, &asked, "approve", &json!({})).await;
    assert_problem(&early, 409, "swap_request.wrong_state");
    assert_eq!(step(&app, &client, &asked, "agree", &json!({})).await.status, 403);
    let silent = step(&app, &other, &asked, "decline", &json!({})).await;
    assert_fields(&silent, &["/note"]);
    let agreed = step(&app, &other, &asked, "agree", &json!({})).await.expect(200);
    assert_eq!(agreed["state"], "agreed");
    assert!(kinds(&app, &director).await.contains(&"roster_swap_agreed".to_owned()));
    let clerk = app.as_clerk().await;
    let path = format!("{SWAPS}/{}", id(&asked));
    assert_eq!(app.get(&path).as_(&clerk).send().await.status, 404);
    let done = step(&app, &director, &agreed, "approve", &json!({})).await.expect(200);
    assert_eq!(done["state"], "approved");
    let made = done["made_plan_id"].as_str().unwrap_or_default();
    let new = read(&app, &client, made, "").await.expect(200);
    assert_eq!((&new["state"], &new["edition"]), (&json!("published"), &json!(2)));
    let swapped = roster(&app, made).await.remove(2);
    assert_eq!(swapped["person"]["id"], stand_in.id.to_string());
    let old = read(&app, &director, id(&plan), "").await.expect(200);
    assert_eq!(old["state"], "superseded");
    let own = app.get(format!("{SWAPS}?is_mine=true&state=approved&count=exact")).as_(&client);
    assert_eq!(own.send().await.expect(200)["total"], 1);
    // The roster explains itself as before.
    read(&app, &director, made, "/explanation").await.expect(200);
    read(&app, &director, made, "/explanation/people").await.expect(200);
}

#[actix_web::test]
async fn a_swap_that_breaks_a_rule_is_refused_in_words_and_one_may_be_withdrawn() {
    let app = TestApp::new().await;
    let plan = published(&app).await;
    let rows = roster(&app, id(&plan)).await;
    let turn = &rows[2];
    let [(client, _), (other, stand_in)] = sides(&app, turn).await;
    is_sick(&app, (&other, &stand_in), "2026-03-16", "2026-03-20").await;
    let refused = ask(&app, &client, turn, &stand_in).await;
    let problem = assert_problem(&refused, 409, "swap_request.breaks_rules");
    let text = problem["breaks"][0]["text"].as_str().unwrap_or_default().to_owned();
    assert!(text.contains(stand_in.name), "{problem}");
    // What has begun is nobody's to swap.
    let [(begun, _), (_, with)] = sides(&app, &rows[0]).await;
    assert_fields(&ask(&app, &begun, &rows[0], &with).await, &["/assignment_id"]);
    let [(client, _), (other, with)] = sides(&app, &rows[3]).await;
    let asked = ask(&app, &client, &rows[3], &with).await.expect(201);
    let foreign = step(&app, &other, &asked, "withdraw", &json!({})).await;
    assert_problem(&foreign, 403, "auth.not_allowed");
    let back = step(&app, &client, &asked, "withdraw", &json!({})).await.expect(200);
    assert_eq!((&back["state"], &back["allowed_actions"]), (&json!("withdrawn"), &json!([])));
    let late = step(&app, &other, &back, "agree", &json!({})).await;
    assert_problem(&late, 409, "swap_request.wrong_state");
    let stale = step(&app, &client, &asked, "withdraw", &json!({})).await;
    assert_problem(&stale, 412, "request.stale_version");
}

#[actix_web::test]
async fn everybody_reads_what_they_do_and_why_and_the_director_of_all() {
    let app = TestApp::new().await;
    let (director, labour) = (app.as_director().await, app.as_other_handler().await);
    let plan = published(&app).await;
    let all = read(&app, &director, id(&plan), "/explanation/people").await.expect(200);
    let people = all["people"].as_array().cloned().unwrap_or_default();
    assert_eq!(people.len(), 2, "{all}");
    let loads: i64 = people.iter().filter_map(|one| one["load"].as_i64()).sum();
    assert_eq!(loads, 200, "twenty days of ten tenths each: {all}");
    let own = read(&app, &labour, id(&plan), "/explanation/people").await.expect(200);
    let mine = own["people"].as_array().cloned().unwrap_or_default();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0]["person"]["id"], world::OTHER_HANDLER.id.to_string());
    assert!(mine[0]["loads"].as_array().is_some_and(|loads| !loads.is_empty()), "{own}");
    let turn = roster(&app, id(&plan)).await.remove(0);
    let part = format!("/assignments/{}/explanation", id(&turn));
    let cost = read(&app, &director, id(&plan), &part).await.expect(200);
    let terms = cost["terms"].as_array().cloned().unwrap_or_default();
    let sum: i64 = terms.iter().filter_map(|term| term["minutes"].as_i64()).sum();
    assert_eq!(Some(sum), cost["total"].as_i64());
}

#[actix_web::test]
async fn turns_are_put_in_and_taken_out_by_hand_under_every_rule() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    easy_window(&app).await;
    let plan = solved(&app, &drawn(&app, "2026-03-02", "2026-03-29").await).await;
    let last = roster(&app, id(&plan)).await.remove(3);
    let base = format!("{PLANS}/{}/assignments", id(&plan));
    let path = format!("{base}/{}/actions/remove", id(&last));
    let trial = json!({ "is_trial": true });
    let told = app.post(&path).as_(&director).if_match(1).json(&trial).send().await.expect(200);
    assert!(told["cost_after"].as_i64() > told["cost_before"].as_i64(), "{told}");
    assert_eq!(roster(&app, id(&plan)).await.len(), 4);
    app.post(&path).as_(&director).if_match(1).send().await.expect(200);
    assert_eq!(roster(&app, id(&plan)).await.len(), 3);
    let gone = app.post(&path).as_(&director).if_match(1).send().await;
    assert_eq!(gone.status, 404);
    let put = |change: Value| {
        let mut body = json!({
            "obligation_id": last["obligation_id"], "person_id": last["person"]["id"], "block": 3,
        });
        for (name, value) in change.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        app.post(&base).as_(&director).json(&body)
    };
    let nobody = put(json!({ "person_id": world::CLERK.id })).send().await;
    assert_fields(&nobody, &["/person_id"]);
    assert_fields(&put(json!({ "block": 9 })).send().await, &["/block"]);
    let nothing = put(json!({ "obligation_id": world::CENTER.id })).send().await;
    assert_fields(&nothing, &["/obligation_id"]);
    let crowded = put(json!({ "block": 2 })).send().await;
    assert_problem(&crowded, 409, "rotation_plan.breaks_rules");
    put(json!({ "is_trial": true })).send().await.expect(200);
    let added = put(json!({})).send().await.expect(201);
    assert_eq!(added["cost_after"], told["cost_before"]);
    assert_eq!(roster(&app, id(&plan)).await.len(), 4);
}

#[actix_web::test]
async fn a_roster_leaves_as_a_workbook_and_comes_back() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    easy_window(&app).await;
    let plan = solved(&app, &drawn(&app, "2026-03-02", "2026-03-29").await).await;
    let before = roster(&app, id(&plan)).await;
    let file = read(&app, &director, id(&plan), "/workbook").await;
    assert_eq!(file.status, 200);
    let content = STANDARD.encode(&file.body);
    let path = format!("{PLANS}/{}/actions/import_roster", id(&plan));
    let version = plan["version"].as_i64().unwrap_or_default();
    let send = |body: Value| app.post(&path).as_(&director).if_match(version).json(&body);
    assert_fields(&send(json!({ "content": "UEsDBA==" })).send().await, &["/content"]);
    let trial = send(json!({ "content": content, "is_trial": true })).send().await.expect(200);
    assert_eq!((&trial["turn_count"], &trial["lines"]), (&json!(4), &json!([])));
    assert_eq!(trial["cost_before"], trial["cost_after"]);
    send(json!({ "content": content })).send().await.expect(200);
    let after = roster(&app, id(&plan)).await;
    let people = |rows: &[Value]| -> Vec<Value> {
        rows.iter().map(|row| row["person"]["id"].clone()).collect()
    };
    assert_eq!(people(&before), people(&after));
    let stale = send(json!({ "content": content })).send().await;
    assert_problem(&stale, 412, "request.stale_version");
}
