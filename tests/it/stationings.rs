//! 准入准出: the department asks, the centre decides, and every step is kept. Leaves and
//! qualifications of those who come.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use crate::stationing_obligations::kit::{
    admitted, ask, decide, enter, id, leave, owed, post, step,
};

fn kinds(stationing: &Value) -> Vec<&str> {
    let steps = stationing["steps"].as_array().into_iter().flatten();
    steps.filter_map(|step| step["kind"].as_str()).collect()
}

#[actix_web::test]
async fn a_department_asks_and_the_centre_decides() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_other_handler().await, app.as_director().await);
    let asked = ask(&app, &handler, &world::OTHER_HANDLER).await.expect(201);
    assert_eq!(asked["state"], "requested");
    assert_eq!(asked["allowed_actions"], json!(["withdraw"]));
    let twice = ask(&app, &handler, &world::OTHER_HANDLER).await;
    assert_problem(&twice, 409, "stationing.duplicate");
    let own = step(&app, &handler, &asked, "admit", &json!({})).await;
    assert_problem(&own, 403, "auth.not_allowed");
    let early = step(&app, &handler, &asked, "request_exit", &json!({ "note": "x" })).await;
    let early = assert_problem(&early, 409, "stationing.wrong_state");
    let stands = (&early["state"], &early["allowed_actions"]);
    assert_eq!(stands, (&json!("requested"), &json!(["withdraw"])));
    let bare = step(&app, &director, &asked, "refuse", &json!({})).await;
    assert_fields(&bare, &["/note"]);
    let day = json!({ "last_on": "2026-03-31" });
    assert_fields(&step(&app, &director, &asked, "admit", &day).await, &["/last_on"]);
    let here = step(&app, &director, &asked, "admit", &json!({ "note": "同意" })).await.expect(200);
    assert_eq!((&here["state"], &here["version"]), (&json!("in_force"), &json!(2)));
    let stale = step(&app, &director, &asked, "admit", &json!({})).await;
    assert_problem(&stale, 412, "request.stale_version");
    // Out again: asked for with a day, approved with that day.
    let bare = step(&app, &handler, &here, "request_exit", &json!({})).await;
    assert_fields(&bare, &["/note"]);
    let why = json!({ "note": "工作调整", "last_on": "2026-03-31" });
    let going = step(&app, &handler, &here, "request_exit", &why).await.expect(200);
    let before = json!({ "last_on": "2025-12-31" });
    assert_fields(&step(&app, &director, &going, "approve_exit", &before).await, &["/last_on"]);
    let gone = step(&app, &director, &going, "approve_exit", &json!({})).await.expect(200);
    assert_eq!((&gone["state"], &gone["until_on"]), (&json!("ended"), &json!("2026-03-31")));
    assert_eq!(kinds(&gone), ["request", "admit", "request_exit", "approve_exit"]);
    assert_eq!(gone["allowed_actions"], json!([]));
    // The entry is over; another may be asked for.
    ask(&app, &handler, &world::OTHER_HANDLER).await.expect(201);
}

#[actix_web::test]
async fn nobody_decides_on_their_own_request() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let body = json!({
        "person_id": world::OTHER_HANDLER.id, "department_id": world::LABOUR.id,
        "center_id": world::CENTER.id, "letter": "x", "from_on": "2026-01-01",
    });
    let asked = app.post("/api/v1/stationings").as_(&director).json(&body).send().await;
    let asked = asked.expect(201);
    assert_eq!(asked["refused_actions"]["admit"], "stationing.own_request");
    let own = step(&app, &director, &asked, "admit", &json!({})).await;
    assert_problem(&own, 409, "stationing.own_request");
    let back = step(&app, &director, &asked, "withdraw", &json!({})).await.expect(200);
    assert_eq!(back["state"], "withdrawn");
}

