//! 首问责任: a visit is noted in seconds, has one owner at every instant, and cannot get lost.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::case::matter;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::cases::{ids, ledger_holds};

async fn noted(app: &TestApp, client: &Client, body: &Value) -> Value {
    app.post("/api/v1/visits").as_(client).json(body).send().await.expect(201)
}

async fn act(app: &TestApp, client: &Client, visit: &Value, verb: &str, body: &Value) -> Answer {
    let id = visit["id"].as_str().unwrap_or_default();
    let path = format!("/api/v1/visits/{id}/actions/{verb}");
    let version = visit["version"].as_i64().unwrap_or_default();
    app.post(path).as_(client).if_match(version).json(body).send().await
}

async fn list(app: &TestApp, client: &Client, query: &str) -> Value {
    app.get(format!("/api/v1/visits?{query}")).as_(client).send().await.expect(200)
}

fn kinds(visit: &Value) -> Vec<&str> {
    let chain = visit["chain"].as_array().into_iter().flatten();
    chain.filter_map(|step| step["kind"].as_str()).collect()
}

#[actix_web::test]
async fn the_channel_is_enough_and_who_was_asked_has_it() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let visit = noted(&app, &clerk, &json!({ "channel": "walk_in" })).await;
    assert_eq!(visit["state"], "open");
    assert_eq!(visit["owner"]["person"]["id"], world::CLERK.id.to_string());
    assert_eq!(visit["asked_person"], visit["owner"]["person"]);
    assert_eq!(visit["came_at"], "2026-03-02T01:00:00Z");
    // To be registered or closed on the same day, by the rule for registration.
    assert_eq!(visit["due_at"], "2026-03-02T15:59:59.999999Z");
    assert_eq!(kinds(&visit), ["noted"]);
    assert_eq!(visit["allowed_actions"], json!(["hand_over", "close", "link"]));
    // The officer of a village was asked; the township's centre is in charge of her visits.
    let officer = app.as_village_officer().await;
    let visit = noted(&app, &officer, &json!({ "channel": "grid" })).await;
    assert_eq!(visit["center"]["id"], world::TOWNSHIP_CENTER.id.to_string());
}

