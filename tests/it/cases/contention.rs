//! Many at the same case, and many at few connections: one wins, the others are told, nobody waits
//! for somebody who waits for them.

use std::collections::BTreeSet;

use chrono::Duration;
use futures_util::future::join_all;
use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::{classified, matter, resolved};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{events, ids, ledger_holds, percent, rows};

const CLIENTS: usize = 32;

/// All of them with the version that was seen; answers the winner.
async fn race(app: &TestApp, client: &Client, case: &Case, verb: &str, body: &Value) -> Case {
    let before = rows(app).await;
    let asking = (0..CLIENTS).map(|_| app.acting(client, case, verb, body).send());
    let answers = join_all(asking).await;
    let won: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1, "{verb}");
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        let problem = assert_problem(lost, 412, "case.stale_version");
        assert_eq!(problem["current_version"], case.version + 1, "{verb}");
    }
    let events = |rows: &[(&str, i64)]| rows.iter().find(|row| row.0 == "case_events").map(|r| r.1);
    assert_eq!(events(&rows(app).await), events(&before).map(|n| n + 1), "{verb}: one event");
    Case::of(won[0])
}

#[actix_web::test]
async fn of_thirty_two_with_the_same_version_one_wins_at_every_step() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let handler = app.as_handler().await;
    let case = app.case().registered().await;
    let case = race(&app, &dispatcher, &case, "classify", &classified()).await;
    let to = json!({ "lead_department_id": world::HOUSING.id });
    let case = race(&app, &dispatcher, &case, "dispatch", &to).await;
    assert_eq!(case.view["referrals"].as_array().map(Vec::len), Some(1));
    let case = race(&app, &handler, &case, "sign", &json!({})).await;
    let case = race(&app, &handler, &case, "report_progress", &json!({ "note": "一" })).await;
    let case = race(&app, &handler, &case, "resolve", &resolved()).await;
    let case = race(&app, &dispatcher, &case, "accept_resolution", &json!({})).await;
    let missed = json!({ "reached": false });
    let case = race(&app, &clerk, &case, "record_callback", &missed).await;
    let solved = json!({ "reached": true, "solved": true });
    let case = race(&app, &clerk, &case, "record_callback", &solved).await;
    let case = race(&app, &clerk, &case, "archive", &json!({})).await;
    assert_eq!(events(&app, &clerk, &case).await.len(), 10);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn few_connections_are_enough_for_many_however_old_the_pictures_in_memory() {
    // With two connections, a transaction that needed another one would wait for ever.
    let app = TestApp::with(|config| config.database.max_connections = 2).await;
    let (handler, clerk) = (app.as_handler().await, app.as_clerk().await);
    let mut cases = Vec::new();
    for _ in 0..8 {
        cases.push(app.case().in_progress().await);
    }
    for _ in 0..2 {
        // Codes, calendar, limits, organisation and capacities are all read again now.
        app.advance(Duration::minutes(1));
        let note = json!({ "note": "已联系" });
        let acting =
            cases.iter().map(|case| app.acting(&handler, case, "report_progress", &note).send());
        let answers = join_all(acting).await;
        for answer in &answers {
            assert_eq!(answer.status, 200, "{answer}");
        }
        cases = answers.iter().map(Case::of).collect();
        app.advance(Duration::minutes(1));
        let body = matter();
        let asking = (0..8).map(|_| app.post("/api/v1/cases").as_(&clerk).json(&body).send());
        for answer in join_all(asking).await {
            assert_eq!(answer.status, 201, "{answer}");
        }
        app.advance(Duration::minutes(1));
        let looking = cases.iter().map(|case| {
            let party = case.view["parties"][0]["id"].as_str().unwrap_or_default();
            let body = json!({ "field": "phone", "reason": "电话核实" });
            app.post(format!("{}/parties/{party}/reveal", case.path()))
                .as_(&clerk)
                .json(&body)
                .send()
        });
        for answer in join_all(looking).await {
            assert_eq!(answer.status, 200, "{answer}");
        }
    }
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn everybody_who_registered_has_a_number_and_is_found_by_it() {
    let app = TestApp::new().await;
    let clerks = [app.as_clerk().await, app.as_township_clerk().await, app.as_other_clerk().await];
    let asking = (0..CLIENTS * 3).map(|at| {
        let mut body = matter();
        body["title"] = format!("第{at}件").into();
        let client = clerks[at % 3].clone();
        let app = &app;
        async move { app.post("/api/v1/cases").as_(&client).json(&body).send().await }
    });
    let cases: Vec<_> = join_all(asking).await.iter().map(Case::of).collect();
    let numbers: BTreeSet<_> = cases.iter().map(Case::number).collect();
    assert_eq!(numbers.len(), CLIENTS * 3, "no number twice");
    // A county and its townships share one series, without a gap while nobody restarts.
    for (county, count) in [("990101", CLIENTS * 2), ("990102", CLIENTS)] {
        let serials: BTreeSet<_> = numbers
            .iter()
            .filter_map(|number| number.strip_prefix(&format!("{county}-20260302-")))
            .filter_map(|serial| serial.parse::<usize>().ok())
            .collect();
        assert_eq!(serials, (1..=count).collect(), "{county}");
    }
    for (at, case) in cases.iter().enumerate() {
        let path = format!("/api/v1/cases?q={}", percent(case.number()));
        let found = app.get(path).as_(&clerks[at % 3]).send().await.expect(200);
        assert_eq!(ids(&found), std::slice::from_ref(&case.id), "{}", case.number());
    }
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_key_used_by_thirty_two_at_once_stores_one_case_and_then_replays_it() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let body = matter();
    let send = |body: Value| {
        let app = &app;
        let clerk = &clerk;
        async move {
            let asking = app.post("/api/v1/cases").as_(clerk).idempotency_key("einmal");
            asking.json(&body).send().await
        }
    };
    let before = rows(&app).await;
    let answers = join_all((0..CLIENTS).map(|_| send(body.clone()))).await;
    let made: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    let (fresh, replayed): (Vec<&Answer>, Vec<&Answer>) =
        made.iter().partition(|answer| answer.header("idempotent-replayed").is_none());
    assert_eq!(fresh.len(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_problem(answer, 409, "idempotency.in_progress");
    }
    assert!(replayed.iter().all(|answer| answer.text() == fresh[0].text()));
    let later = send(body.clone()).await;
    assert_eq!((later.status, later.text()), (201, fresh[0].text()));
    assert_eq!(later.header("idempotent-replayed"), Some("true"));
    let after = rows(&app).await;
    for ((table, was), (_, is)) in before.iter().zip(&after) {
        let more = match *table {
            "case_parties" => 2,
            "case_referrals" => 0,
            _ => 1,
        };
        assert_eq!(is - was, more, "{table}");
    }
    let mut other = body;
    other["title"] = "另一件事".into();
    assert_problem(&send(other).await, 422, "idempotency.key_reused");
    assert_eq!(rows(&app).await, after, "nothing more is stored");
}

#[actix_web::test]
async fn the_same_source_number_at_once_is_registered_once() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let mut body = matter();
    body["source"] = json!({ "system": "12345", "number": "20260302-0001" });
    let asking = (0..CLIENTS).map(|_| app.post("/api/v1/cases").as_(&clerk).json(&body).send());
    let answers = join_all(asking).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_problem(answer, 409, "case.source_duplicate");
    }
    ledger_holds(&app).await;
}
