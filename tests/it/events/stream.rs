//! `GET /events/stream`.

use std::collections::BTreeSet;

use chrono::Duration;
use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::world;

use super::kit::{START, STREAM, heard, listen, readable, seal};

#[actix_web::test]
async fn what_happens_is_told_in_order_and_again_from_where_one_left() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let begun = listen(&app, &clerk, None).await;
    assert!(begun.events.is_empty(), "nothing has happened: {begun:?}");

    let case = app.case().in_progress().await;
    let early = listen(&app, &clerk, Some(&begun.place)).await;
    assert!(early.events.is_empty(), "nothing is told before it is sealed");
    seal(&app).await;
    let all = listen(&app, &clerk, Some(&begun.place)).await;
    assert_eq!(all.events.len(), 4, "registered, classified, dispatched, signed: {all:?}");
    for told in &all.events {
        assert_eq!(told.name, "case");
        // Which case, and which version to read: nothing else.
        assert_eq!(told.data, json!({ "object": "case", "id": case.id, "version": case.version }));
    }
    let ids: BTreeSet<_> = all.events.iter().map(|told| &told.id).collect();
    assert_eq!(ids.len(), 4, "each has a place of its own");
    for (at, told) in all.events.iter().enumerate() {
        let rest = listen(&app, &clerk, Some(&told.id)).await;
        assert_eq!(rest.events, all.events[at + 1..], "behind {}", told.id);
    }
    // Who comes without a place is told nothing of before.
    assert!(listen(&app, &clerk, None).await.events.is_empty());
}

#[actix_web::test]
async fn a_place_nobody_was_given_is_answered_by_reading_everything_anew() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    app.case().registered().await;
    seal(&app).await;
    let end = listen(&app, &clerk, None).await.place;
    for unknown in
        ["", "x", "0.0", "99.0", "1.0 ", "1.2147483647", "018f0000-0000-7000-8000-000000000001"]
    {
        let heard = listen(&app, &clerk, Some(unknown)).await;
        let names: Vec<_> = heard.events.iter().map(|told| told.name.as_str()).collect();
        assert_eq!(names, ["missed"], "{unknown:?}");
        assert_eq!(heard.place, end, "{unknown:?}: it goes on from now");
    }
}

#[actix_web::test]
async fn too_many_waiting_events_are_not_told_one_by_one() {
    let app = TestApp::with(|config| config.events.backlog = 3).await;
    let clerk = app.as_clerk().await;
    let case = app.case().classified().await;
    seal(&app).await;
    assert_eq!(listen(&app, &clerk, Some(START)).await.cases("case"), [&*case.id, &*case.id]);
    app.case().classified().await;
    seal(&app).await;
    let heard = listen(&app, &clerk, Some(START)).await;
    assert_eq!(heard.events.len(), 1, "{heard:?}");
    assert_eq!(heard.events[0].name, "missed");
    assert!(listen(&app, &clerk, Some(&heard.place)).await.events.is_empty());
}

#[actix_web::test]
async fn everybody_is_told_of_the_cases_they_may_read_and_of_no_other() {
    let app = TestApp::new().await;
    let (township, officer) = (app.as_township_clerk().await, app.as_village_officer().await);
    let other = app.as_other_clerk().await;
    let restricted = app.case().with("restriction", json!({ "class": "minors" }));
    let cases = [
        app.case().registered().await,
        app.case().assisted_by(world::LABOUR).in_progress().await,
        app.case().led_by(world::JUSTICE).dispatched().await,
        restricted.in_progress().await,
        app.case().by(&township).registered().await,
        app.case().by(&officer).registered().await,
        app.case().by(&other).registered().await,
    ];
    let all: Vec<_> = cases.iter().collect();
    seal(&app).await;
    let mut told_to_somebody = 0;
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        let may = readable(&app, &client, &all).await;
        let asking = app.get(STREAM).as_(&client).header("last-event-id", START);
        let answer = asking.send().await;
        if answer.status == 403 {
            assert!(may.is_empty(), "{} reads and may not listen", person.username);
            continue;
        }
        assert_eq!(answer.status, 200, "{answer}");
        let heard = heard(&answer.text());
        let told: BTreeSet<_> = heard.cases("case").into_iter().collect();
        assert_eq!(told, may, "{}", person.username);
        assert!(heard.cases("left_scope").is_empty(), "{}: nothing was taken", person.username);
        told_to_somebody += told.len();
    }
    assert!(told_to_somebody > 20, "{told_to_somebody}");
}

