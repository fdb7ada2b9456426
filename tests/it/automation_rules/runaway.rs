//! A rule that runs away is stopped: by itself, by the depth of chains, by the hour.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;

use super::kit::{Rule, active, after, level, not_level, rounds, runs, seen, turn};
use crate::cases::kit::{events, ledger_holds};

#[actix_web::test]
async fn a_rule_does_not_follow_its_own_events() {
    let app = TestApp::new().await;
    let always = after(&["classified"], &json!({ "kind": "all" }), &level("complex"));
    let rule = active(&app, "总是", &always).await;
    let case = app.case().classified().await;
    assert_eq!(rounds(&app).await, 1);
    assert_eq!(runs(&app, &app.as_director().await, &rule).await.len(), 1);
    let told = events(&app, &app.as_clerk().await, &case).await;
    assert_eq!(told.len(), 3);
}

#[actix_web::test]
async fn two_rules_that_undo_each_other_are_stopped_and_flagged() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let up = after(&["classified"], &not_level("complex"), &level("complex"));
    let down = after(&["classified"], &not_level("simple"), &level("simple"));
    let (up, down) = (active(&app, "提级", &up).await, active(&app, "降级", &down).await);
    let case = app.case().classified().await;
    rounds(&app).await;
    let all = [runs(&app, &director, &up).await, runs(&app, &director, &down).await].concat();
    let mut depths: Vec<_> = all.iter().filter_map(|run| run["depth"].as_i64()).collect();
    depths.sort_unstable();
    assert_eq!(depths, [1, 1, 2, 3, 4]);
    let stopped: Vec<_> = all.iter().filter(|run| run["outcome"] == "skipped").collect();
    assert_eq!(stopped.len(), 1, "{all:?}");
    assert_eq!((&stopped[0]["code"], &stopped[0]["depth"]), (&json!("chain_too_deep"), &json!(4)));
    assert_eq!(stopped[0]["code_name"], "规则连锁过深");
    for (rule, other) in [(&up, &down), (&down, &up)] {
        let view = seen(&app, rule).await.view;
        assert_eq!(view["conflict"]["rule_id"], other.id, "{view}");
        assert_eq!(view["state"], "active");
    }
    // They rest, and the case is somebody's to decide.
    assert_eq!(rounds(&app).await, 0);
    let told = events(&app, &app.as_clerk().await, &case).await;
    assert_eq!(told.len(), 6);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_rule_that_runs_too_often_in_an_hour_is_paused_with_the_reason() {
    let app = TestApp::with(|config| config.automation.runs_per_hour = 2).await;
    let director = app.as_director().await;
    let rule = after(&["classified"], &not_level("complex"), &level("complex"));
    let rule = active(&app, "提级", &rule).await;
    app.advance(Duration::seconds(1));
    for _ in 0..4 {
        app.case().classified().await;
    }
    rounds(&app).await;
    let log = runs(&app, &director, &rule).await;
    let mut outcomes: Vec<_> = log.iter().map(|run| run["outcome"].to_string()).collect();
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["\"done\"", "\"done\"", "\"skipped\""]);
    let paused = seen(&app, &rule).await;
    assert_eq!(
        (&paused.view["state"], &paused.view["pause"]["code"]),
        (&json!("paused"), &json!("hourly_cap"))
    );
    assert_eq!(paused.view["pause"]["reason"], "一小时内执行达到 2 次上限");
    // Whoever read it before knows nothing of the pause.
    let stale = Rule { version: rule.version, ..paused.clone() };
    assert_eq!(turn(&app, &director, &stale, "retire").await.status, 412);
    app.advance(Duration::seconds(1));
    let again = Rule::of(&turn(&app, &director, &paused, "activate").await);
    assert_eq!(again.view["pause"], Value::Null);
    // What happened while it stood still stays as it is.
    assert_eq!(rounds(&app).await, 0);
    app.advance(Duration::seconds(1));
    app.case().classified().await;
    assert_eq!(rounds(&app).await, 1);
}
