//! Who replaces whom: what the substitute may do, sees and is told, what is refused, and how it
//! ends.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi::features::notices::fan_out::fan_out;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, Person};

const SUBSTITUTIONS: &str = "/api/v1/substitutions";

fn wanted(holder: &Person, substitute: &Person, from: &str, until: &str) -> Value {
    json!({ "capacity_id": holder.capacity_id, "substitute_id": substitute.id,
        "from_on": from, "until_on": until })
}

async fn ask(app: &TestApp, client: &Client, body: &Value) -> Answer {
    app.post(SUBSTITUTIONS).as_(client).json(body).send().await
}

/// 傅办 replaces 冯办 from Monday to Wednesday, as the director says.
async fn replaced(app: &TestApp) -> Answer {
    let body = wanted(&world::HANDLER, &world::OTHER_HANDLER, "2026-03-02", "2026-03-04");
    let set = ask(app, &app.as_director().await, &body).await;
    set.expect(201);
    set
}

/// Signed in as the person and switched to the capacity.
async fn switched(app: &TestApp, person: &Person, capacity_of: &Person) -> Client {
    let client = app.sign_in(person).await;
    let body = json!({ "capacity_id": capacity_of.capacity_id });
    let answer = app.post("/api/v1/auth/switch").as_(&client).json(&body).send().await;
    let session = answer.expect(200);
    let token = session["access_token"].as_str().unwrap_or_default().to_owned();
    assert_eq!(session["me"]["acting_capacity_id"], json!(capacity_of.capacity_id));
    Client { token, username: person.username.to_owned() }
}

async fn told(app: &TestApp) {
    // A clock that stands still would give notices ids in no order.
    app.advance(Duration::milliseconds(1));
    let state = app.state.clone().into_inner();
    seal_ledger(state.clone()).await.expect("sealing");
    fan_out(state).await.expect("telling");
}

async fn kinds(app: &TestApp, client: &Client) -> Vec<String> {
    let page = app.get("/api/v1/notices").as_(client).send().await.expect(200);
    let all = page["items"].as_array().cloned().unwrap_or_default();
    all.iter().map(|one| one["kind"].as_str().unwrap_or_default().to_owned()).collect()
}

#[actix_web::test]
async fn a_substitute_sees_the_queue_and_acts_under_their_own_name() {
    let app = TestApp::new().await;
    let case = app.case().dispatched().await;
    let own = app.as_other_handler().await;
    let hidden = app.get(case.path()).as_(&own).send().await;
    assert_problem(&hidden, 404, "request.not_found");
    replaced(&app).await;
    let me = app.get("/api/v1/me").as_(&own).send().await.expect(200);
    assert_eq!(me["capacities"][0]["substitute_for"], json!(null));
    assert_eq!(me["capacities"][1]["id"], json!(world::HANDLER.capacity_id));
    assert_eq!(me["capacities"][1]["substitute_for"]["name"], world::HANDLER.name);
    // In their own capacity nothing has changed.
    let hidden = app.get(case.path()).as_(&own).send().await;
    assert_problem(&hidden, 404, "request.not_found");
    let acting = switched(&app, &world::OTHER_HANDLER, &world::HANDLER).await;
    let queue = app.get("/api/v1/cases?queue=mine").as_(&acting).send().await.expect(200);
    assert_eq!(queue["items"][0]["id"], case.id.as_str());
    app.act(&acting, &case, "sign", &json!({})).await;
    let events = app.get(format!("{}/events", case.path())).as_(&acting).send().await.expect(200);
    let all = events["items"].as_array().cloned().unwrap_or_default();
    let last = all.last().expect("an event");
    assert_eq!(last["kind"], "signed");
    assert_eq!(last["actor"]["person_id"], json!(world::OTHER_HANDLER.id));
    assert_eq!(last["on_behalf_of"]["name"], world::HANDLER.name);
    assert_eq!(all[0]["on_behalf_of"], Value::Null, "the clerk acted for herself");
    assert_eq!(last["capacity"]["department_id"], json!(world::HOUSING.id));
    // Whoever was slower is told the same.
    let stale = app.acting(&acting, &case, "sign", &json!({})).send().await;
    let problem = assert_problem(&stale, 412, "case.stale_version");
    assert_eq!(problem["changes"][0]["on_behalf_of"]["name"], world::HANDLER.name);
    let actor = app.actor_of(&acting).await;
    assert_eq!(actor.person_id, world::OTHER_HANDLER.id);
    assert_eq!(actor.on_behalf_of, Some(world::HANDLER.id));
}