#[actix_web::test]
async fn a_department_that_loses_a_case_is_told_and_no_other() {
    let app = TestApp::new().await;
    let (handler, other) = (app.as_handler().await, app.as_other_handler().await);
    let case = app.case().dispatched().await;
    seal(&app).await;
    let place = listen(&app, &handler, None).await.place;
    let back = json!({ "ground_code": "01", "note": "不属本单位职责" });
    let answer = app.acting(&handler, &case, "return", &back).send().await;
    assert!(answer.status < 300, "{answer}");
    seal(&app).await;
    assert!(readable(&app, &handler, &[&case]).await.is_empty());
    let heard = listen(&app, &handler, Some(&place)).await;
    let left = json!({ "object": "case", "id": case.id, "version": case.version });
    let told: Vec<_> = heard.events.iter().map(|one| (one.name.as_str(), &one.data)).collect();
    assert_eq!(told, [("left_scope", &left)]);
    assert!(listen(&app, &other, Some(START)).await.events.is_empty(), "it was never theirs");
    // From the beginning: what they could read once and cannot now is out of sight, and no more.
    let heard = listen(&app, &handler, Some(START)).await;
    assert_eq!(heard.cases("left_scope"), [&*case.id]);
    assert!(heard.cases("case").is_empty());
}

#[actix_web::test]
async fn a_stream_costs_the_same_however_many_cases_it_tells_of() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    app.case().registered().await;
    seal(&app).await;
    let first = listen(&app, &clerk, None).await.place;
    app.case().registered().await;
    seal(&app).await;
    let mut cost = Vec::new();
    for more in [0, 8] {
        for _ in 0..more {
            app.case().registered().await;
        }
        seal(&app).await;
        let before = app.statements();
        let heard = listen(&app, &clerk, Some(&first)).await;
        cost.push(app.statements() - before);
        assert_eq!(heard.events.len(), 1 + more);
    }
    assert_eq!(cost[0], cost[1], "a query a case");
}

#[actix_web::test]
async fn it_is_for_who_is_signed_in_and_may_read_cases() {
    let app = TestApp::with(|config| config.auth.access_minutes = 15).await;
    assert_problem(&app.get(STREAM).send().await, 401, "auth.required");
    let auditor = app.as_auditor().await;
    assert_problem(&app.get(STREAM).as_(&auditor).send().await, 403, "auth.not_allowed");
    let clerk = app.as_clerk().await;
    listen(&app, &clerk, None).await;
    app.advance(Duration::minutes(15));
    assert_problem(&app.get(STREAM).as_(&clerk).send().await, 401, "auth.expired_token");
}

#[actix_web::test]
async fn one_caller_has_only_so_many_streams() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let caller = app.actor_of(&clerk).await.user_id;
    let open: Vec<_> = std::iter::from_fn(|| app.state.streams.open(caller, 50)).collect();
    assert_eq!(open.len(), 50);
    let refused = app.get(STREAM).as_(&clerk).send().await;
    assert_problem(&refused, 429, "request.rate_limited");
    assert!(refused.header("retry-after").is_some());
    listen(&app, &dispatcher, None).await;
    drop(open);
    listen(&app, &clerk, None).await;
}

#[actix_web::test]
async fn a_server_that_stops_ends_its_streams() {
    // Without it this one would wait for five minutes.
    let app = TestApp::with(|config| config.events.stream_seconds = 300).await;
    let clerk = app.as_clerk().await;
    app.state.stopping.send_replace(true);
    assert!(listen(&app, &clerk, None).await.events.is_empty());
}
