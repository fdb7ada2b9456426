//! Going on after a stop, ending early, and being forgotten.

use chrono::TimeDelta;
use serde_json::json;
use zongzhi::features::imports::sweeping::sweep;
use zongzhi::features::imports::worker::carry_on;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

use super::kit::{IMPORTS, announced, carried, counts, id, put, rows, seen};

#[actix_web::test]
async fn a_server_that_stops_in_between_loses_and_doubles_nothing() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let file = rows("grid", 1..=450);
    let import = announced(&app, &clerk, "grid.jsonl", file.as_bytes(), false).await;
    put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    // Cut off after some statements: in the middle of staging, and of a batch.
    for statements in [3, 40, 700] {
        let state = app.state.clone().into_inner();
        let enough = app.statements() + statements;
        let mut round = Box::pin(carry_on(state));
        while app.statements() < enough {
            let turn = std::future::poll_fn(|context| {
                std::task::Poll::Ready(std::future::Future::poll(round.as_mut(), context))
            });
            if turn.await.is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(round);
    }
    let app = app.restarted(|_| {}).await;
    carried(&app).await;
    let done = seen(&app, &clerk, &import).await;
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), [450, 450, 0, 0]));
    let query = "/api/v1/cases?source_system=grid&count=exact&limit=1";
    let page = app.get(query).as_(&clerk).send().await.expect(200);
    assert_eq!(page["total"], 450);
}

#[actix_web::test]
async fn a_file_that_is_gone_ends_its_import_and_holds_up_no_other() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let file = rows("grid", 1..=2);
    let gone = announced(&app, &clerk, "gone.jsonl", file.as_bytes(), false).await;
    put(&app, &clerk, &gone, file.as_bytes()).await.expect(200);
    for path in app.files() {
        std::fs::remove_file(path).expect("removing it");
    }
    let import = announced(&app, &clerk, "grid.jsonl", file.as_bytes(), false).await;
    put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    carried(&app).await;
    let failed = seen(&app, &clerk, &gone).await;
    assert_eq!(
        (&failed["state"], &failed["refusal"]),
        (&json!("failed"), &json!("attachment.not_kept"))
    );
    let done = seen(&app, &clerk, &import).await;
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), [2, 2, 0, 0]));
}

#[actix_web::test]
async fn a_job_is_cancelled_by_its_owner_alone() {
    let app = TestApp::new().await;
    let (clerk, other) = (app.as_clerk().await, app.as_dispatcher().await);
    let file = rows("grid", 1..=2);
    let import = announced(&app, &clerk, "grid.jsonl", file.as_bytes(), false).await;
    let queued = put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    let job = format!("/api/v1/jobs/{}", queued["job_id"].as_str().unwrap_or_default());
    let cancel = format!("{job}/actions/cancel");
    for path in [job.clone(), format!("{IMPORTS}/{}", id(&import))] {
        assert_problem(&app.get(path).as_(&other).send().await, 404, "request.not_found");
    }
    assert_problem(
        &app.post(&cancel).as_(&other).if_match(1).send().await,
        404,
        "request.not_found",
    );
    let list = app.get("/api/v1/jobs").as_(&other).send().await.expect(200);
    assert_eq!(list["items"], json!([]));
    let list = app.get("/api/v1/jobs?state=queued").as_(&clerk).send().await.expect(200);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    let ended = app.post(&cancel).as_(&clerk).if_match(1).send().await.expect(200);
    assert_eq!((&ended["state"], &ended["allowed_actions"]), (&json!("cancelled"), &json!([])));
    let again = app.post(&cancel).as_(&clerk).if_match(2).send().await;
    assert_problem(&again, 409, "job.wrong_state");
    carried(&app).await;
    let seen = seen(&app, &clerk, &import).await;
    assert_eq!((&seen["state"], counts(&seen)), (&json!("cancelled"), [0, 0, 0, 0]));
}

#[actix_web::test]
async fn a_running_import_ends_behind_its_last_batch() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let file = rows("grid", 1..=2);
    let import = announced(&app, &clerk, "grid.jsonl", file.as_bytes(), false).await;
    let queued = put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    let state = app.state.clone().into_inner();
    carry_on(state.clone()).await.expect("staged");
    let job = format!("/api/v1/jobs/{}", queued["job_id"].as_str().unwrap_or_default());
    let running = app.get(&job).as_(&clerk).send().await;
    let (view, version) = (running.expect(200), running.version());
    assert_eq!((&view["state"], &view["total"]), (&json!("running"), &json!(2)));
    let cancel = format!("{job}/actions/cancel");
    let wanted = app.post(&cancel).as_(&clerk).if_match(version).send().await.expect(200);
    assert_eq!((&wanted["state"], &wanted["allowed_actions"]), (&json!("running"), &json!([])));
    carry_on(state).await.expect("ended");
    let ended = seen(&app, &clerk, &import).await;
    assert_eq!((&ended["state"], counts(&ended)), (&json!("cancelled"), [0, 0, 0, 0]));
    // Run again, it goes on over the same file.
    let path = format!("{IMPORTS}/{}/actions/run", id(&import));
    let asking = app.post(path).as_(&clerk).if_match(ended["version"].as_i64().unwrap_or(0));
    asking.json(&json!({})).send().await.expect(202);
    carried(&app).await;
    let done = seen(&app, &clerk, &import).await;
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), [2, 2, 0, 0]));
}

#[actix_web::test]
async fn what_is_over_is_forgotten_with_its_file() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let file = rows("grid", 1..=2);
    let import = announced(&app, &clerk, "grid.jsonl", file.as_bytes(), true).await;
    put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    announced(&app, &clerk, "never.jsonl", b"x", true).await;
    carried(&app).await;
    assert!(!app.files().is_empty(), "the file of a dry run waits for the run");
    let state = app.state.clone().into_inner();
    assert_eq!(sweep(state.clone()).await.expect("a sweep"), 0);
    app.advance(TimeDelta::hours(73));
    assert_eq!(sweep(state).await.expect("a sweep"), 2);
    assert!(app.files().is_empty());
    for list in [IMPORTS, "/api/v1/jobs"] {
        let left = app.get(list).as_(&clerk).send().await.expect(200);
        assert_eq!(left["items"], json!([]), "{list}");
    }
}