#[actix_web::test]
async fn a_substitute_gets_the_absent_colleagues_notices() {
    let app = TestApp::new().await;
    replaced(&app).await;
    app.case().dispatched().await;
    told(&app).await;
    let substitute = app.as_other_handler().await;
    assert_eq!(kinds(&app, &substitute).await, ["assigned", "substitute_named"]);
    assert_eq!(kinds(&app, &app.as_handler().await).await, ["assigned", "substitute_named"]);
    assert_eq!(kinds(&app, &app.as_director().await).await, Vec::<String>::new());
    app.advance(Duration::days(3));
    app.case().dispatched().await;
    told(&app).await;
    assert_eq!(kinds(&app, &substitute).await.len(), 2, "it is over");
}

#[actix_web::test]
async fn a_village_officers_own_records_pass_with_the_capacity() {
    let app = TestApp::new().await;
    let officer = app.as_village_officer().await;
    let case = app.case().by(&officer).registered().await;
    let body = wanted(&world::VILLAGE_OFFICER, &world::TOWNSHIP_CLERK, "2026-03-02", "2026-03-03");
    ask(&app, &app.as_director().await, &body).await.expect(201);
    let acting = switched(&app, &world::TOWNSHIP_CLERK, &world::VILLAGE_OFFICER).await;
    let queue = app.get("/api/v1/cases?queue=following").as_(&acting).send().await.expect(200);
    assert_eq!(queue["items"][0]["id"], case.id.as_str());
    let body = zongzhi_tests::builders::case::classified();
    app.act(&acting, &case, "classify", &body).await;
}

#[actix_web::test]
async fn rights_end_on_the_day() {
    let app = TestApp::new().await;
    let case = app.case().dispatched().await;
    let body = wanted(&world::HANDLER, &world::OTHER_HANDLER, "2026-03-03", "2026-03-04");
    ask(&app, &app.as_director().await, &body).await.expect(201);
    let own = app.as_other_handler().await;
    let switch = json!({ "capacity_id": world::HANDLER.capacity_id });
    let early = app.post("/api/v1/auth/switch").as_(&own).json(&switch).send().await;
    assert_problem(&early, 422, "auth.unknown_capacity");
    app.clock.set("2026-03-03T00:00:00+08:00".parse().expect("an instant"));
    let acting = switched(&app, &world::OTHER_HANDLER, &world::HANDLER).await;
    app.clock.set("2026-03-04T23:59:59+08:00".parse().expect("an instant"));
    app.get(case.path()).as_(&acting).send().await.expect(200);
    // Not ten seconds later, when the cache would look again.
    app.clock.set("2026-03-05T00:00:00+08:00".parse().expect("an instant"));
    let over = app.get(case.path()).as_(&acting).send().await;
    assert_problem(&over, 401, "auth.invalid_token");
    let again = app.post("/api/v1/auth/switch").as_(&own).json(&switch).send().await;
    assert_problem(&again, 422, "auth.unknown_capacity");
    let me = app.get("/api/v1/me").as_(&own).send().await.expect(200);
    assert_eq!(me["capacities"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn a_session_goes_on_in_ones_own_capacity_when_it_is_over() {
    let app = TestApp::new().await;
    replaced(&app).await;
    let body = json!({ "username": world::OTHER_HANDLER.username, "password": world::PASSWORD });
    let signed_in = app.post("/api/v1/auth/login").json(&body).send().await;
    let cookie = signed_in.header("set-cookie").unwrap_or_default();
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let token = signed_in.expect(200)["access_token"].as_str().unwrap_or_default().to_owned();
    let client = Client { token, username: String::new() };
    let switch = json!({ "capacity_id": world::HANDLER.capacity_id });
    app.post("/api/v1/auth/switch").as_(&client).json(&switch).send().await.expect(200);
    app.advance(Duration::days(3));
    let renewed = app.post("/api/v1/auth/refresh").header("cookie", &cookie).send().await;
    let me = renewed.expect(200)["me"].clone();
    assert_eq!(me["acting_capacity_id"], json!(world::OTHER_HANDLER.capacity_id));
}

#[actix_web::test]
async fn revoking_ends_the_session_in_the_capacity_at_once() {
    let app = TestApp::new().await;
    let set = replaced(&app).await;
    let acting = switched(&app, &world::OTHER_HANDLER, &world::HANDLER).await;
    app.get("/api/v1/cases").as_(&acting).send().await.expect(200);
    let path = format!("{}/actions/revoke", set.header("location").unwrap_or_default());
    let holder = app.as_handler().await;
    let refused = app.post(&path).as_(&app.as_other_handler().await).if_match(1).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let blind = app.post(&path).as_(&holder).send().await;
    assert_problem(&blind, 428, "request.if_match_missing");
    let revoked = app.post(&path).as_(&holder).if_match(1).send().await.expect(200);
    assert_eq!(revoked["state"], "revoked");
    assert_eq!(revoked["allowed_actions"], json!([]));
    let ended = app.get("/api/v1/cases").as_(&acting).send().await;
    assert_problem(&ended, 401, "auth.invalid_token");
    let stale = app.post(&path).as_(&holder).if_match(1).send().await;
    assert_problem(&stale, 412, "request.stale_version");
    let again = app.post(&path).as_(&holder).if_match(2).send().await;
    assert_problem(&again, 409, "substitution.over");
    assert_eq!(kinds(&app, &app.as_other_handler().await).await[0], "substitute_revoked");
}

#[actix_web::test]
async fn somebody_who_left_replaces_nobody_and_is_not_replaced() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    replaced(&app).await;
    let acting = switched(&app, &world::OTHER_HANDLER, &world::HANDLER).await;
    let path = format!("/api/v1/people/{}", world::HANDLER.id);
    let left = json!({ "is_active": false });
    app.patch(path).as_(&admin).if_match(1).json(&left).send().await.expect(200);
    let ended = app.get("/api/v1/cases").as_(&acting).send().await;
    assert_problem(&ended, 401, "auth.invalid_token");
}

#[actix_web::test]
async fn a_withdrawn_capacity_passes_nothing_on() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    replaced(&app).await;
    let acting = switched(&app, &world::OTHER_HANDLER, &world::HANDLER).await;
    let path = format!("/api/v1/capacities/{}", world::HANDLER.capacity_id);
    let no = json!({ "is_active": false });
    app.patch(path).as_(&admin).if_match(1).json(&no).send().await.expect(200);
    let ended = app.get("/api/v1/cases").as_(&acting).send().await;
    assert_problem(&ended, 401, "auth.invalid_token");
}

#[actix_web::test]
async fn signing_out_ends_it_too() {
    let app = TestApp::new().await;
    replaced(&app).await;
    let acting = switched(&app, &world::OTHER_HANDLER, &world::HANDLER).await;
    app.post("/api/v1/auth/logout").as_(&acting).send().await;
    let ended = app.get("/api/v1/cases").as_(&acting).send().await;
    assert_problem(&ended, 401, "auth.invalid_token");
}

#[actix_web::test]
async fn the_past_disorder_and_years_are_refused() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let set = async |from: &str, until: &str| {
        let body = wanted(&world::HANDLER, &world::OTHER_HANDLER, from, until);
        ask(&app, &director, &body).await
    };
    assert_fields(&set("2026-03-01", "2026-03-04").await, &["/from_on"]);
    assert_fields(&set("2026-03-04", "2026-03-03").await, &["/until_on"]);
    let years = set("2026-03-04", "2029-03-03").await;
    assert_fields(&years, &["/until_on"]);
    assert_eq!(years.json()["errors"][0]["code"], "substitution.invalid_dates");
    assert_fields(&set("2026-03-04", "soon").await, &["/until_on"]);
}

