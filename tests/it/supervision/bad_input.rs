//! What cannot be meant is a clear problem, and nothing is stored.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::case::resolved;
use zongzhi_tests::world;

use super::kit::{ORDERS, about, acting, issuing, kinds, listed, ordered, path};

fn codes(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().into_iter().flatten();
    errors
        .map(|error| {
            let text = |name: &str| error[name].as_str().unwrap_or_default();
            (text("pointer"), text("code"))
        })
        .collect()
}

#[actix_web::test]
async fn an_order_for_a_case_out_of_scope_is_refused_like_one_for_none() {
    let app = TestApp::new().await;
    let (supervisor, other) = (app.as_supervisor().await, app.as_other_clerk().await);
    let mine = app.case().in_progress().await;
    let theirs = app.case().by(&other).registered().await;
    let mut body = about(&[&mine, &theirs]);
    let foreign = issuing(&app, &supervisor, &body).send().await;
    let foreign = assert_problem(&foreign, 422, "request.validation");
    assert_eq!(codes(&foreign), [("/cases/1/case_id", "supervision_order.case_unknown")]);
    body["cases"][1]["case_id"] = json!("018f0000-0000-7000-8000-000000000001");
    let missing = issuing(&app, &supervisor, &body).send().await;
    assert_eq!(missing.json()["errors"], foreign["errors"], "the two look the same");
    assert!(listed(&app, &supervisor, "").await.is_empty(), "nothing of it is stored");
    assert!(kinds(&app, &mine).await.is_empty());
    // The number was not used up either.
    assert_eq!(ordered(&app, &[&mine]).await["order_no"], "SO990101-20260302-000001");
}

