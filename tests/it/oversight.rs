//! The centre's one page: every figure equals a recount of the rows behind it.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::resolved;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::cases::kit::copies;
use crate::reports::kit::{behind, count};

/// Follows the link of a figure to the end and counts.
async fn recount(app: &TestApp, client: &Client, rows: &str) -> u64 {
    let (mut count, mut after) = (0, String::new());
    loop {
        let path = format!("/api/v1{rows}&limit=2{after}");
        let page = app.get(path).as_(client).send().await.expect(200);
        count += page["items"].as_array().map_or(0, Vec::len);
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        after = format!("&cursor={cursor}");
    }
    u64::try_from(count).expect("a count")
}

async fn give_back(app: &TestApp, client: &Client, case: &Case) -> Case {
    let body = json!({ "ground_code": "01", "note": "不属本单位" });
    app.act(client, case, "return", &body).await
}

async fn send(app: &TestApp, case: &Case, to: world::Department) -> Case {
    let dispatcher = app.as_dispatcher().await;
    let seen = app.see(&dispatcher, case).await;
    app.act(&dispatcher, &seen, "dispatch", &json!({ "lead_department_id": to.id })).await
}

/// A county where every figure has something to count.
async fn busy(app: &TestApp) {
    let (clerk, handler) = (app.as_clerk().await, app.as_handler().await);
    let (other, director) = (app.as_other_handler().await, app.as_director().await);
    app.case().registered().await;
    app.case().closed().await;
    app.case().by(&app.as_other_clerk().await).registered().await;
    give_back(app, &handler, &app.case().dispatched().await).await;
    for to in [None, Some(world::HOUSING), Some(world::JUSTICE)] {
        let case = give_back(app, &handler, &app.case().dispatched().await).await;
        app.advance(Duration::minutes(1));
        let case = give_back(app, &other, &send(app, &case, world::LABOUR).await).await;
        if let Some(to) = to {
            app.advance(Duration::minutes(1));
            let seen = app.see(&director, &case).await;
            let body = json!({ "lead_department_id": to.id, "reason": "裁定" });
            app.act(&director, &seen, "rule", &body).await;
        }
    }
    let case = app.case().in_progress().await;
    let ask = json!({ "days": 2, "reason": "等待材料" });
    app.act(&handler, &case, "request_extension", &ask).await;
    let case = app.case().in_progress().await;
    let ask = json!({ "reason_code": "appraisal", "reason": "等待鉴定" });
    app.act(&handler, &case, "request_suspension", &ask).await;
    let asked = json!({ "person_id": world::CLERK.id, "asked_at": "2026-02-20T01:00:00Z" });
    app.case().with("first_contact", asked).registered().await;
    for channel in ["walk_in", "phone"] {
        let body = json!({ "channel": channel });
        app.post("/api/v1/visits").as_(&clerk).json(&body).send().await.expect(201);
    }
    app.advance(Duration::days(1));
    app.post("/api/v1/visits").as_(&clerk).json(&json!({ "channel": "phone" })).send().await;
    app.advance(Duration::hours(30));
    app.post("/api/v1/visits").as_(&clerk).json(&json!({ "channel": "phone" })).send().await;
}

#[actix_web::test]
async fn every_figure_is_a_recount_of_the_rows_behind_it() {
    let app = TestApp::new().await;
    busy(&app).await;
    for client in [app.as_director().await, app.as_supervisor().await, app.as_leader().await] {
        let page = app.get("/api/v1/oversight").as_(&client).send().await.expect(200);
        assert_eq!(page["as_of"], "2026-03-04T07:05:00Z");
        let figures = page["figures"].as_array().cloned().unwrap_or_default();
        let codes: Vec<_> = figures.iter().filter_map(|figure| figure["code"].as_str()).collect();
        let all = [
            "open",
            "late",
            "returned",
            "ruling",
            "ping_pong",
            "extensions",
            "stops",
            "recorded_late",
            "visits_open",
            "visits_overdue",
        ];
        assert_eq!(codes, all);
        for figure in &figures {
            let rows = figure["rows"].as_str().unwrap_or_default();
            let counted = recount(&app, &client, rows).await;
            assert_eq!(figure["value"], counted, "{figure}");
            assert!(counted > 0, "nothing to count: {figure}");
            for text in ["name", "definition", "counting_unit"] {
                assert!(figure[text].as_str().is_some_and(|text| !text.is_empty()), "{figure}");
            }
        }
        let late: u64 = figures
            .iter()
            .find(|figure| figure["code"] == "late")
            .and_then(|figure| figure["value"].as_u64())
            .expect("a figure");
        let mut sum = 0;
        for holder in page["late_by_holder"].as_array().into_iter().flatten() {
            let rows = holder["rows"].as_str().unwrap_or_default();
            let counted = recount(&app, &client, rows).await;
            assert_eq!(holder["cases"], counted, "{holder}");
            sum += counted;
        }
        assert_eq!(sum, late, "the late are split by whose time, each once");
        let pairs = page["ping_pong_pairs"].as_array().cloned().unwrap_or_default();
        assert_eq!(pairs.len(), 1);
        let rows = pairs[0]["rows"].as_str().unwrap_or_default();
        assert_eq!(pairs[0]["cases"], recount(&app, &client, rows).await);
    }
}

