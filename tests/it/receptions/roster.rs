//! The roster: plan, publish, exchange, absence.

use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};
use zongzhi::features::receptions::jobs::report;
use zongzhi::features::receptions::repo;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{DAYS, act, id, planned, published, second_leader, see};

const SWAPS: &str = "/api/v1/receptions/swaps";

async fn swap(app: &TestApp, client: &Client, swap: &Value, verb: &str) -> Answer {
    let path = format!("{SWAPS}/{}/actions/{verb}", id(swap));
    let version = swap["version"].as_i64().unwrap_or_default();
    app.post(path).as_(client).if_match(version).json(&json!({})).send().await
}

#[actix_web::test]
async fn a_day_is_planned_by_the_director_and_seen_when_it_is_published() {
    let app = TestApp::new().await;
    let (director, clerk) = (app.as_director().await, app.as_clerk().await);
    let day = planned(&app, "2026-03-12", world::LEADER.id).await;
    assert_eq!((&day["state"], &day["held_on"]), (&json!("draft"), &json!("2026-03-12")));
    assert_eq!(app.get(format!("{DAYS}/{}", id(&day))).as_(&clerk).send().await.status, 404);
    let list = app.get(format!("{DAYS}?count=exact")).as_(&clerk).send().await.expect(200);
    assert_eq!(list["total"], 0);
    let again = json!({ "leader_id": world::LEADER.id, "place": "x",
        "starts_at": "2026-03-12T06:00:00Z", "ends_at": "2026-03-12T07:00:00Z" });
    let twice = app.post(DAYS).as_(&director).json(&again).send().await;
    assert_problem(&twice, 409, "reception.duplicate");
    let publish = format!("{DAYS}/actions/publish");
    let body = json!({ "from": "2026-03-01", "to": "2026-03-31" });
    let done = app.post(&publish).as_(&director).json(&body).send().await.expect(200);
    assert_eq!(done["items"][0]["state"], "published");
    assert_eq!(done["items"][0]["is_published_late"], false);
    let none = app.post(&publish).as_(&director).json(&body).send().await;
    assert_problem(&none, 409, "reception.nothing_to_publish");
    let seen = see(&app, &clerk, &day).await;
    assert_eq!(seen["allowed_actions"], json!(["appoint"]));
    assert_eq!(seen["refused_actions"]["record"], "reception.not_yet");
}

#[actix_web::test]
async fn less_than_five_days_ahead_takes_a_reason_that_shows() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    // Today is the second: the seventh is five days ahead, the sixth is not.
    planned(&app, "2026-03-06", world::LEADER.id).await;
    planned(&app, "2026-03-07", world::LEADER.id).await;
    let publish = format!("{DAYS}/actions/publish");
    let body = json!({ "from": "2026-03-01", "to": "2026-03-31" });
    let late = app.post(&publish).as_(&director).json(&body).send().await;
    assert_fields(&late, &["/late_reason"]);
    let body = json!({ "from": "2026-03-01", "to": "2026-03-31", "late_reason": "临时调整" });
    let done = app.post(&publish).as_(&director).json(&body).send().await.expect(200);
    assert_eq!(done["items"][0]["is_published_late"], true);
    assert_eq!(done["items"][0]["late_reason"], "临时调整");
    assert_eq!(done["items"][1]["is_published_late"], false);
    assert_eq!(done["items"][1]["late_reason"], Value::Null);
}

#[actix_web::test]
async fn a_county_says_how_many_days_ahead_it_publishes() {
    let app = TestApp::new().await;
    let (director, admin) = (app.as_director().await, app.as_system_admin().await);
    let lead = json!({
        "code": "reception_notice", "clock": "reception_notice", "amount": 3,
        "day_kind": "working", "start": "next_day", "roll": "none", "source": "县级规定",
        "valid_from": "2026-03-02",
    });
    let made = app.post("/api/v1/time-limit-rules").as_(&admin).json(&lead).send().await;
    assert_eq!(made.expect(201)["version"], 2);
    // Today is a Monday: Thursday is three working days ahead, Wednesday is not.
    planned(&app, "2026-03-05", world::LEADER.id).await;
    let publish = format!("{DAYS}/actions/publish");
    let body = json!({ "from": "2026-03-01", "to": "2026-03-31" });
    let done = app.post(&publish).as_(&director).json(&body).send().await.expect(200);
    assert_eq!(done["items"][0]["is_published_late"], false);
    planned(&app, "2026-03-04", world::LEADER.id).await;
    let late = app.post(&publish).as_(&director).json(&body).send().await;
    assert_fields(&late, &["/late_reason"]);
}

