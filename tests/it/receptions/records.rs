//! Appointments, receptions, promises.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::case_tasks::jobs::tell_overdue;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::case::matter;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{DAYS, id, published, record, second_leader, see};
use crate::cases::ledger_holds;

async fn book(app: &TestApp, client: &Client, day: &Value, body: &Value) -> Answer {
    let path = format!("{DAYS}/{}/appointments", id(day));
    app.post(path).as_(client).json(body).send().await
}

async fn end(app: &TestApp, client: &Client, one: &Value, verb: &str, body: &Value) -> Answer {
    let path = format!("/api/v1/receptions/appointments/{}/actions/{verb}", id(one));
    let version = one["version"].as_i64().unwrap_or_default();
    app.post(path).as_(client).if_match(version).json(body).send().await
}

async fn promises(app: &TestApp, client: &Client, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/receptions/promises?{query}");
    let page = app.get(path).as_(client).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

async fn inbox(app: &TestApp, client: &Client) -> Vec<String> {
    let page = app.get("/api/v1/notices").as_(client).send().await.expect(200);
    let items = page["items"].as_array().into_iter().flatten();
    items.filter_map(|one| one["kind"].as_str().map(ToOwned::to_owned)).collect()
}

#[actix_web::test]
async fn places_are_booked_once_and_never_by_a_name() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let day = published(&app, "2026-03-12", world::LEADER.id).await;
    for (body, pointer) in [
        (json!({ "subject": "电话13800001234" }), "/subject"),
        (json!({ "slot_no": 3 }), "/slot_no"),
        (json!({ "case_id": world::HOUSING.id }), "/case_id"),
    ] {
        assert_fields(&book(&app, &clerk, &day, &body).await, &[pointer]);
    }
    let first = book(&app, &clerk, &day, &json!({ "slot_no": 2 })).await.expect(201);
    let taken = book(&app, &clerk, &day, &json!({ "slot_no": 2 })).await;
    assert_fields(&taken, &["/slot_no"]);
    let second = book(&app, &clerk, &day, &json!({ "subject": "物业问题" })).await.expect(201);
    assert_eq!((&first["slot_no"], &second["slot_no"]), (&json!(2), &json!(1)));
}

#[actix_web::test]
async fn a_full_day_takes_no_more_until_one_is_cancelled() {
    let app = TestApp::new().await;
    let (clerk, supervisor) = (app.as_clerk().await, app.as_supervisor().await);
    let day = published(&app, "2026-03-12", world::LEADER.id).await;
    let first = book(&app, &clerk, &day, &json!({})).await.expect(201);
    book(&app, &clerk, &day, &json!({})).await.expect(201);
    assert_problem(&book(&app, &clerk, &day, &json!({})).await, 409, "reception.full");
    let refused = book(&app, &supervisor, &day, &json!({})).await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let reason = json!({ "reason": "来访人改期" });
    let gone = end(&app, &clerk, &first, "cancel", &reason).await.expect(200);
    assert_eq!((&gone["state"], &gone["allowed_actions"]), (&json!("cancelled"), &json!([])));
    let again = end(&app, &clerk, &gone, "miss", &json!({})).await;
    assert_problem(&again, 409, "reception.appointment_ended");
    let freed = book(&app, &clerk, &day, &json!({})).await.expect(201);
    assert_eq!(freed["slot_no"], first["slot_no"]);
    assert_eq!(see(&app, &clerk, &day).await["booked_count"], 2);
    // Fewer places than are booked is refused.
    let director = app.as_director().await;
    let seen = see(&app, &director, &day).await;
    let path = format!("{DAYS}/{}", id(&day));
    let version = seen["version"].as_i64().unwrap_or_default();
    let fewer = app.patch(path).as_(&director).if_match(version).json(&json!({ "slots": 1 }));
    assert_fields(&fewer.send().await, &["/slots"]);
}

