//! A run for many under an `Idempotency-Key`: answered as the first time, and taken up where it was
//! cut off.

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use zongzhi::platform::db::Tx;
use zongzhi::platform::http::idempotency::entity;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::classified;

use super::bulk::{RUN, asked, outcomes};
use super::kit::{kinds, ledger_holds};

async fn run(app: &TestApp, key: &str, body: &Value) -> Answer {
    let dispatcher = app.as_dispatcher().await;
    app.post(RUN).as_(&dispatcher).idempotency_key(key).json(body).send().await
}

async fn three(app: &TestApp) -> Vec<Case> {
    let mut cases = Vec::new();
    for _ in 0..3 {
        cases.push(app.case().registered().await);
    }
    cases
}

async fn classified_times(app: &TestApp, case: &Case) -> usize {
    let dispatcher = app.as_dispatcher().await;
    kinds(app, &dispatcher, case).await.iter().filter(|kind| *kind == "classified").count()
}

#[actix_web::test]
async fn the_same_key_answers_as_the_first_time_and_does_nothing_again() {
    let app = TestApp::new().await;
    let cases = three(&app).await;
    let body = asked("classify", &classified(), &cases.iter().collect::<Vec<_>>());
    let first = run(&app, "many-1", &body).await;
    assert_eq!(first.expect(200)["done"], 3);
    let second = run(&app, "many-1", &body).await;
    assert_eq!((second.status, second.text()), (200, first.text()));
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    for case in &cases {
        assert_eq!(classified_times(&app, case).await, 1);
    }
    let other = asked("classify", &classified(), &[&cases[0]]);
    assert_problem(&run(&app, "many-1", &other).await, 422, "idempotency.key_reused");
}

/// Forgets the answer to the whole, and the part of one case: as if the server had died between
/// that case and the one before it.
async fn cut_off(app: &TestApp, key: &str, undone: &str) {
    let gone = [key.to_owned(), format!("{key} {undone}")];
    let forget = async |tx: &Tx| {
        let rows = entity::Column::Key.is_in(gone);
        Ok(entity::Entity::delete_many().filter(rows).exec(&**tx).await?)
    };
    let done = app.state.db.write(forget).await.expect("forgotten");
    assert!(done.rows_affected >= 1);
}

#[actix_web::test]
async fn what_was_cut_off_goes_on_and_does_no_case_twice() {
    let app = TestApp::new().await;
    let cases = three(&app).await;
    // The first request got as far as two of three: the third is stale for it until it is seen.
    let body = asked("classify", &classified(), &cases.iter().collect::<Vec<_>>());
    let two = asked("classify", &classified(), &[&cases[0], &cases[1]]);
    run(&app, "many-2", &two).await.expect(200);
    cut_off(&app, "many-2", &cases[2].id).await;
    // The key was for other words.
    assert_problem(&run(&app, "many-2", &body).await, 422, "idempotency.key_reused");
    // With its own words it answers for both as it did, although their versions are stale by now.
    let again = run(&app, "many-2", &two).await;
    assert_eq!(again.expect(200)["done"], 2);
    assert_eq!(again.header("idempotent-replayed"), None, "the whole was put together anew");
    for case in &cases[..2] {
        assert_eq!(classified_times(&app, case).await, 1);
    }
    assert_eq!(classified_times(&app, &cases[2]).await, 0);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_server_that_dies_half_way_leaves_the_rest_to_the_same_key() {
    let app = TestApp::new().await;
    let cases = three(&app).await;
    let body = asked("classify", &classified(), &cases.iter().collect::<Vec<_>>());
    // Stops after so many statements and is never taken up again: what was committed stays. The
    // in-flight mark goes with the request.
    let mut done_before = 0;
    for statements in [6, 12, 18, 24, 30, 36] {
        let key = format!("many-{statements}");
        let asking = run(&app, &key, &body);
        drop(app.paused_after(statements, asking).await);
        let mut done = 0;
        for case in &cases {
            done += classified_times(&app, case).await;
        }
        assert!(done >= done_before);
        done_before = done;
        if (1..3).contains(&done) {
            let report = run(&app, &key, &body).await.expect(200);
            let fates: Vec<_> = outcomes(&report).into_iter().map(|(_, fate, _)| fate).collect();
            assert_eq!(fates, ["done", "done", "done"], "{report}");
            for case in &cases {
                assert_eq!(classified_times(&app, case).await, 1);
            }
            ledger_holds(&app).await;
            return;
        }
    }
    panic!("no request was cut off between its first and its last case");
}

#[actix_web::test]
async fn without_a_key_the_versions_see_to_it() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let cases = three(&app).await;
    let body = asked("classify", &classified(), &cases.iter().collect::<Vec<_>>());
    let send = || app.post(RUN).as_(&dispatcher).json(&body).send();
    assert_eq!(send().await.expect(200)["done"], 3);
    let again = send().await.expect(200);
    assert_eq!((&again["done"], &again["refused"]), (&json!(0), &json!(3)));
    for (_, _, code) in outcomes(&again) {
        assert_eq!(code.as_deref(), Some("case.stale_version"));
    }
}