#[actix_web::test]
async fn bad_days_are_named_and_others_may_not_plan() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let day = |leader, starts: &str, ends: &str| json!({ "leader_id": leader, "place": "x", "starts_at": starts, "ends_at": ends });
    let leader = world::LEADER.id;
    for (body, pointer) in [
        (day(world::CLERK.id, "2026-03-12T01:00:00Z", "2026-03-12T04:00:00Z"), "/leader_id"),
        (day(leader, "2026-03-12T04:00:00Z", "2026-03-12T01:00:00Z"), "/starts_at"),
        (day(leader, "2026-03-12T04:00:00Z", "2026-03-13T01:00:00Z"), "/starts_at"),
        (day(leader, "2026-02-12T01:00:00Z", "2026-02-12T04:00:00Z"), "/starts_at"),
    ] {
        assert_fields(&app.post(DAYS).as_(&director).json(&body).send().await, &[pointer]);
    }
    let good = day(leader, "2026-03-12T01:00:00Z", "2026-03-12T04:00:00Z");
    for client in [app.as_clerk().await, app.as_leader().await, app.as_supervisor().await] {
        let refused = app.post(DAYS).as_(&client).json(&good).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    for client in [app.as_handler().await, app.as_system_admin().await] {
        let refused = app.get(DAYS).as_(&client).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    // Published: place and places may change, the rest is fixed; a stranger sees nothing of it.
    let day = published(&app, "2026-03-12", leader).await;
    let path = format!("{DAYS}/{}", id(&day));
    let change = async |version, body: Value| {
        app.patch(&path).as_(&director).if_match(version).json(&body).send().await
    };
    let version = day["version"].as_i64().unwrap_or_default();
    let moved = change(version, json!({ "starts_at": "2026-03-12T02:00:00Z" })).await;
    assert_problem(&moved, 409, "reception.wrong_state");
    assert_problem(&change(1, json!({ "place": "二楼" })).await, 412, "request.stale_version");
    let changed = change(version, json!({ "place": "二楼", "slots": 1 })).await.expect(200);
    assert_eq!((&changed["place"], &changed["slots"]), (&json!("二楼"), &json!(1)));
    let stranger = app.as_other_clerk().await;
    assert_eq!(app.get(&path).as_(&stranger).send().await.status, 404);
    let list = app.get(format!("{DAYS}?count=exact")).as_(&stranger).send().await.expect(200);
    assert_eq!((&list["total"], &list["items"]), (&json!(0), &json!([])));
}

#[actix_web::test]
async fn a_draft_is_discarded_a_published_day_is_not() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let day = planned(&app, "2026-03-12", world::LEADER.id).await;
    let gone = act(&app, &director, &day, "discard", &json!({})).await.expect(200);
    assert_eq!(gone["state"], "discarded");
    let list = app.get(DAYS).as_(&director).send().await.expect(200);
    assert_eq!(list["items"], json!([]));
    let day = published(&app, "2026-03-12", world::LEADER.id).await;
    let kept = act(&app, &director, &day, "discard", &json!({})).await;
    assert_problem(&kept, 409, "reception.wrong_state");
}

