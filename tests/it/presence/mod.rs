//! What shows that somebody was there, without anybody clocking in.

mod guard;
pub(crate) mod kit;

use chrono::Duration;

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use self::kit::{RECORDS, day_of, rows, seen};
use crate::duty::kit::{ask_stand_in, labour_window};
use crate::stationing_obligations::kit::{decide, id, leave};

fn sources(row: &Value) -> Vec<&str> {
    let evidence = row["evidence"].as_array().into_iter().flatten();
    evidence.filter_map(|one| one["source"].as_str()).collect()
}

#[actix_web::test]
async fn a_duty_officers_record_is_evidence_and_a_withdrawn_one_is_not() {
    let app = TestApp::new().await;
    let owed = labour_window(&app, &json!({ "mode": "resident" })).await;
    let director = app.as_director().await;
    let row = day_of(&app, &director, "2026-03-02").await;
    assert_eq!((&row["status"], &row["evidence"]), (&json!("no_evidence"), &json!([])));
    assert_eq!(row["may_record"], true);
    let record = seen(&app, &director, &owed, "seen").await.expect(201);
    let row = day_of(&app, &director, "2026-03-02").await;
    assert_eq!((&row["status"], sources(&row)), (&json!("present"), vec!["duty_officer"]));
    assert_eq!(row["evidence"][0]["strength"], "medium");
    let twice = seen(&app, &director, &owed, "seen").await;
    assert_problem(&twice, 409, "presence_record.twice");
    let path = format!("{RECORDS}/{}/actions/withdraw", id(&record));
    let why = json!({ "reason": "看错了窗口" });
    let gone = app.post(&path).as_(&director).if_match(1).json(&why).send().await.expect(200);
    assert_eq!((&gone["allowed_actions"], gone["withdrawn_at"].is_string()), (&json!([]), true));
    let again = app.post(&path).as_(&director).if_match(2).json(&why).send().await;
    assert_problem(&again, 409, "presence_record.withdrawn");
    let row = day_of(&app, &director, "2026-03-02").await;
    assert_eq!(row["status"], "no_evidence");
}

#[actix_web::test]
async fn the_first_business_act_in_the_hours_of_the_post_is_evidence() {
    let app = TestApp::new().await;
    labour_window(&app, &json!({ "mode": "resident" })).await;
    let director = app.as_director().await;
    app.case().led_by(world::LABOUR).dispatched().await;
    let before = day_of(&app, &director, "2026-03-02").await;
    assert_eq!(before["status"], "no_evidence", "what others did shows nothing: {before}");
    let case = app.case().led_by(world::LABOUR).dispatched().await;
    let labour = app.as_other_handler().await;
    let path = format!("/api/v1/cases/{}/actions/sign", case.id);
    app.post(path).as_(&labour).if_match(case.version).json(&json!({})).send().await.expect(200);
    let row = day_of(&app, &director, "2026-03-02").await;
    assert_eq!((&row["status"], sources(&row)), (&json!("present"), vec!["business_act"]));
    assert_eq!(row["evidence"][0]["strength"], "strong");
}