#[actix_web::test]
async fn only_people_of_the_department_are_sent() {
    let app = TestApp::new().await;
    let handler = app.as_other_handler().await;
    let body = |person: world::Person| {
        json!({
            "person_id": person.id, "center_id": world::CENTER.id, "letter": "x",
            "from_on": "2026-03-01",
        })
    };
    let send =
        async |body: &Value| app.post("/api/v1/stationings").as_(&handler).json(body).send().await;
    assert_fields(&send(&body(world::HANDLER)).await, &["/person_id"]);
    let mut nobody = body(world::OTHER_HANDLER);
    nobody["person_id"] = json!(world::HOUSING.id);
    assert_fields(&send(&nobody).await, &["/person_id"]);
    let mut nowhere = body(world::OTHER_HANDLER);
    nowhere["center_id"] = json!(world::HOUSING.id);
    assert_fields(&send(&nowhere).await, &["/center_id"]);
    let mut reversed = body(world::OTHER_HANDLER);
    reversed["until_on"] = json!("2026-02-28");
    assert_fields(&send(&reversed).await, &["/until_on"]);
    let mut foreign = body(world::HANDLER);
    foreign["department_id"] = json!(world::HOUSING.id);
    assert_problem(&send(&foreign).await, 403, "auth.not_allowed");
    let clerk = app.as_clerk().await;
    let refused = app.post("/api/v1/stationings").as_(&clerk).json(&body(world::CLERK));
    assert_problem(&refused.send().await, 403, "auth.not_allowed");
    let candidates = "/api/v1/stationings/candidates";
    let own = app.get(candidates).as_(&handler).send().await.expect(200);
    assert_eq!(own["items"][0]["name"], world::OTHER_HANDLER.name);
    let path = format!("{candidates}?department_id={}", world::HOUSING.id);
    let other = app.get(path).as_(&handler).send().await;
    assert_problem(&other, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn an_empty_department_has_nobody_to_send() {
    let app = TestApp::new().await;
    let (admin, director) = (app.as_system_admin().await, app.as_director().await);
    let body = json!({ "name": "县气象局", "region_id": world::COUNTY.id });
    let empty = app.post("/api/v1/departments").as_(&admin).json(&body).send().await.expect(201);
    let path = format!("/api/v1/stationings/candidates?department_id={}", id(&empty));
    let found = app.get(path).as_(&director).send().await.expect(200);
    assert_eq!(found["total"], 0);
    // It owes all the same, and the gap is told.
    let window = post(&app, "气象窗口").await;
    let mut body = owed(&window);
    body["department_id"] = empty["id"].clone();
    let owing = enter(&app, &body).await.expect(201);
    assert_eq!(owing["gaps"], json!(["no_primary", "no_alternate", "too_few"]));
}

#[actix_web::test]
async fn somebody_of_two_departments_is_sent_by_both() {
    let app = TestApp::new().await;
    let (admin, director) = (app.as_system_admin().await, app.as_director().await);
    let second = json!({
        "person_id": world::OTHER_HANDLER.id, "role": "handler",
        "department_id": world::HOUSING.id,
    });
    app.post("/api/v1/capacities").as_(&admin).json(&second).send().await.expect(201);
    let here = admitted(&app).await;
    let housing = app.as_handler().await;
    let asked = ask(&app, &housing, &world::OTHER_HANDLER).await.expect(201);
    let both = step(&app, &director, &asked, "admit", &json!({})).await.expect(200);
    assert_eq!(both["department"]["id"], world::HOUSING.id.to_string());
    assert_ne!(id(&both), id(&here));
    // Each department sees its own.
    let seen = app.get("/api/v1/stationings?count=exact").as_(&housing).send().await.expect(200);
    assert_eq!((&seen["total"], id(&seen["items"][0])), (&json!(1), id(&both)));
}

#[actix_web::test]
async fn an_entry_is_seen_by_the_centre_the_department_and_the_person() {
    let app = TestApp::new().await;
    let here = admitted(&app).await;
    let path = format!("/api/v1/stationings/{}", id(&here));
    for client in [app.as_director().await, app.as_other_handler().await, app.as_supervisor().await]
    {
        app.get(&path).as_(&client).send().await.expect(200);
    }
    for client in [app.as_handler().await, app.sign_in(&world::OTHER_CLERK).await] {
        assert_eq!(app.get(&path).as_(&client).send().await.status, 404, "{}", client.username);
    }
    let auditor = app.as_auditor().await;
    assert_problem(&app.get(&path).as_(&auditor).send().await, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn a_leave_waits_for_the_centre_and_a_wish_does_not() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_other_handler().await, app.as_director().await);
    admitted(&app).await;
    let person = world::OTHER_HANDLER;
    let asked = leave(&app, &handler, &person, ("annual", "2026-03-30", "2026-04-02")).await;
    let asked = asked.expect(201);
    assert_eq!(
        (&asked["state"], &asked["allowed_actions"]),
        (&json!("requested"), &json!(["cancel"]))
    );
    let wish = leave(&app, &handler, &person, ("avoid", "2026-04-10", "2026-04-10")).await;
    assert_eq!(wish.expect(201)["state"], "approved");
    // At the edges: the last day is taken, the next one is free.
    let touching = leave(&app, &handler, &person, ("sick", "2026-04-02", "2026-04-03")).await;
    assert_problem(&touching, 409, "leave.overlap");
    let next = leave(&app, &handler, &person, ("sick", "2026-04-03", "2026-04-03")).await;
    next.expect(201);
    for (from, until, pointer) in [
        ("2026-05-02", "2026-05-01", "/until_on"),
        ("2026-05-01", "2027-06-01", "/until_on"),
        ("2026-01-01", "2026-01-02", "/from_on"),
    ] {
        let wrong = leave(&app, &handler, &person, ("sick", from, until)).await;
        assert_fields(&wrong, &[pointer]);
    }
    let waiting = app.get("/api/v1/leaves?state=requested&count=exact").as_(&director).send().await;
    assert_eq!(waiting.expect(200)["total"], 2);
    assert_fields(&decide(&app, &director, &asked, "refuse", &json!({})).await, &["/note"]);
    let own = decide(&app, &handler, &asked, "approve", &json!({})).await;
    assert_problem(&own, 403, "auth.not_allowed");
    let agreed = decide(&app, &director, &asked, "approve", &json!({})).await.expect(200);
    assert_eq!(agreed["decided_by"]["id"], world::DIRECTOR.id.to_string());
    let again = decide(&app, &director, &agreed, "approve", &json!({})).await;
    assert_problem(&again, 409, "leave.wrong_state");
    let gone = decide(&app, &handler, &agreed, "cancel", &json!({})).await.expect(200);
    assert_eq!(gone["state"], "cancelled");
    // Cancelled, the days are free again.
    leave(&app, &handler, &person, ("annual", "2026-04-01", "2026-04-02")).await.expect(201);
}

#[actix_web::test]
async fn leaves_are_seen_by_the_person_and_the_centre_only() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_other_handler().await, app.as_director().await);
    admitted(&app).await;
    let person = world::OTHER_HANDLER;
    let asked = leave(&app, &handler, &person, ("sick", "2026-03-09", "2026-03-11")).await;
    let asked = asked.expect(201);
    let path = format!("/api/v1/people/{}/leaves", person.id);
    let of = async |client, query: &str| app.get(format!("{path}{query}")).as_(client).send().await;
    assert_eq!(of(&director, "?from=2026-03-11&count=exact").await.expect(200)["total"], 1);
    assert_eq!(of(&director, "?from=2026-03-12&count=exact").await.expect(200)["total"], 0);
    let other = app.as_handler().await;
    assert_eq!(of(&other, "").await.status, 404);
    assert_eq!(
        leave(&app, &other, &person, ("sick", "2026-05-04", "2026-05-04")).await.status,
        404
    );
    let all = app.get("/api/v1/leaves?count=exact").as_(&other).send().await.expect(200);
    assert_eq!(all["total"], 0);
    assert_eq!(decide(&app, &other, &asked, "cancel", &json!({})).await.status, 404);
    let leader = app.as_leader().await;
    assert_problem(&of(&leader, "").await, 403, "auth.not_allowed");
    // The director's own is somebody else's to decide.
    let own =
        leave(&app, &director, &world::DIRECTOR, ("annual", "2026-03-09", "2026-03-09")).await;
    let own = decide(&app, &director, &own.expect(201), "approve", &json!({})).await;
    assert_problem(&own, 409, "leave.own");
}