#[actix_web::test]
async fn two_leaders_exchange_days_when_both_agree() {
    let app = TestApp::new().await;
    let leader = app.as_leader().await;
    let (second, second_id) = second_leader(&app).await;
    let mine = published(&app, "2026-03-12", world::LEADER.id).await;
    let theirs = published(&app, "2026-03-16", second_id).await;
    let ask = json!({ "other_day_id": theirs["id"], "reason": "当日下乡督导" });
    // Only by the leader of the day, and not by the director for them.
    for client in [second.clone(), app.as_director().await] {
        let refused = act(&app, &client, &mine, "ask_swap", &ask).await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    let own = json!({ "other_day_id": mine["id"], "reason": "当日下乡督导" });
    assert_fields(&act(&app, &leader, &mine, "ask_swap", &own).await, &["/other_day_id"]);
    let asked = act(&app, &leader, &mine, "ask_swap", &ask).await.expect(200);
    let waiting = asked["swaps"][0].clone();
    assert_eq!(waiting["state"], "asked");
    assert_eq!(asked["leader"]["id"], world::LEADER.id.to_string(), "nothing changes yet");
    let pending = act(&app, &leader, &mine, "ask_swap", &ask).await;
    assert_problem(&pending, 409, "reception.swap_pending");
    // The other leader is told, and nobody may answer for them.
    let inbox = app.get("/api/v1/notices").as_(&second).send().await.expect(200);
    assert_eq!(inbox["items"][0]["kind"], "swap_asked");
    let refused = swap(&app, &leader, &waiting, "agree").await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let list = app.get(format!("{SWAPS}?is_mine=true")).as_(&second).send().await.expect(200);
    assert_eq!(list["items"][0]["allowed_actions"], json!(["agree", "refuse"]));
    let agreed = swap(&app, &second, &waiting, "agree").await.expect(200);
    assert_eq!(agreed["state"], "agreed");
    let (mine, theirs) = (see(&app, &leader, &mine).await, see(&app, &leader, &theirs).await);
    assert_eq!(mine["leader"]["id"], second_id.to_string());
    assert_eq!(theirs["leader"]["id"], world::LEADER.id.to_string());
    let inbox = app.get("/api/v1/notices").as_(&leader).send().await.expect(200);
    assert_eq!(inbox["items"][0]["kind"], "swap_answered");
    let again = swap(&app, &second, &agreed, "refuse").await;
    assert_problem(&again, 409, "reception.swap_ended");
}

#[actix_web::test]
async fn an_exchange_ends_with_the_first_of_its_days() {
    let app = TestApp::new().await;
    let leader = app.as_leader().await;
    let (second, second_id) = second_leader(&app).await;
    let mine = published(&app, "2026-03-12", world::LEADER.id).await;
    let theirs = published(&app, "2026-03-04", second_id).await;
    let ask = json!({ "other_day_id": theirs["id"], "reason": "当日下乡督导" });
    let asked = act(&app, &leader, &mine, "ask_swap", &ask).await.expect(200);
    app.advance(Duration::days(2));
    let late = swap(&app, &second, &asked["swaps"][0], "agree").await;
    assert_problem(&late, 409, "reception.swap_ended");
    let seen = see(&app, &leader, &mine).await;
    assert_eq!(seen["swaps"][0]["state"], "lapsed");
    assert_eq!(seen["leader"]["id"], world::LEADER.id.to_string());
}

#[actix_web::test]
async fn an_absence_without_stand_in_is_seen_by_everybody() {
    let app = TestApp::new().await;
    let (leader, clerk, director) =
        (app.as_leader().await, app.as_clerk().await, app.as_director().await);
    let (second, second_id) = second_leader(&app).await;
    let day = published(&app, "2026-03-12", world::LEADER.id).await;
    let absent = json!({ "reason": "赴省参会" });
    let refused = act(&app, &second, &day, "excuse", &absent).await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let oneself = json!({ "reason": "赴省参会", "stand_in_id": world::LEADER.id });
    assert_fields(&act(&app, &leader, &day, "excuse", &oneself).await, &["/stand_in_id"]);
    let day = act(&app, &leader, &day, "excuse", &absent).await.expect(200);
    let seen = see(&app, &clerk, &day).await;
    assert_eq!((&seen["state"], &seen["absence_reason"]), (&json!("absent"), &json!("赴省参会")));
    assert_eq!(seen["refused_actions"]["appoint"], "reception.wrong_state");
    let upcoming = async || {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let (from, to) = (day("2026-03-01"), day("2026-03-31"));
        let db = app.state.db.reader();
        repo::upcoming_days(db, &[world::CENTER.id], from, to).await.expect("days")
    };
    let public = upcoming().await;
    assert_eq!((public.len(), public[0].state.as_str()), (1, "absent"));
    // Somebody stands in after all.
    let found = json!({ "reason": "赴省参会", "stand_in_id": second_id });
    let day = act(&app, &director, &day, "excuse", &found).await.expect(200);
    assert_eq!((&day["state"], &day["stand_in"]["id"]), (&json!("published"), &json!(second_id)));
    let public = upcoming().await;
    assert_eq!((public[0].state.as_str(), public[0].leader_name.as_str()), ("published", "凌二"));
    assert_eq!(public[0].leader_title, None);
    // A draft is nobody's business.
    planned(&app, "2026-03-18", world::LEADER.id).await;
    assert_eq!(upcoming().await.len(), 1);
}

#[actix_web::test]
async fn who_receives_is_told_of_the_appointments_the_working_day_before() {
    let app = TestApp::new().await;
    let (clerk, leader, director) =
        (app.as_clerk().await, app.as_leader().await, app.as_director().await);
    // A Monday: the working day before is the Friday.
    let day = published(&app, "2026-03-16", world::LEADER.id).await;
    let path = format!("{DAYS}/{}/appointments", id(&day));
    app.post(path).as_(&clerk).json(&json!({})).send().await.expect(201);
    let round = async || report(app.state.clone().into_inner()).await.expect("a round");
    let go_to = |moment: &str| {
        app.clock.set(format!("{moment}:00+08:00").parse().expect("a moment"));
    };
    go_to("2026-03-12T10:00");
    assert_eq!(round().await, 0, "two working days before");
    go_to("2026-03-13T21:00");
    assert_eq!(round().await, 0, "in the evening");
    go_to("2026-03-13T10:00");
    assert_eq!(round().await, 2, "who receives, and the director");
    assert_eq!(round().await, 0, "once");
    for client in [&leader, &director] {
        let told = app.get("/api/v1/notices?kind=reception_ahead").as_(client).send().await;
        let told = told.expect(200);
        let said = told["items"][0].to_string();
        assert!(said.contains("已预约 1 号"), "{}: {told}", client.username);
    }
}