#[actix_web::test]
async fn bad_input_is_named_and_nothing_is_kept() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for (body, pointer) in [
        (json!({}), "/channel"),
        (json!({ "channel": "walk_in", "subject": "电话13800001234" }), "/subject"),
        (json!({ "channel": "walk_in", "subject": "证件 990101 19900307 1234" }), "/subject"),
        (json!({ "channel": "walk_in", "subject": " " }), "/subject"),
        (json!({ "channel": "walk_in", "people_count": 0 }), "/people_count"),
        (json!({ "channel": "walk_in", "came_at": "2026-03-02T02:00:00Z" }), "/came_at"),
        (json!({ "channel": "walk_in", "came_at": "2026-01-02T02:00:00Z" }), "/came_at"),
        (json!({ "channel": "walk_in", "asked_person_id": world::HOUSING.id }), "/asked_person_id"),
    ] {
        let answer = app.post("/api/v1/visits").as_(&clerk).json(&body).send().await;
        assert_fields(&answer, &[pointer]);
    }
    assert_eq!(list(&app, &clerk, "count=exact").await["total"], 0);
    let leader = app.as_leader().await;
    let refused = app.post("/api/v1/visits").as_(&leader).json(&json!({ "channel": "phone" }));
    assert_problem(&refused.send().await, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn it_stays_in_the_same_hands_until_somebody_accepts_it() {
    let app = TestApp::new().await;
    let (clerk, handler) = (app.as_clerk().await, app.as_handler().await);
    let visit = noted(&app, &clerk, &json!({ "channel": "walk_in" })).await;
    for (body, pointer) in [
        (json!({}), "/person_id"),
        (json!({ "person_id": world::CLERK.id }), "/person_id"),
        (
            json!({ "person_id": world::HANDLER.id, "department_id": world::HOUSING.id }),
            "/person_id",
        ),
        (json!({ "department_id": world::CLERK.id }), "/department_id"),
    ] {
        assert_fields(&act(&app, &clerk, &visit, "hand_over", &body).await, &[pointer]);
    }
    let nothing = act(&app, &clerk, &visit, "accept", &json!({})).await;
    assert_problem(&nothing, 409, "visit.nothing_offered");
    app.advance(Duration::minutes(10));
    let to = json!({ "department_id": world::HOUSING.id, "note": "涉及物业，请答复" });
    let offered = act(&app, &clerk, &visit, "hand_over", &to).await.expect(200);
    assert_eq!(offered["owner"]["person"]["id"], world::CLERK.id.to_string());
    assert_eq!(offered["offer"]["department"]["name"], world::HOUSING.name);
    let waiting = list(&app, &handler, "is_offered_to_me=true").await;
    assert_eq!(ids(&waiting), [offered["id"].as_str().unwrap_or_default()]);
    // Another department is not asked, and does not even see it.
    let other = app.as_other_handler().await;
    assert_eq!(act(&app, &other, &offered, "accept", &json!({})).await.status, 404);
    app.advance(Duration::minutes(5));
    let accepted = act(&app, &handler, &offered, "accept", &json!({})).await.expect(200);
    assert_eq!(accepted["owner"]["person"]["id"], world::HANDLER.id.to_string());
    assert_eq!(accepted["owner"]["since"], "2026-03-02T01:15:00Z");
    assert_eq!(
        (&accepted["offer"], kinds(&accepted)),
        (&Value::Null, vec!["noted", "handed_over", "accepted"])
    );
    let stale =
        act(&app, &handler, &offered, "close", &json!({ "reason_code": "consulted" })).await;
    assert_problem(&stale, 412, "request.stale_version");
    // She was asked first and still sees it; it is in other hands, and her centre may close it.
    let seen = list(&app, &clerk, "").await;
    assert_eq!(seen["items"][0]["owner"]["person"]["id"], world::HANDLER.id.to_string());
    let closed =
        act(&app, &handler, &accepted, "close", &json!({ "reason_code": "consulted" })).await;
    let closed = closed.expect(200);
    assert_eq!(
        (&closed["state"], &closed["close_reason_code"]),
        (&json!("closed"), &json!("consulted"))
    );
    let ended = act(&app, &handler, &closed, "hand_over", &to).await;
    assert_problem(&ended, 409, "visit.ended");
}

#[actix_web::test]
async fn who_could_accept_it_is_found_by_name() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let visit = noted(&app, &clerk, &json!({ "channel": "walk_in" })).await;
    let path = format!("/api/v1/visits/{}/receivers", visit["id"].as_str().unwrap_or_default());
    let names = async |query: &str| {
        let page = app.get(format!("{path}{query}")).as_(&clerk).send().await.expect(200);
        let people = page["items"].as_array().cloned().unwrap_or_default();
        let name = |one: &Value| one["name"].as_str().unwrap_or_default().to_owned();
        people.iter().map(name).collect::<Vec<_>>()
    };
    let all = names("").await;
    for person in [&world::DISPATCHER, &world::HANDLER, &world::TOWNSHIP_CLERK] {
        assert!(all.contains(&person.name.to_owned()), "{} in {all:?}", person.name);
    }
    // Who has it, who accepts nothing, and who works elsewhere.
    for person in [&world::CLERK, &world::LEADER, &world::SYSTEM_ADMIN, &world::OTHER_CLERK] {
        assert!(!all.contains(&person.name.to_owned()), "{} in {all:?}", person.name);
    }
    assert_eq!(names("?q=范").await, [world::DISPATCHER.name]);
    // The supervisor sees the visit and may not hand it over; a stranger does not see it.
    let supervisor = app.as_supervisor().await;
    assert_problem(&app.get(&path).as_(&supervisor).send().await, 403, "auth.not_allowed");
    let stranger = app.as_other_clerk().await;
    assert_problem(&app.get(&path).as_(&stranger).send().await, 404, "request.not_found");
}