#[actix_web::test]
async fn qualifications_expire_and_the_register_of_mediators_is_one_of_them() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let path = format!("/api/v1/people/{}/qualifications", world::MEDIATOR.id);
    let enter = async |body: &Value| app.post(&path).as_(&director).json(body).send().await;
    let law = json!({
        "skill_code": "law", "certificate_no": "FZ-1", "valid_from": "2025-04-01",
        "valid_until": "2026-03-31",
    });
    let held = enter(&law).await.expect(201);
    assert_eq!((&held["state"], &held["skill"]["name"]), (&json!("expiring"), &json!("法律")));
    assert_problem(&enter(&law).await, 409, "qualification.overlap");
    for (body, pointer) in [
        (json!({ "skill_code": "mediation", "valid_from": "2026-01-01" }), "/skill_code"),
        (json!({ "skill_code": "juggling", "valid_from": "2026-01-01" }), "/skill_code"),
        (
            json!({ "skill_code": "petition", "valid_from": "2026-01-02", "valid_until": "2026-01-01" }),
            "/valid_until",
        ),
    ] {
        assert_fields(&enter(&body).await, &[pointer]);
    }
    let entry = json!({
        "person_id": world::MEDIATOR.id, "kind": "court", "certificate_no": "T-1", "ties": [],
        "qualified_from_on": "2026-01-01", "qualified_until_on": "2028-12-31",
    });
    app.post("/api/v1/mediators").as_(&director).json(&entry).send().await.expect(201);
    let all = app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!(all["total"], 2);
    let registered = &all["items"][1];
    assert_eq!(
        (&registered["skill"]["code"], &registered["is_of_register"]),
        (&json!("mediation"), &json!(true))
    );
    assert_eq!(registered["allowed_actions"], json!([]));
    let one = format!("{path}/{}", id(&held));
    let change = async |version, body: &Value| {
        app.patch(&one).as_(&director).if_match(version).json(body).send().await
    };
    assert_fields(&change(1, &json!({ "valid_until": "2025-03-31" })).await, &["/valid_until"]);
    let longer = change(1, &json!({ "valid_until": "2027-03-31" })).await.expect(200);
    assert_eq!(longer["state"], "valid");
    assert_problem(&change(1, &json!({})).await, 412, "request.stale_version");
    assert_eq!(change(2, &json!({ "is_revoked": true })).await.expect(200)["state"], "revoked");
    let handler = app.as_other_handler().await;
    assert_eq!(app.get(&path).as_(&handler).send().await.status, 404);
}
