//! 预约: nobody and no room in two places at once, and nobody who is partial.

use futures_util::future::join_all;
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use super::kit::{
    SESSIONS, act, acting, booked, booking, consented, go_to, id, ledger_holds, mediator,
    mediator_with, room, slot, told,
};

const MANY: usize = 16;

#[actix_web::test]
async fn of_sixteen_who_want_the_same_room_at_once_one_gets_it() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let room = room(&app, "第一调解室").await;
    let mut wanted = Vec::new();
    let people = [world::MEDIATOR, world::HANDLER, world::OTHER_HANDLER, world::CLERK];
    let mut mediators = Vec::new();
    for person in people {
        mediators.push(mediator(&app, &person).await);
    }
    for at in 0..MANY {
        // Overlapping by turns, and each of another case.
        let from = 9 + u32::from(at % 2 == 1);
        let body = slot(&room, &[&mediators[at % people.len()]], 4, from, 11);
        wanted.push((app.case().in_progress().await, body));
    }
    let asking = wanted.iter().map(|(case, body)| booking(&app, &dispatcher, case, body).send());
    let answers = join_all(asking).await;
    let won = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(won, 1, "one session in the room");
    for lost in answers.iter().filter(|answer| answer.status != 201) {
        assert_problem(lost, 409, "mediation.room_taken");
    }
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn of_sixteen_who_want_the_same_mediator_at_once_one_gets_them() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let mut wanted = Vec::new();
    for at in 0..MANY {
        let room = room(&app, &format!("调解室{at}")).await;
        wanted.push((app.case().in_progress().await, slot(&room, &[&mediator], 4, 9, 11)));
    }
    let asking = wanted.iter().map(|(case, body)| booking(&app, &dispatcher, case, body).send());
    let answers = join_all(asking).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for lost in answers.iter().filter(|answer| answer.status != 201) {
        assert_problem(lost, 409, "mediation.mediator_taken");
    }
}

#[actix_web::test]
async fn a_case_is_in_one_session_at_a_time_and_the_next_may_follow_at_once() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let (one, two) = (room(&app, "第一调解室").await, room(&app, "第二调解室").await);
    let (a, b) = (mediator(&app, &world::MEDIATOR).await, mediator(&app, &world::HANDLER).await);
    let case = app.case().in_progress().await;
    let first = booked(&app, &handler, &case, &slot(&one, &[&a], 4, 9, 11)).await;
    assert_eq!((&first["state"], &first["session_no"]), (&json!("booked"), &json!(1)));
    let at_once = booking(&app, &handler, &case, &slot(&two, &[&b], 4, 10, 12)).send().await;
    assert_problem(&at_once, 409, "mediation.case_taken");
    // Half-open: it begins when the other ends, in the same room with the same mediator.
    let next = booked(&app, &handler, &case, &slot(&one, &[&a], 4, 11, 12)).await;
    assert_eq!(next["session_no"], 2);
    // Moved away, the first time is free again.
    let moved = act(&app, &handler, &first, "rebook", &slot(&two, &[&b], 5, 9, 10)).await;
    assert_eq!(moved["mediators"][0]["person"]["name"], world::HANDLER.name);
    let other = app.case().in_progress().await;
    booked(&app, &handler, &other, &slot(&one, &[&a], 4, 9, 11)).await;
    // What was cancelled holds nothing either.
    let reason = json!({ "reason_code": "party_absent" });
    act(&app, &handler, &next, "cancel", &reason).await;
    let third = app.case().in_progress().await;
    booked(&app, &handler, &third, &slot(&one, &[&a], 4, 11, 12)).await;
    let (kinds, _) = told(&app, &case).await;
    assert_eq!(
        kinds.iter().filter(|kind| kind.starts_with("mediation_")).collect::<Vec<_>>(),
        ["mediation_booked", "mediation_booked", "mediation_rebooked", "mediation_cancelled"]
    );
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn who_is_not_qualified_or_close_to_a_party_does_not_mediate() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_handler().await, app.as_director().await);
    let room = room(&app, "第一调解室").await;
    let cousin = mediator_with(&app, &world::MEDIATOR, &[("family", "王 样本")]).await;
    let lapsed = mediator(&app, &world::CLERK).await;
    let path = format!("/api/v1/mediators/{lapsed}");
    let body = json!({ "qualified_until_on": "2026-03-03" });
    let ended = app.patch(path).as_(&director).if_match(1).json(&body).send().await.expect(200);
    assert_eq!(ended["is_qualified"], true, "today it still holds");
    let case = app.case().in_progress().await;
    let refused = booking(&app, &handler, &case, &slot(&room, &[&cousin, &lapsed], 4, 9, 10));
    let refused = refused.send().await;
    assert_fields(&refused, &["/mediator_ids/0", "/mediator_ids/1"]);
    let codes: Vec<_> = refused.json()["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| error["code"].clone())
        .collect();
    assert_eq!(codes, ["mediation.conflict", "mediation.not_qualified"]);
    assert!(!refused.text().contains("样本"), "no name in an error: {refused}");
    // The options say the same before anybody asks, and show no name that was declared.
    let at = "starts_at=2026-03-04T01:00:00Z&ends_at=2026-03-04T02:00:00Z";
    let path = format!("{}/mediation-options?{at}", case.path());
    let options = app.get(path).as_(&handler).send().await.expect(200);
    assert_eq!(options["obstacle"], Value::Null);
    assert_eq!(options["rooms"][0]["obstacle"], Value::Null);
    for (mediator, obstacle) in
        [(&cousin, "mediation.conflict"), (&lapsed, "mediation.not_qualified")]
    {
        let found = options["mediators"].as_array().into_iter().flatten();
        let found: Vec<_> = found.filter(|row| row["mediator"]["id"] == **mediator).collect();
        assert_eq!(found.first().map(|row| &row["obstacle"]), Some(&json!(obstacle)));
    }
    let register = app.get(format!("/api/v1/mediators/{cousin}")).as_(&director).send().await;
    assert_eq!(register.expect(200)["ties"], json!([{ "kind": "family", "name": "王*" }]));
}

