//! Meetings over HTTP: rights, agenda, decisions, minutes.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use super::kit::{MEETINGS, act, called, decided, held, item_of, rules_of};
use crate::cases::ledger_holds;
use crate::receptions::kit::{id, published, record};

#[actix_web::test]
async fn each_rule_puts_its_cases_on_the_agenda_and_says_so() {
    let app = TestApp::new().await;
    // Named nobody knows twice, of different places in words.
    let alone = |name: &str| json!([{ "role": "applicant", "kind": "person", "name": name, "phone": format!("139{name}") }]);
    let plain = app.case().with("title", "甲事项说明").with("parties", alone("00000001"));
    let plain = plain.registered().await;
    let group = app.case().with("title", "乙方案诉求").with("people_count", 5);
    let group = group.with("parties", alone("00000002")).registered().await;
    let twice = app.case().with("title", "丙材料").with("parties", alone("00000003"));
    let twice = twice.registered().await;
    let again = app.case().with("title", "丁请求核查").with("parties", alone("00000003"));
    let again = again.registered().await;
    let difficult = app.case().with("title", "戊历史遗留").with("level", "difficult");
    let difficult = difficult.with("parties", alone("00000004")).registered().await;
    let weekly = called(&app, "weekly").await;
    assert_eq!(rules_of(&weekly, &plain.id), Vec::<String>::new());
    assert_eq!(rules_of(&weekly, &group.id), ["group"]);
    assert_eq!(rules_of(&weekly, &twice.id), ["repeat"]);
    assert_eq!(rules_of(&weekly, &again.id), ["repeat"]);
    assert_eq!(rules_of(&weekly, &difficult.id), ["difficult"]);
    let item = item_of(&weekly, &group.id).unwrap_or_default();
    assert_eq!(item["as_of"], weekly["agenda_as_of"]);
    assert_eq!(item["grounds"][0]["sentence"], "群体性事项：5 人");
    // A daily one looks at what is red alone.
    assert_eq!(called(&app, "daily").await["items"], json!([]));
    app.advance(Duration::days(30));
    let daily = called(&app, "daily").await;
    assert_eq!(rules_of(&daily, &plain.id), ["red_lamp"]);
    assert_eq!(rules_of(&daily, &group.id), ["red_lamp"]);
}

#[actix_web::test]
async fn a_case_of_another_centre_is_never_on_it() {
    let app = TestApp::new().await;
    let township = app.as_township_clerk().await;
    let theirs = app.case().by(&township).with("people_count", 50).registered().await;
    let other = app.as_other_clerk().await;
    let far = app.case().by(&other).with("people_count", 50).registered().await;
    let meeting = called(&app, "quarterly").await;
    assert_eq!(meeting["items"], json!([]));
    let director = app.as_director().await;
    // Not even by hand: the county may read the township's case, it is not in its charge.
    for case in [&theirs, &far] {
        let body = json!({ "case_id": case.id, "reason": "需会商" });
        assert_fields(&act(&app, &director, &meeting, "add_item", &body).await, &["/case_id"]);
    }
}