#[actix_web::test]
async fn oneself_admins_and_exclusive_roles_are_refused() {
    let app = TestApp::new().await;
    let (director, admin) = (app.as_director().await, app.as_system_admin().await);
    let code = async |client: &Client, holder: &Person, substitute: &Person| {
        let body = wanted(holder, substitute, "2026-03-02", "2026-03-03");
        let refused = ask(&app, client, &body).await;
        assert_eq!(refused.status, 422, "{refused}");
        refused.json()["errors"][0]["code"].as_str().unwrap_or_default().to_owned()
    };
    let own = code(&director, &world::HANDLER, &world::HANDLER).await;
    assert_eq!(own, "substitution.self");
    let exclusive = code(&director, &world::HANDLER, &world::AUDITOR).await;
    assert_eq!(exclusive, "substitution.exclusive_roles");
    for separated in [&world::AUDITOR, &world::SECURITY_ADMIN, &world::SYSTEM_ADMIN] {
        let passed_on = code(&admin, separated, &world::CLERK).await;
        assert_eq!(passed_on, "substitution.admin_role");
    }
    // And nobody becomes an administrator while they replace somebody.
    replaced(&app).await;
    let grant = json!({ "person_id": world::OTHER_HANDLER.id, "role": "auditor",
        "region_id": world::COUNTY.id });
    let path = format!("/api/v1/capacities/{}", world::OTHER_HANDLER.capacity_id);
    let no = json!({ "is_active": false });
    app.patch(path).as_(&admin).if_match(1).json(&no).send().await.expect(200);
    let refused = app.post("/api/v1/capacities").as_(&admin).json(&grant).send().await;
    assert_problem(&refused, 422, "capacity.exclusive_roles");
}