#[actix_web::test]
async fn nobody_mediates_a_matter_of_their_own() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let room = room(&app, "第一调解室").await;
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let parties = json!([
        { "role": "applicant", "kind": "person", "name": "李示例" },
        { "role": "respondent", "kind": "person", "name": world::MEDIATOR.name },
    ]);
    let case = app.case().with("parties", parties).in_progress().await;
    let refused = booking(&app, &handler, &case, &slot(&room, &[&mediator], 4, 9, 10));
    let refused = refused.send().await;
    assert_fields(&refused, &["/mediator_ids/0"]);
    assert_eq!(refused.json()["errors"][0]["code"], "mediation.conflict");
}

#[actix_web::test]
async fn who_works_for_a_party_does_not_mediate_it() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let room = room(&app, "第一调解室").await;
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let parties = json!([
        { "role": "applicant", "kind": "person", "name": "李示例" },
        { "role": "respondent", "kind": "organization", "name": world::JUSTICE.name },
    ]);
    let case = app.case().with("parties", parties).in_progress().await;
    let refused = booking(&app, &handler, &case, &slot(&room, &[&mediator], 4, 9, 10));
    assert_fields(&refused.send().await, &["/mediator_ids/0"]);
}

#[actix_web::test]
async fn times_rooms_and_mediators_are_named_where_they_are_wrong() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let room = room(&app, "第一调解室").await;
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let case = app.case().in_progress().await;
    let nobody = uuid::Uuid::nil().to_string();
    for (body, pointer) in [
        (slot(&room, &[&mediator], 1, 9, 10), "/starts_at"),
        (slot(&room, &[&mediator], 4, 10, 9), "/ends_at"),
        (slot(&nobody, &[&mediator], 4, 9, 10), "/room_id"),
        (slot(&room, &[&nobody], 4, 9, 10), "/mediator_ids/0"),
        (slot(&room, &[&mediator, &mediator], 4, 9, 10), "/mediator_ids"),
        (slot(&room, &[], 4, 9, 10), "/mediator_ids"),
    ] {
        assert_fields(&booking(&app, &handler, &case, &body).send().await, &[pointer]);
    }
    let done = app.case().resolved().await;
    let late = booking(&app, &handler, &done, &slot(&room, &[&mediator], 4, 9, 10)).send().await;
    let problem = assert_problem(&late, 409, "mediation.case_not_open");
    assert_eq!(problem["state"], "resolved");
}

#[actix_web::test]
async fn the_same_key_books_once() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let room = room(&app, "第一调解室").await;
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let case = app.case().in_progress().await;
    let body = slot(&room, &[&mediator], 4, 9, 10);
    let send = || booking(&app, &handler, &case, &body).idempotency_key("book-1").send();
    let first = send().await.expect(201);
    assert_eq!(id(&send().await.expect(201)), id(&first));
    // Booking does not touch the version of the case.
    assert_eq!(app.see(&handler, &case).await.version, case.version);
}