#[actix_web::test]
async fn people_change_the_agenda_with_a_reason_until_it_is_frozen() {
    let app = TestApp::new().await;
    let (director, leader) = (app.as_director().await, app.as_leader().await);
    let group = app.case().with("people_count", 9).registered().await;
    let plain = app.case().with("title", "另一事").registered().await;
    let meeting = called(&app, "weekly").await;
    let item = item_of(&meeting, &group.id).expect("the group");
    let off = json!({ "item_id": item["id"], "reason": "已另行调度" });
    let meeting = act(&app, &director, &meeting, "remove_item", &off).await.expect(200);
    let gone = item_of(&meeting, &group.id).unwrap_or_default();
    assert_eq!(gone["removed"]["reason"], "已另行调度");
    assert_eq!(gone["removed"]["by"]["id"], world::DIRECTOR.id.to_string());
    assert_fields(&act(&app, &director, &meeting, "remove_item", &off).await, &["/item_id"]);
    if item_of(&meeting, &plain.id).is_none() {
        let add = json!({ "case_id": plain.id, "reason": "涉及多部门" });
        act(&app, &director, &meeting, "add_item", &add).await.expect(200);
        let twice = act(&app, &director, &meeting, "add_item", &add).await;
        assert_fields(&twice, &["/case_id"]);
    }
    // The rules look again, and what people decided stays.
    let meeting = act(&app, &director, &meeting, "refill", &json!({})).await.expect(200);
    let gone = item_of(&meeting, &group.id).unwrap_or_default();
    assert_eq!(gone["removed"]["reason"], "已另行调度");
    assert!(item_of(&meeting, &plain.id).is_some());
    let first = item_of(&meeting, &plain.id).unwrap_or_default();
    let to = json!({ "item_id": first["id"], "position": 1, "reason": "先议" });
    let meeting = act(&app, &director, &meeting, "move_item", &to).await.expect(200);
    assert_eq!(meeting["items"][0]["case"]["id"], plain.id);
    act(&app, &leader, &meeting, "start", &json!({})).await.expect(200);
    for (verb, body) in [
        ("refill", json!({})),
        ("add_item", json!({ "case_id": group.id, "reason": "需会商" })),
        ("move_item", to),
        ("cancel", json!({ "reason": "改期" })),
    ] {
        let frozen = act(&app, &director, &meeting, verb, &body).await;
        assert_problem(&frozen, 409, "review_meeting.wrong_state");
    }
}