#[actix_web::test]
async fn every_row_says_what_stands_in_its_way() {
    let app = TestApp::new().await;
    let (supervisor, handler) = (app.as_supervisor().await, app.as_handler().await);
    let fine = app.case().in_progress().await;
    let unsent = app.case().classified().await;
    let done = app.case().in_progress().await;
    app.act(&handler, &done, "resolve", &resolved()).await;
    let under = app.case().in_progress().await;
    ordered(&app, &[&under]).await;
    let mut body = about(&[&fine, &fine, &unsent, &done, &under, &fine]);
    body["cases"][5]["department_id"] = json!(world::JUSTICE.id);
    let refused = issuing(&app, &supervisor, &body).send().await;
    let refused = assert_problem(&refused, 422, "request.validation");
    let wanted = [
        ("/cases/1", "duplicate"),
        ("/cases/2/case_id", "supervision_order.case_not_handled"),
        ("/cases/3/case_id", "supervision_order.case_not_handled"),
        ("/cases/4", "supervision_order.open_already"),
        ("/cases/5/department_id", "supervision_order.department_not_handling"),
    ];
    assert_eq!(codes(&refused), wanted);
    let preview = app.post(format!("{ORDERS}/preview")).as_(&supervisor).json(&body).send().await;
    let preview = preview.expect(200);
    let rows = preview["refused"].as_array().into_iter().flatten();
    let rows: Vec<_> = rows
        .map(|row| (row["pointer"].as_str().unwrap_or(""), row["code"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(rows, wanted, "the preview says the same, row by row");
    assert_eq!(preview["orders"][0]["cases"][0]["id"], fine.id);
    assert_eq!(listed(&app, &supervisor, "").await.len(), 1);
}

#[actix_web::test]
async fn what_is_written_is_checked_field_by_field() {
    let app = TestApp::new().await;
    let (supervisor, handler) = (app.as_supervisor().await, app.as_handler().await);
    let case = app.case().in_progress().await;
    let with = |name: &str, value: Value| {
        let mut body = about(&[&case]);
        body[name] = value;
        body
    };
    let cases = [
        (with("cases", json!([])), "/cases"),
        (with("text", json!("  ")), "/text"),
        (with("ground_code", json!("whim")), "/ground_code"),
        // Today, a Saturday, and a day far away.
        (with("reply_due_on", json!("2026-03-02")), "/reply_due_on"),
        (with("reply_due_on", json!("2026-03-07")), "/reply_due_on"),
        (with("reply_due_on", json!("2027-03-08")), "/reply_due_on"),
        (with("secret", json!(true)), "/secret"),
    ];
    for (body, pointer) in cases {
        for path in [ORDERS.to_owned(), format!("{ORDERS}/preview")] {
            let answer = app.post(path).as_(&supervisor).json(&body).send().await;
            assert_fields(&answer, &[pointer]);
        }
    }
    let many: Vec<_> = (0..101).map(|_| json!({ "case_id": case.id })).collect();
    assert_fields(
        &issuing(&app, &supervisor, &with("cases", json!(many))).send().await,
        &["/cases"],
    );
    assert!(listed(&app, &supervisor, "").await.is_empty());

    let order = ordered(&app, &[&case]).await;
    let blank = acting(&app, &handler, &order, "reply", &json!({ "text": " " })).send().await;
    assert_fields(&blank, &["/text"]);
    let blank = acting(&app, &supervisor, &order, "cancel", &json!({})).send().await;
    assert_fields(&blank, &["/reason"]);
    let reply = acting(&app, &handler, &order, "reply", &json!({ "text": "x" })).send().await;
    let replied = reply.expect(200);
    let back = json!({ "reason": "x", "reply_due_on": "2026-03-01" });
    let back = acting(&app, &supervisor, &replied, "reject_reply", &back).send().await;
    assert_fields(&back, &["/reply_due_on"]);
    let seen = app.get(path(&order)).as_(&supervisor).send().await.expect(200);
    assert_eq!((&seen["state"], &seen["replies"][0]["verdict"]), (&json!("replied"), &Value::Null));
}

#[actix_web::test]
async fn an_action_needs_the_version_seen_and_an_order_that_is_there() {
    let app = TestApp::new().await;
    let (supervisor, handler) = (app.as_supervisor().await, app.as_handler().await);
    let case = app.case().in_progress().await;
    let order = ordered(&app, &[&case]).await;
    let text = json!({ "text": "x" });
    let blind = app.post(format!("{}/actions/reply", path(&order))).as_(&handler).json(&text);
    assert_problem(&blind.send().await, 428, "request.if_match_missing");
    acting(&app, &handler, &order, "reply", &text).send().await.expect(200);
    let stale = acting(&app, &supervisor, &order, "cancel", &json!({ "reason": "x" })).send().await;
    assert_eq!(assert_problem(&stale, 412, "request.stale_version")["current_version"], 2);
    let seen = app.get(path(&order)).as_(&handler).send().await.expect(200);
    let twice = acting(&app, &handler, &seen, "reply", &text).send().await;
    assert_problem(&twice, 409, "supervision_order.illegal_transition");
    let early = acting(&app, &handler, &seen, "accept_reply", &json!({})).send().await;
    assert_problem(&early, 403, "auth.not_allowed");
    let nowhere = json!({ "id": "018f0000-0000-7000-8000-000000000001", "version": 1 });
    let none = acting(&app, &handler, &nowhere, "reply", &text).send().await;
    assert_problem(&none, 404, "request.not_found");
    assert_problem(
        &app.get(format!("{ORDERS}/x")).as_(&handler).send().await,
        400,
        "request.invalid_path",
    );
    for query in ["sort=title", "state=late", "limit=0", "cursor=x", "overdue=maybe", "page=2"] {
        let answer = app.get(format!("{ORDERS}?{query}")).as_(&supervisor).send().await;
        assert_eq!(answer.status, 400, "{query}: {answer}");
    }
    for month in ["", "month=2026-13", "month=2026-3", "month=0000-01", "month=x", "month=9999-12"]
    {
        let path = format!("{ORDERS}/bulletin?{month}");
        let answer = app.get(path).as_(&supervisor).send().await;
        assert_eq!(answer.status, 400, "{month}: {answer}");
    }
}
