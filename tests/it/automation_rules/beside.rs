//! Rules that follow what happens beside the procedure: mediation, agreements, promises, citizens.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::case_tasks::jobs::tell_overdue;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

use super::kit::{Rule, active, after, not_level, rounds, runs, state};
use crate::cases::kit::{events, ledger_holds};
use crate::mediations::kit::{agreed, concluded, go_to, on_agreement};
use crate::receptions::kit::{published, record};

fn look() -> Value {
    json!([{ "kind": "note", "role": "supervisor", "text": "请关注" }])
}

async fn following(app: &TestApp, name: &str, kinds: &[&str]) -> Rule {
    active(app, name, &after(kinds, &not_level("complex"), &look())).await
}

/// What a rule ran for, the newest first.
async fn facts(app: &TestApp, rule: &Rule) -> Vec<Value> {
    let director = app.as_director().await;
    let log = runs(app, &director, rule).await;
    log.iter().map(|run| run["fact"].clone()).collect()
}

#[actix_web::test]
async fn a_mediation_that_failed_is_not_one_that_ended() {
    let app = TestApp::new().await;
    let failed = following(&app, "调解不成", &["mediation_failed"]).await;
    let ended = following(&app, "调解结束", &["mediation_concluded"]).await;
    let outcome =
        json!({ "outcome": "failed", "guided_to": "civil_litigation", "note": "分歧过大" });
    let (case, _) = concluded(&app, &outcome).await;
    assert_eq!(rounds(&app).await, 2);
    for rule in [&failed, &ended] {
        assert_eq!(facts(&app, rule).await, [json!("mediation_concluded")]);
    }
    let told = events(&app, &app.as_clerk().await, &case).await;
    let noted = told.iter().filter(|event| event["kind"] == "rule_noted").count();
    assert_eq!(noted, 2, "one note a rule");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn an_agreement_that_is_breached_is_followed_one_that_is_kept_is_not() {
    let app = TestApp::new().await;
    let failed = following(&app, "调解不成", &["mediation_failed"]).await;
    let breached = following(&app, "协议违约", &["agreement_breached"]).await;
    let (_, agreement) = agreed(&app).await;
    go_to(&app, "2026-03-21T10:00");
    let handler = app.as_handler().await;
    let said = |item: i32, state: &str| {
        json!({ "item_no": item, "state": state, "happened_on": "2026-03-21",
            "evidence": "现场核实" })
    };
    let kept = said(2, "performed");
    let agreement = on_agreement(&app, &handler, &agreement, "record_performance", &kept).await;
    assert_eq!(rounds(&app).await, 0, "agreed and performed");
    let broken = said(1, "breached");
    on_agreement(&app, &handler, &agreement, "record_performance", &broken).await;
    assert_eq!(rounds(&app).await, 1);
    assert_eq!(facts(&app, &breached).await.len(), 1);
    assert!(facts(&app, &failed).await.is_empty());
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_promise_that_is_broken_is_an_event_of_its_case() {
    let app = TestApp::new().await;
    let rule = following(&app, "承诺未兑现", &["promise_broken"]).await;
    let case = app.case().in_progress().await;
    let day = published(&app, "2026-03-02", world::LEADER.id).await;
    let body = json!({ "case_ids": [case.id], "promises": [{ "department_id": world::HOUSING.id,
        "text": "当日答复", "due_on": "2026-03-03" }] });
    record(&app, &app.as_leader().await, &day, &body).await.expect(201);
    app.advance(Duration::days(2));
    assert_eq!(tell_overdue(state(&app)).await.expect("a round"), 1);
    assert_eq!(rounds(&app).await, 1);
    assert_eq!(facts(&app, &rule).await, [json!("task_overdue")]);
    let told = events(&app, &app.as_clerk().await, &case).await;
    let overdue = told.iter().find(|event| event["kind"] == "task_overdue").expect("an event");
    assert_eq!(overdue["data"]["is_promise"], true);
    assert!(overdue["sentence"].as_str().is_some_and(|text| text.contains("逾期未兑现")));
    assert_eq!(tell_overdue(state(&app)).await.expect("a round"), 0, "once");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_a_citizen_says_is_followed() {
    let app = TestApp::new().await;
    let rule = following(&app, "群众来信", &["citizen_complained", "rated_unsolved"]).await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "in_progress").await;
    app.citizen(&citizen, "comments", json!({ "text": "昨天又漏了一次" })).await.expect(200);
    assert_eq!(rounds(&app).await, 0, "a comment is no complaint");
    let complaint = json!({ "about": "delay", "text": "两周没有人联系我" });
    app.citizen(&citizen, "complaints", complaint).await.expect(200);
    assert_eq!(rounds(&app).await, 1);
    assert_eq!(facts(&app, &rule).await, [json!("citizen_complained")]);
}