#[actix_web::test]
async fn a_reception_is_about_cases_and_leaves_promises_on_them() {
    let app = TestApp::new().await;
    let (clerk, handler) = (app.as_clerk().await, app.as_handler().await);
    let case = app.case().in_progress().await;
    let day = published(&app, "2026-03-03", world::LEADER.id).await;
    let one = book(&app, &clerk, &day, &json!({ "case_id": case.id })).await.expect(201);
    let early = record(&app, &clerk, &day, &json!({ "case_ids": [case.id] })).await;
    assert_problem(&early, 409, "reception.not_yet");
    app.advance(Duration::days(1));
    let promise = json!({ "department_id": world::HOUSING.id, "text": "三日内勘验并答复",
        "due_on": "2026-03-05" });
    for (body, pointer) in [
        (json!({}), "/case_ids"),
        (json!({ "case_ids": [world::HOUSING.id] }), "/case_ids/0"),
        (json!({ "case_ids": [case.id], "received_at": "2026-03-02T02:00:00Z" }), "/received_at"),
        (json!({ "case_ids": [case.id], "appointment_id": world::HOUSING.id }), "/appointment_id"),
        (
            json!({ "case_ids": [case.id], "promises": [{ "department_id": world::CLERK.id,
                "text": "答复", "due_on": "2026-03-05" }] }),
            "/promises/0/department_id",
        ),
        (
            json!({ "case_ids": [case.id], "promises": [{ "department_id": world::HOUSING.id,
                "text": "答复", "due_on": "2026-03-01" }] }),
            "/promises/0/due_on",
        ),
    ] {
        assert_fields(&record(&app, &clerk, &day, &body).await, &[pointer]);
    }
    let before = app.see(&clerk, &case).await;
    let body = json!({ "appointment_id": one["id"], "case_ids": [case.id], "people_count": 3,
        "promises": [promise] });
    let made = record(&app, &clerk, &day, &body).await.expect(201);
    assert_eq!(made["received_by"]["id"], world::LEADER.id.to_string());
    assert_eq!(made["promises"][0]["state"], "open");
    assert_eq!(made["receipt"], Value::Null);
    let seen = see(&app, &clerk, &day).await;
    assert_eq!(seen["appointments"][0]["state"], "received");
    assert_eq!((&seen["reception_count"], &seen["is_unrecorded"]), (&json!(1), &json!(false)));
    // Whoever edits the case keeps their version; the ledger has both facts, and no words.
    let after = app.see(&clerk, &case).await;
    assert_eq!(before.version, after.version);
    let path = format!("{}/events?limit=200", case.path());
    let events = app.get(path).as_(&clerk).send().await.expect(200);
    let kinds: Vec<_> = events["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|event| event["kind"].as_str())
        .collect();
    assert!(kinds.ends_with(&["leader_received", "promise_made"]), "{kinds:?}");
    assert!(!events.to_string().contains("三日内勘验并答复"));
    ledger_holds(&app).await;
    // The unit is told, has it in its list, and keeps it.
    assert_eq!(inbox(&app, &handler).await.first().map(String::as_str), Some("task_set"));
    let tasks = app.get("/api/v1/case-tasks").as_(&handler).send().await.expect(200);
    assert_eq!(tasks["items"][0]["id"], made["promises"][0]["id"]);
    let path = format!("/api/v1/case-tasks/{}/actions/complete", id(&made["promises"][0]));
    let note = json!({ "note": "已现场勘验" });
    app.post(path).as_(&handler).if_match(1).json(&note).send().await.expect(200);
    let kept = promises(&app, &clerk, "state=kept").await;
    assert_eq!((kept.len(), &kept[0]["is_late"]), (1, &json!(false)));
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_matter_is_registered_with_its_reception_in_one_go() {
    let app = TestApp::new().await;
    let (clerk, leader) = (app.as_clerk().await, app.as_leader().await);
    let day = published(&app, "2026-03-02", world::LEADER.id).await;
    let body = json!({ "new_case": matter(), "promises": [{ "department_id": world::HOUSING.id,
        "text": "五日内答复", "due_on": "2026-03-07" }] });
    // A leader receives and does not register.
    let refused = record(&app, &leader, &day, &body).await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let mut bad = body.clone();
    bad["new_case"]["title"] = json!(" ");
    assert_fields(&record(&app, &clerk, &day, &bad).await, &["/new_case/title"]);
    let mut unknown = body.clone();
    unknown["new_case"]["type_code"] = json!("9999");
    assert_fields(&record(&app, &clerk, &day, &unknown).await, &["/new_case/type_code"]);
    let mut wrong = body.clone();
    wrong["promises"][0]["due_on"] = json!("2020-01-01");
    assert_fields(&record(&app, &clerk, &day, &wrong).await, &["/promises/0/due_on"]);
    let none = app.get("/api/v1/cases?count=exact").as_(&clerk).send().await.expect(200);
    assert_eq!(none["total"], 0, "nothing is left of a refused reception");
    let made = record(&app, &clerk, &day, &body).await.expect(201);
    let receipt = &made["receipt"];
    assert_eq!(receipt["case_no"], made["cases"][0]["case_no"]);
    assert_eq!(receipt["tracking_code"].as_str().map(str::len), Some(8));
    assert!(!made.to_string().contains("李示例"), "no name of a party: {made}");
    let path = format!("/api/v1/receptions/{}", id(&made));
    let read = app.get(path).as_(&leader).send().await.expect(200);
    assert_eq!(read["receipt"], Value::Null, "it is shown once");
    let own = app.get(format!("/api/v1/receptions?case_id={}", id(&made["cases"][0])));
    assert_eq!(own.as_(&clerk).send().await.expect(200)["items"][0]["id"], made["id"]);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_broken_promise_is_seen_and_told_once() {
    let app = TestApp::new().await;
    let (clerk, handler, leader) =
        (app.as_clerk().await, app.as_handler().await, app.as_leader().await);
    let (supervisor, director) = (app.as_supervisor().await, app.as_director().await);
    let case = app.case().in_progress().await;
    let day = published(&app, "2026-03-02", world::LEADER.id).await;
    let body = json!({ "case_ids": [case.id], "promises": [{ "department_id": world::HOUSING.id,
        "text": "当日答复", "due_on": "2026-03-03" }] });
    let made = record(&app, &leader, &day, &body).await.expect(201);
    let state = || app.state.clone().into_inner();
    app.advance(Duration::days(1));
    assert_eq!(tell_overdue(state()).await.expect("a round"), 0, "the day is not over");
    assert!(promises(&app, &clerk, "state=broken").await.is_empty());
    app.advance(Duration::days(1));
    assert_eq!(tell_overdue(state()).await.expect("a round"), 1);
    assert_eq!(tell_overdue(state()).await.expect("a round"), 0);
    for client in [&handler, &supervisor, &director, &leader] {
        let told = inbox(&app, client).await;
        let broken = told.iter().filter(|kind| *kind == "promise_broken").count();
        assert_eq!(broken, 1, "{}: {told:?}", client.username);
    }
    let broken = promises(&app, &clerk, "state=broken").await;
    assert_eq!((broken.len(), &broken[0]["id"]), (1, &made["promises"][0]["id"]));
    assert_eq!(broken[0]["promised_by"]["id"], world::LEADER.id.to_string());
    // It cannot be taken back, only kept, and stays marked late.
    let task = format!("/api/v1/case-tasks/{}/actions", id(&broken[0]));
    let reason = json!({ "reason": "不再需要" });
    let stays = app.post(format!("{task}/withdraw")).as_(&director).if_match(1).json(&reason);
    assert_problem(&stays.send().await, 409, "case_task.promise_stays");
    let note = json!({ "note": "已答复" });
    let done = app.post(format!("{task}/complete")).as_(&supervisor).if_match(1).json(&note);
    assert_eq!(done.send().await.expect(200)["is_late"], true);
    let kept = promises(&app, &clerk, "state=kept").await;
    assert_eq!((&kept[0]["state"], &kept[0]["is_late"]), (&json!("kept"), &json!(true)));
}

#[actix_web::test]
async fn only_who_receives_or_the_centre_records() {
    let app = TestApp::new().await;
    let case = app.case().in_progress().await;
    let day = published(&app, "2026-03-02", world::LEADER.id).await;
    let (second, _) = second_leader(&app).await;
    let body = json!({ "case_ids": [case.id] });
    for client in [second, app.as_supervisor().await, app.as_handler().await] {
        let refused = record(&app, &client, &day, &body).await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    let stranger = app.as_other_clerk().await;
    assert_eq!(record(&app, &stranger, &day, &body).await.status, 404);
    record(&app, &app.as_leader().await, &day, &body).await.expect(201);
    // Outside the scope there is nothing of it, in no list and by no id.
    for path in ["/api/v1/receptions", "/api/v1/receptions/promises", "/api/v1/receptions/swaps"] {
        let page = app.get(path).as_(&stranger).send().await.expect(200);
        assert_eq!(page["items"], json!([]), "{path}");
    }
}