#[actix_web::test]
async fn a_qualification_that_ends_after_the_booking_is_told_and_stops_the_session() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_handler().await, app.as_director().await);
    let room = room(&app, "第一调解室").await;
    let (one, two) = (mediator(&app, &world::MEDIATOR).await, mediator(&app, &world::CLERK).await);
    let until = async |entry: &str, version: i64, day: &str| {
        let path = format!("/api/v1/mediators/{entry}");
        let body = json!({ "qualified_until_on": day });
        app.patch(path).as_(&director).if_match(version).json(&body).send().await.expect(200);
    };
    let case = app.case().in_progress().await;
    let session = booked(&app, &handler, &case, &slot(&room, &[&one], 5, 9, 11)).await;
    assert_eq!(session["lapsing"], json!([]));
    // It ends soon after the session: said, and no obstacle.
    until(&one, 1, "2026-03-20").await;
    let session = consented(&app, &handler, &session).await;
    assert_eq!(session["lapsing"][0]["qualified_until_on"], "2026-03-20");
    assert_eq!(session["lapsing"][0]["is_before_session"], false);
    assert_eq!(session["obstacle"], Value::Null);
    // Cut short before the session: it does not begin with them.
    until(&one, 2, "2026-03-04").await;
    let path = format!("/api/v1/mediations/{}", id(&session));
    let session = app.get(&path).as_(&handler).send().await.expect(200);
    assert_eq!(session["lapsing"][0]["is_before_session"], true);
    assert_eq!(session["obstacle"], "mediation.mediator_unfit");
    assert_eq!(session["refused_actions"]["start"], "mediation.mediator_unfit");
    let start = acting(&app, &handler, (SESSIONS, &session), "start", &json!({})).send().await;
    assert_problem(&start, 409, "mediation.mediator_unfit");
    // With somebody else it does.
    let session = act(&app, &handler, &session, "rebook", &slot(&room, &[&two], 5, 9, 11)).await;
    assert_eq!(session["lapsing"], json!([]));
    go_to(&app, "2026-03-05T09:00");
    act(&app, &handler, &session, "start", &json!({})).await;
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn nobody_and_no_room_is_in_two_sessions_that_go_on() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let (one, two) = (room(&app, "第一调解室").await, room(&app, "第二调解室").await);
    let (a, b) = (mediator(&app, &world::MEDIATOR).await, mediator(&app, &world::HANDLER).await);
    let begun = async |wanted: Value| {
        let case = app.case().in_progress().await;
        let session = booked(&app, &handler, &case, &wanted).await;
        consented(&app, &handler, &session).await
    };
    let first = begun(slot(&one, &[&a], 4, 10, 11)).await;
    let next = begun(slot(&one, &[&a], 4, 12, 13)).await;
    let beside = begun(slot(&two, &[&a], 4, 13, 14)).await;
    let elsewhere = begun(slot(&two, &[&b], 4, 12, 13)).await;
    let start = async |session: &Value| {
        acting(&app, &handler, (SESSIONS, session), "start", &json!({})).send().await
    };
    // Two days before, neither begins: a session is moved first.
    for session in [&first, &next] {
        assert_eq!(session["refused_actions"]["start"], "mediation.start_outside_slot");
        assert_problem(&start(session).await, 409, "mediation.start_outside_slot");
    }
    // Half an hour after its slot the first begins, and goes on when the second is due.
    go_to(&app, "2026-03-04T11:30");
    let first = act(&app, &handler, &first, "start", &json!({})).await;
    go_to(&app, "2026-03-04T12:10");
    assert_problem(&start(&next).await, 409, "mediation.room_taken");
    // Nor is the room free for anybody else now, or the mediator in another one.
    let now = begun(slot(&two, &[&b], 5, 10, 11)).await;
    let moved = slot(&one, &[&b], 4, 11, 12);
    let moved = acting(&app, &handler, (SESSIONS, &now), "rebook", &moved).send().await;
    assert_problem(&moved, 409, "mediation.room_taken");
    act(&app, &handler, &elsewhere, "start", &json!({})).await;
    act(&app, &handler, &first, "conclude", &json!({ "outcome": "agreed" })).await;
    let next = act(&app, &handler, &next, "start", &json!({})).await;
    // With time to spare, but the mediator and the room are both still held.
    go_to(&app, "2026-03-04T13:10");
    assert_problem(&start(&beside).await, 409, "mediation.room_taken");
    let beside = act(&app, &handler, &beside, "rebook", &slot(&one, &[&b], 4, 14, 15)).await;
    assert_problem(&start(&beside).await, 409, "mediation.room_taken");
    act(&app, &handler, &next, "conclude", &json!({ "outcome": "agreed" })).await;
    // The room is free, the mediator still sits in the other.
    assert_problem(&start(&beside).await, 409, "mediation.mediator_taken");
    ledger_holds(&app).await;
}
