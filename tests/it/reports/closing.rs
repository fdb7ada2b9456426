//! Closing a month: figures stay, later facts show as differences, the next month carries over.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use zongzhi::features::cases::entity::event;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::clients::Client;

use super::kit::{behind, cell, count, figure, report};
use crate::cases::tamper;

const CLOSINGS: &str = "/api/v1/report-closings";

async fn close(app: &TestApp, client: &Client, month: &str) -> zongzhi_tests::app::Answer {
    app.post(CLOSINGS).as_(client).json(&json!({ "month": month })).send().await
}

#[actix_web::test]
async fn a_closed_month_stays_and_the_next_carries_its_stock_over() {
    let app = TestApp::new().await;
    app.case().in_callback().await;
    let open = app.case().classified().await;
    app.advance(Duration::days(31));
    count(&app).await;
    let director = app.as_director().await;
    let live = report(&app, &director, "monthly?month=2026-03").await;
    assert_eq!(live["allowed_actions"], json!(["close"]));
    let closed = close(&app, &director, "2026-03").await;
    let id = closed.expect(201)["id"].clone();
    // What is said of March from here on is a correction.
    let dispatcher = app.as_dispatcher().await;
    let body = json!({ "type_code": "0701", "level": "difficult" });
    app.act(&dispatcher, &open, "classify", &body).await;
    count(&app).await;
    let march = report(&app, &director, "monthly?month=2026-03").await;
    assert_eq!(march["closing"]["id"], id);
    assert_eq!(march["refused_actions"]["close"], "report.already_closed");
    assert_eq!((figure(&march, "entered"), figure(&march, "major")), (2, 0));
    let major = cell(&march, "major");
    assert_eq!((&major["now"], &major["difference"]), (&json!(1), &json!(1)));
    let rows = major["rows"].as_str().unwrap_or_default();
    assert_eq!(behind(&app, &director, rows, "times").await, 0, "as it was then");
    let now = format!("{rows}&known_at=now");
    assert_eq!(behind(&app, &director, &now, "times").await, 1);
    let since = format!("{rows}&known_at=since");
    assert_eq!(behind(&app, &director, &since, "times").await, 1);
    let april = report(&app, &director, "monthly?month=2026-04").await;
    assert_eq!(figure(&april, "carry_over"), figure(&march, "stock_end"));
    assert_eq!(figure(&april, "corrections"), 0);
    assert_eq!(april["carried_from"]["id"], id);
    let path = format!("{CLOSINGS}/{}", id.as_str().unwrap_or_default());
    let checked = app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!(checked["is_intact"], true);
    tamper(&app, "UPDATE report_closing_figures SET amount = amount + 1").await;
    let checked = app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!(checked["is_intact"], false, "a figure that was changed is noticed");
}

#[actix_web::test]
async fn what_comes_late_into_a_closed_month_is_a_correction_of_the_next() {
    let app = TestApp::new().await;
    app.case().registered().await;
    app.advance(Duration::days(31));
    count(&app).await;
    let director = app.as_director().await;
    close(&app, &director, "2026-03").await.expect(201);
    // A matter of March that nobody had entered.
    let late = app.case().registered().await;
    backdate(&app, &late.id).await;
    count(&app).await;
    let april = report(&app, &director, "monthly?month=2026-04").await;
    assert_eq!(figure(&april, "carry_over"), 1);
    assert_eq!(figure(&april, "corrections"), 1);
    assert_eq!(figure(&april, "entered"), 0);
    assert_eq!(figure(&april, "stock_end"), 2);
    for code in ["carry_over", "corrections", "stock_end"] {
        let rows = cell(&april, code)["rows"].as_str().unwrap_or_default();
        assert_eq!(behind(&app, &director, rows, "times").await, figure(&april, code), "{code}");
    }
    let march = report(&app, &director, "monthly?month=2026-03").await;
    assert_eq!(cell(&march, "entered")["difference"], 1);
    assert_eq!(figure(&march, "stock_end"), 1);
}

/// As an importer writes it: it happened before it was recorded.
async fn backdate(app: &TestApp, case_id: &str) {
    let case_id: uuid::Uuid = case_id.parse().expect("an id");
    let earlier = app.state.clock.now() - Duration::days(20);
    event::Entity::update_many()
        .col_expr(event::Column::At, Expr::value(earlier))
        .filter(event::Column::CaseId.eq(case_id))
        .exec(app.state.db.migrator())
        .await
        .expect("an earlier event");
}

#[actix_web::test]
async fn months_are_closed_when_they_are_over_once_in_order_and_for_the_county() {
    let app = TestApp::new().await;
    app.case().registered().await;
    let director = app.as_director().await;
    let early = close(&app, &director, "2026-03").await;
    assert_problem(&early, 422, "request.validation");
    assert!(early.text().contains("report.month_not_over"), "{early}");
    app.advance(Duration::days(62));
    let unread = close(&app, &app.as_director().await, "2026-03").await;
    assert_problem(&unread, 409, "report.not_current");
    count(&app).await;
    let director = app.as_director().await;
    close(&app, &director, "2026-03").await.expect(201);
    let twice = close(&app, &director, "2026-03").await;
    assert_problem(&twice, 409, "report.already_closed");
    let before = close(&app, &director, "2026-02").await;
    assert_problem(&before, 409, "report.already_closed");
    close(&app, &director, "2026-04").await.expect(201);
    app.advance(Duration::days(62));
    let director = app.as_director().await;
    let skipped = close(&app, &director, "2026-06").await;
    let problem = assert_problem(&skipped, 409, "report.out_of_order");
    assert_eq!(problem["next_month"], "2026-05");
    for client in [app.as_supervisor().await, app.as_leader().await] {
        let refused = close(&app, &client, "2026-05").await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    let odd = close(&app, &director, "2026-13").await;
    assert_problem(&odd, 422, "request.validation");
    let listed = app.get(CLOSINGS).as_(&app.as_clerk().await).send().await.expect(200);
    assert_eq!(listed["items"][0]["month"], "2026-04");
    assert_eq!(listed["total"], 2);
    // Another county closes its own months, and sees none of these.
    let other = app.sign_in(&zongzhi_tests::world::OTHER_CLERK).await;
    let theirs = app.get(CLOSINGS).as_(&other).send().await.expect(200);
    assert_eq!(theirs["total"], 0);
    let id = listed["items"][0]["id"].as_str().unwrap_or_default().to_owned();
    let hidden = app.get(format!("{CLOSINGS}/{id}")).as_(&other).send().await;
    assert_problem(&hidden, 404, "request.not_found");
}