/// On time only thanks to an extension, and opened again: both stand beside what was closed on time.
#[actix_web::test]
async fn what_was_closed_is_told_with_and_without_extensions_and_with_what_was_reopened() {
    let app = TestApp::new().await;
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let (dispatcher, clerk) = (app.as_dispatcher().await, app.as_clerk().await);
    let solved = json!({ "reached": true, "solved": true });
    app.case().closed().await;
    let case = app.case().in_progress().await;
    let ask = json!({ "days": 3, "reason": "等待材料" });
    let case = app.act(&handler, &case, "request_extension", &ask).await;
    let yes = json!({ "approve": true, "reason": "同意" });
    let seen = app.see(&supervisor, &case).await;
    app.act(&supervisor, &seen, "decide_extension", &yes).await;
    // Past seven days, within ten.
    app.advance(Duration::days(8));
    let seen = app.see(&handler, &case).await;
    let case = app.act(&handler, &seen, "resolve", &resolved()).await;
    let seen = app.see(&dispatcher, &case).await;
    let case = app.act(&dispatcher, &seen, "accept_resolution", &json!({})).await;
    let seen = app.see(&clerk, &case).await;
    let case = app.act(&clerk, &seen, "record_callback", &solved).await;
    let seen = app.see(&supervisor, &case).await;
    app.act(&supervisor, &seen, "reopen", &json!({ "reason": "又漏水" })).await;
    count(&app).await;
    let page = app.get("/api/v1/oversight").as_(&supervisor).send().await.expect(200);
    let shares = page["month_shares"].as_array().cloned().unwrap_or_default();
    let told: Vec<_> = shares
        .iter()
        .map(|share| {
            let number = |name: &str| share[name].as_i64().unwrap_or(-1);
            (share["code"].as_str().unwrap_or_default(), number("part"), number("whole"))
        })
        .collect();
    assert_eq!(told, [("on_time", 2, 2), ("on_time_unextended", 1, 2), ("reopened", 1, 2)]);
    for share in &shares {
        assert_eq!(share["month"], "2026-03");
        // The report says the same, and lists the rows.
        let rows = share["rows"].as_str().unwrap_or_default();
        let part = share["part"].as_i64().unwrap_or(-1);
        assert_eq!(behind(&app, &supervisor, rows, "times").await, part, "{share}");
    }
}

#[actix_web::test]
async fn it_says_when_more_are_late_than_are_split_by_whose_time() {
    let app = TestApp::new().await;
    app.case().registered().await;
    app.advance(Duration::days(30));
    let director = app.as_director().await;
    let page = async || app.get("/api/v1/oversight").as_(&director).send().await.expect(200);
    copies(&app, 1..1_000, |_, _| {}).await;
    let whole = page().await;
    assert_eq!(whole["figures"][1]["value"], 1000);
    assert_eq!(whole["is_late_capped"], false);
    copies(&app, 1_000..1_001, |_, _| {}).await;
    let capped = page().await;
    assert_eq!(
        (&capped["is_late_capped"], &capped["is_ping_pong_capped"]),
        (&json!(true), &json!(false))
    );
}

#[actix_web::test]
async fn who_oversees_nothing_is_refused_and_another_centre_sees_its_own() {
    let app = TestApp::new().await;
    busy(&app).await;
    for client in [
        app.as_clerk().await,
        app.as_handler().await,
        app.as_dispatcher().await,
        app.as_auditor().await,
    ] {
        let refused = app.get("/api/v1/oversight").as_(&client).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    let director = app.as_director().await;
    // The caches are warm afterwards, as they are on any working day.
    app.get("/api/v1/oversight").as_(&director).send().await.expect(200);
    let before = app.statements();
    let page = app.get("/api/v1/oversight").as_(&director).send().await.expect(200);
    let run = app.statements() - before;
    // One of them counts the restricted cases, which are in no tally.
    // Three or four say what was closed this month, and up to when that was counted.
    assert!(run <= 10, "the page runs {run} statements");
    assert_eq!(page["center"]["name"], world::CENTER.name);
    assert_ne!(page["scope"], Value::Null);
}