#[actix_web::test]
async fn the_director_calls_the_leader_chairs_the_supervisor_reads() {
    let app = TestApp::new().await;
    let case = app.case().in_progress().await;
    let (director, leader, supervisor) =
        (app.as_director().await, app.as_leader().await, app.as_supervisor().await);
    let body = json!({ "kind": "weekly", "starts_at": "2026-03-06T06:00:00Z" });
    for client in [leader.clone(), supervisor.clone()] {
        let refused = app.post(MEETINGS).as_(&client).json(&body).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    for client in [app.as_clerk().await, app.as_handler().await, app.as_auditor().await] {
        let refused = app.get(MEETINGS).as_(&client).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    let early = json!({ "kind": "weekly", "starts_at": "2026-02-06T06:00:00Z" });
    let wrong = json!({ "kind": "weekly", "starts_at": "2026-03-06T06:00:00Z",
        "chair_id": world::CLERK.id });
    let unit = json!({ "kind": "weekly", "starts_at": "2026-03-06T06:00:00Z",
        "department_ids": [world::CLERK.id] });
    for (body, pointer) in
        [(early, "/starts_at"), (wrong, "/chair_id"), (unit, "/department_ids/0")]
    {
        assert_fields(&app.post(MEETINGS).as_(&director).json(&body).send().await, &[pointer]);
    }
    // The leader is named: the director does not open it in their place.
    let meeting = called(&app, "weekly").await;
    let refused = act(&app, &director, &meeting, "start", &json!({})).await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let meeting = held(&app, "weekly", &case).await;
    let refused = act(&app, &supervisor, &meeting, "close", &json!({})).await;
    assert_problem(&refused, 403, "auth.not_allowed");
    // One that names the director, the director chairs.
    let own = app.post(MEETINGS).as_(&director).json(&body).send().await.expect(201);
    assert_eq!(own["chair"]["id"], world::DIRECTOR.id.to_string());
    act(&app, &director, &own, "start", &json!({})).await.expect(200);
    act(&app, &director, &own, "close", &json!({})).await.expect(200);
    let path = format!("{MEETINGS}/{}", id(&meeting));
    app.get(&path).as_(&supervisor).send().await.expect(200);
    let listed = app.get(format!("{MEETINGS}?kind=weekly&count=exact"));
    assert_eq!(listed.as_(&supervisor).send().await.expect(200)["total"], 3);
    // Nobody of another county has any of it.
    let stranger = app.as_other_dispatcher().await;
    assert_problem(&app.get(&path).as_(&stranger).send().await, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn a_decision_is_a_task_and_leads_the_next_agenda_until_it_is_done() {
    let app = TestApp::new().await;
    let (leader, handler, clerk) =
        (app.as_leader().await, app.as_handler().await, app.as_clerk().await);
    let case = app.case().in_progress().await;
    let meeting = held(&app, "weekly", &case).await;
    let item = item_of(&meeting, &case.id).expect("the item");
    let decision = |unit, day: &str| json!({ "item_id": item["id"], "department_id": unit, "text": "约谈双方", "due_on": day });
    for (body, pointer) in [
        (decision(world::CLERK.id, "2026-03-06"), "/department_id"),
        (decision(world::HOUSING.id, "2026-03-01"), "/due_on"),
        (
            json!({ "item_id": world::CLERK.id, "department_id": world::HOUSING.id,
                "text": "约谈双方", "due_on": "2026-03-06" }),
            "/item_id",
        ),
    ] {
        assert_fields(&act(&app, &leader, &meeting, "decide", &body).await, &[pointer]);
    }
    let meeting = decided(&app, &meeting, &case, world::HOUSING.id, "2026-03-06").await;
    assert_eq!(meeting["decision_count"], 1);
    let taken = item_of(&meeting, &case.id).unwrap_or_default()["decisions"][0].clone();
    assert_eq!(taken["state"], "open");
    // In the time line of the case, and in the list of the unit.
    let events = app.get(format!("{}/events?limit=200", case.path()));
    let events = events.as_(&clerk).send().await.expect(200);
    let last = events["items"].as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
    assert_eq!(last["kind"], "meeting_decided");
    assert!(last["sentence"].as_str().unwrap_or_default().contains("每周研判会"), "{last}");
    let units = app.get("/api/v1/case-tasks").as_(&handler).send().await.expect(200);
    assert_eq!(units["items"][0]["id"], taken["id"]);
    act(&app, &leader, &meeting, "close", &json!({ "summary": "逐件研究" })).await.expect(200);
    ledger_holds(&app).await;
    // Whatever its kind, the next one begins with it.
    app.case().with("people_count", 100).registered().await;
    let next = called(&app, "daily").await;
    assert_eq!(next["items"][0]["case"]["id"], case.id);
    assert_eq!(next["items"][0]["grounds"][0]["rule"], "open_decision");
    assert_eq!(next["items"][0]["owed"][0]["id"], taken["id"]);
    let path = format!("/api/v1/case-tasks/{}/actions/complete", id(&taken));
    let note = json!({ "note": "已约谈" });
    app.post(path).as_(&handler).if_match(1).json(&note).send().await.expect(200);
    let after = called(&app, "daily").await;
    assert_eq!(rules_of(&after, &case.id), Vec::<String>::new());
}

#[actix_web::test]
async fn a_broken_promise_comes_before_what_is_red() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().in_progress().await;
    let day = published(&app, "2026-03-02", world::LEADER.id).await;
    let body = json!({ "case_ids": [case.id], "promises": [{ "text": "答复",
        "department_id": world::HOUSING.id, "due_on": "2026-03-03" }] });
    record(&app, &clerk, &day, &body).await.expect(201);
    app.advance(Duration::days(60));
    let weekly = called(&app, "weekly").await;
    assert_eq!(rules_of(&weekly, &case.id), ["broken_promise", "red_lamp"]);
    let item = item_of(&weekly, &case.id).unwrap_or_default();
    assert_eq!(item["grounds"][0]["days_over"], 59);
}

#[actix_web::test]
async fn the_minutes_have_everything_and_are_final_when_it_is_closed() {
    let app = TestApp::new().await;
    let (director, leader, supervisor) =
        (app.as_director().await, app.as_leader().await, app.as_supervisor().await);
    let case = app.case().in_progress().await;
    let meeting = held(&app, "monthly", &case).await;
    let there = json!({ "department_ids": [world::HOUSING.id, world::LABOUR.id] });
    act(&app, &director, &meeting, "attend", &there).await.expect(200);
    decided(&app, &meeting, &case, world::HOUSING.id, "2026-03-06").await;
    let path = format!("{MEETINGS}/{}/minutes", id(&meeting));
    let draft = app.get(&path).as_(&supervisor).send().await.expect(200);
    assert_eq!(draft["is_final"], false);
    let body = json!({ "summary": "逐件研究，明确责任。" });
    act(&app, &leader, &meeting, "close", &body).await.expect(200);
    let minutes = app.get(&path).as_(&supervisor).send().await.expect(200);
    assert_eq!((&minutes["is_final"], &minutes["kind_name"]), (&json!(true), &json!("每月研判会")));
    let whole = &minutes["meeting"];
    assert_eq!(whole["summary"], "逐件研究，明确责任。");
    assert_eq!(whole["chair"]["id"], world::LEADER.id.to_string());
    let present = |unit: world::Department| {
        let mut units = whole["units"].as_array().into_iter().flatten();
        let unit = units.find(|one| one["department"]["id"] == unit.id.to_string());
        unit.map_or(Value::Null, |one| one["is_present"].clone())
    };
    assert_eq!(present(world::HOUSING), json!(true));
    assert_eq!(present(world::LABOUR), json!(true), "came without being asked");
    assert_eq!(present(world::JUSTICE), json!(false));
    let item = item_of(whole, &case.id).unwrap_or_default();
    assert_eq!(item["decisions"][0]["department"]["id"], world::HOUSING.id.to_string());
    assert_eq!(minutes["type_names"]["0202"].as_str().map(str::is_empty), Some(false));
    let frozen = act(&app, &director, &meeting, "attend", &there).await;
    assert_problem(&frozen, 409, "review_meeting.wrong_state");
}

#[actix_web::test]
async fn a_meeting_that_is_not_held_says_why() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let meeting = called(&app, "weekly").await;
    let path = format!("{MEETINGS}/{}", id(&meeting));
    let to = json!({ "place": "二楼", "department_ids": [world::LABOUR.id] });
    let stale = app.patch(&path).as_(&director).if_match(9).json(&to).send().await;
    assert_problem(&stale, 412, "request.stale_version");
    let moved = app.patch(&path).as_(&director).if_match(1).json(&to).send().await.expect(200);
    assert_eq!(moved["units"][0]["department"]["name"], world::LABOUR.name);
    let reason = json!({ "reason": "改期" });
    let gone = act(&app, &director, &meeting, "cancel", &reason).await.expect(200);
    assert_eq!((&gone["state"], &gone["cancel_reason"]), (&json!("cancelled"), &json!("改期")));
    assert_eq!(gone["allowed_actions"], json!([]));
}

#[actix_web::test]
async fn a_case_tells_its_reviews_the_last_first_to_who_may_read_both() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let case = app.case().in_progress().await;
    let path = format!("{}/reviews", case.path());
    let none = app.get(format!("{path}?count=exact")).as_(&director).send().await.expect(200);
    assert_eq!((&none["items"], &none["total"]), (&json!([]), &json!(0)));
    let first = held(&app, "weekly", &case).await;
    let first = decided(&app, &first, &case, world::HOUSING.id, "2026-06-30").await;
    app.advance(Duration::days(1));
    let second = held(&app, "monthly", &case).await;
    let told = app.get(&path).as_(&director).send().await.expect(200);
    let meetings: Vec<_> =
        told["items"].as_array().into_iter().flatten().map(|row| &row["meeting"]["id"]).collect();
    assert_eq!(meetings, [&second["id"], &first["id"]]);
    // Each as the page of its meeting shows it.
    let shown = item_of(&first, &case.id).unwrap_or_default();
    let (last, before) = (&told["items"][0]["item"], &told["items"][1]["item"]);
    assert!(shown["decisions"][0]["id"].is_string(), "{shown}");
    assert_eq!(before["decisions"][0]["id"], shown["decisions"][0]["id"]);
    assert_eq!((&before["grounds"], &before["reason"]), (&shown["grounds"], &shown["reason"]));
    assert_eq!(last["decisions"], json!([]));
    // Who meets, as far as they see the meeting and the case; nobody else.
    for (client, wanted) in [
        (app.as_supervisor().await, 200),
        (app.as_leader().await, 200),
        (app.as_handler().await, 403),
        (app.as_auditor().await, 403),
    ] {
        let answer = app.get(&path).as_(&client).send().await;
        let page = app.get(format!("{MEETINGS}/{}", id(&first))).as_(&client).send().await;
        assert_eq!(answer.status, wanted, "{answer}");
        assert_eq!(answer.status == 200, page.status == 200, "as the page of the meeting");
    }
    let other = app.as_other_clerk().await;
    let hidden = app.get(&path).as_(&other).send().await;
    assert!([403, 404].contains(&hidden.status), "{hidden}");
}
