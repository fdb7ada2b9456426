//! 核实事项: what the times of entries leave to ask is asked once, of the unit, in a question.

mod rights;

use chrono::{Duration, TimeZone as _, Utc};
use serde_json::{Value, json};
use zongzhi::features::questions::jobs::ask;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::adapters::kit::{deliver, message};
use crate::imports::kit::{imported, rows};

const QUESTIONS: &str = "/api/v1/questions";

async fn asked(app: &TestApp) -> u64 {
    ask(app.state.clone().into_inner()).await.expect("asking")
}

async fn listed(app: &TestApp, client: &Client, query: &str) -> Vec<Value> {
    let found = app.get(format!("{QUESTIONS}?{query}")).as_(client).send().await.expect(200);
    found["items"].as_array().cloned().unwrap_or_default()
}

/// Twelve matters within minutes, which everybody who registers so many is asked about.
async fn entered_at_once(app: &TestApp) {
    for _ in 0..12 {
        app.case().registered().await;
        app.clock.advance(Duration::seconds(30));
    }
}

#[actix_web::test]
async fn what_was_entered_at_once_is_asked_about_once() {
    let app = TestApp::new().await;
    entered_at_once(&app).await;
    assert_eq!(asked(&app).await, 0, "the window is not over");
    app.clock.advance(Duration::days(15));
    assert_eq!(asked(&app).await, 1);
    assert_eq!(asked(&app).await, 0, "a fact is asked about once");
    let director = app.as_director().await;
    let found = listed(&app, &director, "state=open&kind=bulk_entry").await;
    let [question] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (&question["facts"]["count"], &question["facts"]["minutes"], &question["facts"]["of"]),
        (&json!(12), &json!(10), &json!(12))
    );
    assert_eq!(question["department"]["id"], json!(world::CENTER_OFFICE.id));
    // It asks, and names nobody who registered.
    let text = question.to_string();
    assert!(text.contains('？') && !text.contains(world::CLERK.name), "{text}");
    // The list behind it shows what it counts.
    let cases = &question["cases"];
    let of = |name: &str| cases[name].as_str().unwrap_or_default().to_owned();
    let path = format!(
        "/api/v1/cases?count=exact&registering_unit_id={}&registered_from={}&registered_to={}",
        of("registering_unit_id"),
        of("registered_from"),
        of("registered_to")
    );
    let rows = app.get(path).as_(&director).send().await.expect(200);
    assert_eq!(rows["total"], 12);
    let elsewhere = world::TOWNSHIP_OFFICE.id;
    let path = format!("/api/v1/cases?count=exact&registering_unit_id={elsewhere}");
    assert_eq!(app.get(path).as_(&director).send().await.expect(200)["total"], 0);
}

#[actix_web::test]
async fn what_a_machine_entered_is_nobodys_habit() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let file = rows("grid", 1..=12);
    let done = imported(&app, &clerk, "grid.jsonl", file.as_bytes(), false).await;
    assert_eq!(done["added"], 12, "{done}");
    for number in 1..=12 {
        let body = message("grid_event", &format!("M-{number}"));
        deliver(&app, &clerk, "grid_event", &body).await.expect(201);
    }
    app.clock.advance(Duration::days(15));
    assert_eq!(asked(&app).await, 0);
}

#[actix_web::test]
async fn the_director_answers_and_a_clerk_only_reads() {
    let app = TestApp::new().await;
    entered_at_once(&app).await;
    app.clock.advance(Duration::days(15));
    asked(&app).await;
    let (clerk, director) = (app.as_clerk().await, app.as_director().await);
    let found = listed(&app, &clerk, "").await;
    assert_eq!((found.len(), &found[0]["allowed_actions"]), (1, &json!([])));
    assert_eq!(found[0]["refused_actions"], json!({ "answer": "auth.not_allowed" }));
    let path = format!("{QUESTIONS}/{}", found[0]["id"].as_str().unwrap_or_default());
    let answer = async |client: &Client, ground: &str| {
        let body = json!({ "ground": ground, "answer": "节后集中受理，均为当日来访" });
        let path = format!("{path}/actions/answer");
        app.post(path).as_(client).if_match(1).json(&body).send().await
    };
    assert_problem(&answer(&clerk, "explained").await, 403, "auth.not_allowed");
    assert_problem(&answer(&director, "not_ours").await, 422, "question.ground");
    let done = answer(&director, "explained").await.expect(200);
    assert_eq!((&done["state"], &done["version"]), (&json!("answered"), &json!(2)));
    // Neither another unit, nor another place, nor another county.
    for client in [
        app.as_handler().await,
        app.as_township_clerk().await,
        app.as_village_officer().await,
        app.as_other_clerk().await,
    ] {
        assert_eq!(listed(&app, &client, "").await, Vec::<Value>::new());
        assert_problem(&app.get(&path).as_(&client).send().await, 404, "request.not_found");
    }
    let admin = app.as_system_admin().await;
    assert_problem(&app.get(QUESTIONS).as_(&admin).send().await, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn a_village_that_falls_silent_while_its_peers_go_on_is_asked() {
    let app = TestApp::new().await;
    // The village registered two matters a working day for weeks, then nothing more. It has no peers here:
    // its own past is what is expected.
    let village = app.as_village_officer().await;
    let monday = Utc.with_ymd_and_hms(2026, 3, 30, 2, 0, 0).single().expect("an instant");
    for day in 0..56 {
        app.clock.set(monday + Duration::days(day));
        for _ in 0..2 {
            if day % 7 < 5 {
                app.case().by(&village).registered().await;
            }
        }
    }
    app.clock.set(monday + Duration::days(56 + 35));
    asked(&app).await;
    let found = listed(&app, &village, "kind=silence").await;
    let [question] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (&question["facts"]["count"], &question["region"]["id"]),
        (&json!(0), &json!(world::VILLAGE.id))
    );
    assert_eq!(question["allowed_actions"], json!(["answer"]));
    // The supervisor of the county sees it and leaves the answer to others.
    let supervisor = app.as_supervisor().await;
    let seen = listed(&app, &supervisor, "kind=silence").await;
    assert_eq!((seen.len(), &seen[0]["allowed_actions"]), (1, &json!([])));
}