#[actix_web::test]
async fn overlaps_and_chains_are_refused() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    replaced(&app).await;
    let overlap = wanted(&world::HANDLER, &world::MEDIATOR, "2026-03-04", "2026-03-06");
    assert_problem(&ask(&app, &director, &overlap).await, 409, "substitution.overlap");
    // The substitute cannot be away, and who is away cannot be a substitute.
    let onward = wanted(&world::OTHER_HANDLER, &world::MEDIATOR, "2026-03-03", "2026-03-09");
    assert_problem(&ask(&app, &director, &onward).await, 409, "substitution.chain");
    let absent = wanted(&world::MEDIATOR, &world::HANDLER, "2026-03-03", "2026-03-03");
    assert_problem(&ask(&app, &director, &absent).await, 409, "substitution.chain");
    let after = wanted(&world::HANDLER, &world::MEDIATOR, "2026-03-05", "2026-03-06");
    ask(&app, &director, &after).await.expect(201);
}

#[actix_web::test]
async fn one_names_somebody_of_the_unit_and_only_for_oneself() {
    let app = TestApp::new().await;
    let (handler, clerk) = (app.as_handler().await, app.as_clerk().await);
    let elsewhere = wanted(&world::HANDLER, &world::OTHER_HANDLER, "2026-03-02", "2026-03-03");
    let refused = ask(&app, &handler, &elsewhere).await;
    assert_fields(&refused, &["/substitute_id"]);
    assert_eq!(refused.json()["errors"][0]["code"], "substitution.other_unit");
    let others = wanted(&world::HANDLER, &world::CLERK, "2026-03-02", "2026-03-03");
    let refused = ask(&app, &clerk, &others).await;
    assert_eq!(refused.json()["errors"][0]["code"], "substitution.unknown_capacity");
    let mine = wanted(&world::CLERK, &world::DISPATCHER, "2026-03-02", "2026-03-03");
    let set = ask(&app, &clerk, &mine).await.expect(201);
    assert_eq!(set["state"], "current");
    assert_eq!(set["capacity"]["person"]["name"], world::CLERK.name);
    assert_eq!(set["substitute"]["name"], world::DISPATCHER.name);
    let path = format!("{SUBSTITUTIONS}/candidates?capacity_id={}", world::CLERK.capacity_id);
    let found = app.get(&path).as_(&clerk).send().await.expect(200);
    let names: Vec<_> = found["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|person| person["name"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(names.contains(&world::DISPATCHER.name.to_owned()), "{names:?}");
    assert!(!names.contains(&world::CLERK.name.to_owned()), "{names:?}");
    assert!(!names.contains(&world::HANDLER.name.to_owned()), "{names:?}");
    let foreign = app.get(&path).as_(&handler).send().await;
    assert_problem(&foreign, 404, "request.not_found");
}

#[actix_web::test]
async fn a_director_reaches_their_region_and_others_their_own() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let beyond =
        wanted(&world::OTHER_COUNTY_HANDLER, &world::OTHER_CLERK, "2026-03-02", "2026-03-03");
    let refused = ask(&app, &director, &beyond).await;
    assert_eq!(refused.json()["errors"][0]["code"], "substitution.unknown_capacity");
    let foreign = world::OTHER_COUNTY_HANDLER.capacity_id;
    let path = format!("{SUBSTITUTIONS}/candidates?capacity_id={foreign}");
    let nobody = app.get(path).as_(&director).send().await;
    assert_problem(&nobody, 404, "request.not_found");
    ask(&app, &app.as_system_admin().await, &beyond).await.expect(201);
    let set = replaced(&app).await;
    let path = set.header("location").unwrap_or_default().to_owned();
    let total = async |client: &Client, query: &str| {
        let path = format!("{SUBSTITUTIONS}?count=exact{query}");
        app.get(path).as_(client).send().await.expect(200)["total"].clone()
    };
    assert_eq!(total(&app.as_system_admin().await, "").await, 2);
    assert_eq!(total(&director, "").await, 1);
    assert_eq!(total(&director, "&state=current").await, 1);
    assert_eq!(total(&director, "&state=ended").await, 0);
    assert_eq!(total(&app.as_handler().await, "").await, 1);
    assert_eq!(total(&app.as_other_handler().await, "").await, 1);
    assert_eq!(total(&app.as_clerk().await, "").await, 0);
    let hidden = app.get(&path).as_(&app.as_clerk().await).send().await;
    assert_problem(&hidden, 404, "request.not_found");
    let auditor = app.get(SUBSTITUTIONS).as_(&app.as_auditor().await).send().await;
    assert_problem(&auditor, 403, "auth.not_allowed");
    let path = format!("{SUBSTITUTIONS}/capacities?q=冯");
    let found = app.get(path).as_(&director).send().await.expect(200);
    assert_eq!(found["items"][0]["id"], json!(world::HANDLER.capacity_id));
    assert_eq!(found["total"], 1);
}