#[actix_web::test]
async fn guiding_elsewhere_names_the_unit() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let visit = noted(&app, &clerk, &json!({ "channel": "walk_in" })).await;
    let nowhere = act(&app, &clerk, &visit, "close", &json!({ "reason_code": "guided" })).await;
    assert_fields(&nowhere, &["/guided_department_id"]);
    let unknown = act(&app, &clerk, &visit, "close", &json!({ "reason_code": "tired" })).await;
    assert_fields(&unknown, &["/reason_code"]);
    let to = json!({ "reason_code": "guided", "guided_department_id": world::LABOUR.id });
    let closed = act(&app, &clerk, &visit, "close", &to).await.expect(200);
    assert_eq!(closed["guided_department"]["name"], world::LABOUR.name);
}

#[actix_web::test]
async fn what_is_left_unregistered_is_found() {
    let app = TestApp::new().await;
    let (clerk, director) = (app.as_clerk().await, app.as_director().await);
    let left = noted(&app, &clerk, &json!({ "channel": "walk_in" })).await;
    let other = noted(&app, &clerk, &json!({ "channel": "phone" })).await;
    act(&app, &clerk, &other, "close", &json!({ "reason_code": "left" })).await.expect(200);
    let overdue = "state=open&is_overdue=true";
    assert!(ids(&list(&app, &director, overdue).await).is_empty());
    let counts = async || app.get("/api/v1/visits/counts").as_(&clerk).send().await.expect(200);
    let figures = counts().await;
    assert_eq!(
        (&figures["open"], &figures["overdue"], &figures["mine"]),
        (&json!(1), &json!(0), &json!(1))
    );
    app.advance(Duration::days(1));
    assert_eq!(
        ids(&list(&app, &director, overdue).await),
        [left["id"].as_str().unwrap_or_default()]
    );
    assert_eq!(ids(&list(&app, &director, "is_overdue=false").await).len(), 1);
    assert_eq!(counts().await["overdue"], 1);
    let before = app.statements();
    counts().await;
    assert!(app.statements() - before <= 1);
    // Nobody outside sees it, in no list and by no id.
    let stranger = app.as_other_clerk().await;
    let page = list(&app, &stranger, "count=exact").await;
    assert_eq!((&page["total"], &page["items"]), (&json!(0), &json!([])));
    let path = format!("/api/v1/visits/{}", left["id"].as_str().unwrap_or_default());
    assert_problem(&app.get(&path).as_(&stranger).send().await, 404, "request.not_found");
    let handler = app.as_handler().await;
    assert_problem(&app.get(&path).as_(&handler).send().await, 404, "request.not_found");
    let admin = app.as_system_admin().await;
    assert_problem(&app.get("/api/v1/visits").as_(&admin).send().await, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn registering_a_visit_keeps_who_was_asked_first_and_when() {
    let app = TestApp::new().await;
    let (clerk, handler) = (app.as_clerk().await, app.as_handler().await);
    let visit = noted(&app, &handler, &json!({ "channel": "walk_in" })).await;
    let to = json!({ "person_id": world::CLERK.id });
    let offered = act(&app, &handler, &visit, "hand_over", &to).await.expect(200);
    let accepted = act(&app, &clerk, &offered, "accept", &json!({})).await.expect(200);
    app.advance(Duration::hours(2));
    let mut body = matter();
    body["visit_id"] = accepted["id"].clone();
    // What the body says beside the visit is the same, or refused.
    let first = |person: &world::Person| json!({ "person_id": person.id, "asked_at": "2026-03-02T01:00:00Z" });
    body["first_contact"] = first(&world::CLERK);
    let other = app.post("/api/v1/cases").as_(&clerk).json(&body).send().await;
    assert_fields(&other, &["/first_contact"]);
    body["first_contact"] = first(&world::HANDLER);
    let key = || app.post("/api/v1/cases").as_(&clerk).idempotency_key("visit").json(&body);
    let case = key().send().await.expect(201);
    assert_eq!(case["visit_id"], accepted["id"]);
    assert_eq!(case["first_contact"]["person_id"], world::HANDLER.id.to_string());
    assert_eq!(case["first_contact"]["person_name"], world::HANDLER.name);
    assert_eq!(case["first_contact"]["asked_at"], "2026-03-02T01:00:00Z");
    assert_eq!(case["first_contact"]["is_recorded_late"], false);
    assert_eq!(key().send().await.header("idempotent-replayed"), Some("true"));
    let path = format!("/api/v1/visits/{}", accepted["id"].as_str().unwrap_or_default());
    let joined = app.get(&path).as_(&clerk).send().await.expect(200);
    assert_eq!(
        (&joined["state"], &joined["case"]["case_no"]),
        (&json!("registered"), &case["case_no"])
    );
    assert_eq!(kinds(&joined), ["noted", "handed_over", "accepted", "registered"]);
    // Who may not see the case is not told its number.
    let asked = app.get(&path).as_(&handler).send().await.expect(200);
    assert_eq!((&asked["state"], &asked["case"]), (&json!("registered"), &Value::Null));
    // A visit leads to one case.
    let again = app.post("/api/v1/cases").as_(&clerk).json(&body).send().await;
    assert_fields(&again, &["/visit_id"]);
    let by_case = format!("case_id={}", case["id"].as_str().unwrap_or_default());
    assert_eq!(ids(&list(&app, &clerk, &by_case).await).len(), 1);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_second_visit_is_joined_to_the_case_there_is() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let visit = noted(&app, &clerk, &json!({ "channel": "phone" })).await;
    let theirs = app.case().by(&app.as_other_clerk().await).registered().await;
    let foreign = act(&app, &clerk, &visit, "link", &json!({ "case_id": theirs.id })).await;
    assert_fields(&foreign, &["/case_id"]);
    let joined = act(&app, &clerk, &visit, "link", &json!({ "case_id": case.id })).await;
    assert_eq!(joined.expect(200)["case"]["case_no"], case.number());
}

#[actix_web::test]
async fn what_is_recorded_late_is_flagged() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let at = |at: &str| json!({ "person_id": world::CLERK.id, "asked_at": at });
    let same_day = app.case().with("first_contact", at("2026-03-01T16:30:00Z")).registered().await;
    let day_before =
        app.case().with("first_contact", at("2026-03-01T15:30:00Z")).registered().await;
    app.case().registered().await;
    assert_eq!(same_day.view["first_contact"]["is_recorded_late"], false);
    assert_eq!(day_before.view["first_contact"]["is_recorded_late"], true);
    let late = app.get("/api/v1/cases?is_recorded_late=true").as_(&clerk).send().await.expect(200);
    assert_eq!(ids(&late), [day_before.id]);
    let not = app.get("/api/v1/cases?is_recorded_late=false").as_(&clerk).send().await.expect(200);
    assert_eq!(ids(&not).len(), 2);
}

#[actix_web::test]
async fn pages_are_whole_in_both_orders() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for _ in 0..5 {
        noted(&app, &clerk, &json!({ "channel": "walk_in" })).await;
        app.advance(Duration::minutes(1));
    }
    for sort in ["came_at", "-came_at"] {
        let whole = ids(&list(&app, &clerk, &format!("sort={sort}")).await);
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let page = list(&app, &clerk, &format!("sort={sort}&limit=2{after}")).await;
            found.extend(ids(&page));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            after = format!("&cursor={cursor}");
        }
        assert_eq!((found.len(), found), (5, whole));
    }
}