#[actix_web::test]
async fn a_sign_in_at_the_computer_of_the_window_is_evidence_of_the_duty_day() {
    let app = TestApp::new().await;
    let night = json!({ "mode": "resident", "opens": "18:00", "closes": "08:30" });
    let owed = labour_window(&app, &night).await;
    let director = app.as_director().await;
    let body = json!({ "post_id": owed["post"]["id"], "name": "A01 窗口电脑" });
    let path = "/api/v1/duty-workstations";
    let named = app.post(path).as_(&director).json(&body).send().await;
    assert_eq!(named.status, 201);
    let cookie = named.header("set-cookie").expect("a key");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let key = cookie.split(';').next().unwrap_or_default().to_owned();
    assert!(!named.json().to_string().contains(key.split('=').nth(1).unwrap_or("?")));
    // Tuesday, 03:00 in China: still Monday's night.
    app.advance(Duration::hours(18));
    let who = json!({ "username": world::OTHER_HANDLER.username, "password": world::PASSWORD });
    let login = app.post("/api/v1/auth/login").header("cookie", &key).json(&who);
    login.send().await.expect(200);
    let row = day_of(&app, &director, "2026-03-02").await;
    assert_eq!((&row["status"], sources(&row)), (&json!("present"), vec!["sign_in"]), "{row}");
    // A key nobody knows stops nobody.
    let login = app.post("/api/v1/auth/login").header("cookie", "zongzhi_workstation=x").json(&who);
    login.send().await.expect(200);
    let station = named.json();
    let remove = format!("{path}/{}/actions/remove", id(&station));
    let off = app.post(&remove).as_(&director).if_match(1).send().await.expect(200);
    assert_eq!(off["is_active"], false);
    let handler = app.as_handler().await;
    let refused = app.post(path).as_(&handler).json(&body).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn leaves_and_stand_ins_excuse_and_contradictions_are_named() {
    let app = TestApp::new().await;
    let owed = labour_window(&app, &json!({ "mode": "resident" })).await;
    let (labour, director) = (app.as_other_handler().await, app.as_director().await);
    let days = ("training", "2026-03-02", "2026-03-02");
    let asked = leave(&app, &labour, &world::OTHER_HANDLER, days).await.expect(201);
    decide(&app, &director, &asked, "approve", &json!({})).await.expect(200);
    let found = rows(&app, &director, "2026-03-02").await;
    let of = |id: uuid::Uuid| {
        let found = found.iter().find(|row| row["person"]["id"] == id.to_string());
        found.cloned().unwrap_or_default()
    };
    let away = of(world::OTHER_HANDLER.id);
    assert_eq!((&away["status"], &away["excuse"]), (&json!("excused"), &json!("training")));
    assert_eq!(of(world::HANDLER.id)["status"], "no_evidence");
    // Seen there all the same: somebody has to ask.
    seen(&app, &director, &owed, "seen").await.expect(201);
    let found = rows(&app, &director, "2026-03-02").await;
    let torn = found.iter().find(|row| row["status"] == "contradicted").cloned();
    let torn = torn.unwrap_or_default();
    assert_eq!(torn["contradictions"][0]["kind"], "excused_and_there", "{found:?}");
    // Replaced with approval, on the next day.
    let next = ("2026-03-03", "2026-03-03");
    ask_stand_in(&app, &director, &owed, next).await.expect(201);
    app.advance(Duration::hours(24));
    let found = rows(&app, &director, "2026-03-03").await;
    let excuses: Vec<_> = found.iter().filter_map(|row| row["excuse"].as_str()).collect();
    assert_eq!(excuses, ["replaced"]);
}

#[actix_web::test]
async fn records_are_refused_where_they_do_not_belong() {
    let app = TestApp::new().await;
    let owed = labour_window(&app, &json!({ "mode": "resident" })).await;
    let (labour, director) = (app.as_other_handler().await, app.as_director().await);
    let clerk = app.as_clerk().await;
    let body = |change: Value| {
        let mut body = json!({
            "obligation_id": owed["id"], "person_id": world::OTHER_HANDLER.id,
            "duty_on": "2026-03-02", "finding": "seen",
        });
        for (name, value) in change.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        body
    };
    for (change, pointer) in [
        (json!({ "person_id": world::CLERK.id }), "/person_id"),
        (json!({ "obligation_id": world::CLERK.id }), "/person_id"),
        (json!({ "duty_on": "2026-03-03" }), "/duty_on"),
        (json!({ "duty_on": "2026-02-13" }), "/duty_on"),
        (json!({ "finding": "answered" }), "/finding"),
        (json!({ "finding": "not_seen" }), "/note"),
    ] {
        let sent = app.post(RECORDS).as_(&director).json(&body(change)).send().await;
        assert_fields(&sent, &[pointer]);
    }
    // Nobody is the duty officer who is not at the duty desk.
    for client in [&clerk, &labour] {
        let sent = app.post(RECORDS).as_(client).json(&body(json!({}))).send().await;
        assert_problem(&sent, 403, "auth.not_allowed");
    }
}

#[actix_web::test]
async fn everybody_sees_their_own_the_department_its_own_the_centre_all() {
    let app = TestApp::new().await;
    labour_window(&app, &json!({ "mode": "resident" })).await;
    // One definition: what each sees is what the table of rights says of each row.
    for (client, wanted) in [
        (app.as_director().await, 1),
        (app.as_supervisor().await, 1),
        (app.as_leader().await, 1),
        (app.as_other_handler().await, 1),
        (app.as_handler().await, 0),
        (app.as_clerk().await, 0),
        (app.as_dispatcher().await, 0),
    ] {
        let found = rows(&app, &client, "2026-03-02").await;
        assert_eq!(found.len(), wanted, "{}", client.username);
    }
    let admin = app.as_system_admin().await;
    let path = "/api/v1/presence?from=2026-03-02&to=2026-03-02";
    assert_problem(&app.get(path).as_(&admin).send().await, 403, "auth.not_allowed");
    let stranger = app.sign_in(&world::OTHER_CLERK).await;
    let other = format!("{path}&center_id={}", world::CENTER.id);
    assert_eq!(app.get(&other).as_(&stranger).send().await.status, 404);
    let director = app.as_director().await;
    let long = app.get("/api/v1/presence?from=2026-03-02&to=2026-04-02").as_(&director);
    assert_problem(&long.send().await, 400, "request.invalid_parameter");
}

#[actix_web::test]
async fn an_empty_window_is_a_question_about_the_post() {
    let app = TestApp::new().await;
    let owed = labour_window(&app, &json!({ "mode": "resident" })).await;
    app.advance(Duration::days(4));
    let director = app.as_director().await;
    let path = "/api/v1/duty-findings?from=2026-03-02&to=2026-03-05";
    let found = app.get(path).as_(&director).send().await.expect(200);
    let question = &found["items"][0];
    assert_eq!(question["kind"], "plate_without_people", "{found}");
    assert_eq!(question["obligation_id"], owed["id"]);
    assert!(question["question"].as_str().is_some_and(|text| text.ends_with('？')));
    assert_eq!(question["dates"].as_array().map(Vec::len), Some(4));
    assert!(!found.to_string().contains(world::OTHER_HANDLER.name), "no person is named: {found}");
    let labour = app.as_other_handler().await;
    let own = app.get(path).as_(&labour).send().await.expect(200);
    assert_eq!(own["items"].as_array().map(Vec::len), Some(1));
    let other = app.as_handler().await;
    let none = app.get(path).as_(&other).send().await.expect(200);
    assert_eq!(none["items"], json!([]));
}

#[actix_web::test]
async fn a_rating_that_names_the_window_speaks_for_who_was_alone_there() {
    let app = TestApp::new().await;
    labour_window(&app, &json!({ "mode": "resident" })).await;
    let citizen = app.submitted().await;
    let case = app.led_to(&citizen, "closed").await;
    let said = json!({
        "solved": true, "fairly_treated": true, "window_no": "a01", "visited_on": "2026-03-02",
    });
    app.citizen(&citizen, "ratings", said).await.expect(200);
    let director = app.as_director().await;
    let row = day_of(&app, &director, "2026-03-02").await;
    assert_eq!(sources(&row), ["citizen_rating"], "{row}");
    assert_eq!(row["evidence"][0]["strength"], "weak");
    assert_eq!(row["status"], "present");
    // The ledger knows of the answers, and of no window.
    let events = app.get(format!("{}/events", case.path())).as_(&director).send().await;
    assert!(!events.text().contains("window_no") && !events.text().contains("visited_on"));
}

#[actix_web::test]
async fn whoever_is_at_the_duty_desk_keeps_records_of_others_that_day() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let desk = labour_window(&app, &json!({ "mode": "resident", "post_name": "值班台" })).await;
    let other = json!({
        "mode": "resident", "window_no": "A02",
        "nominees": [{ "person_id": world::HANDLER.id, "role": "A" }],
    });
    let owed = labour_window(&app, &other).await;
    let officer = app.as_other_handler().await;
    let body = json!({
        "obligation_id": owed["id"], "person_id": world::HANDLER.id,
        "duty_on": "2026-03-02", "finding": "seen",
    });
    let refused = app.post(RECORDS).as_(&officer).json(&body).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let path = format!("/api/v1/posts/{}", id(&desk["post"]));
    let kind = json!({ "kind": "duty_desk" });
    app.patch(path).as_(&director).if_match(2).json(&kind).send().await.expect(200);
    let kept = app.post(RECORDS).as_(&officer).json(&body).send().await.expect(201);
    assert_eq!(kept["recorded_by"]["name"], world::OTHER_HANDLER.name);
    // Not about themselves, whoever they are.
    let own = json!({
        "obligation_id": desk["id"], "person_id": world::OTHER_HANDLER.id,
        "duty_on": "2026-03-02", "finding": "seen",
    });
    let own = app.post(RECORDS).as_(&officer).json(&own).send().await;
    assert_problem(&own, 409, "presence_record.own");
    // What they wrote they see, and may take back.
    let list = app.get(format!("{RECORDS}?count=exact")).as_(&officer).send().await.expect(200);
    assert_eq!(list["total"], 1);
    assert_eq!(list["items"][0]["allowed_actions"], json!(["withdraw"]));
}
