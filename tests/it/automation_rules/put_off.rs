//! What is in a rule's way for a moment only: it is no refusal, holds up nothing else, and is not
//! lost.

use std::sync::Arc;

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::automation_rules::jobs;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::db::TestDb;

use super::kit::{Rule, active, after, level, not_level, rounds, runs, state, turn};
use crate::cases::kit::{ledger_holds, tamper};

/// Whatever changes this case finds it changed by others before.
async fn contend(app: &TestApp, case: &Case) {
    let sql = if TestDb::is_postgres() {
        "CREATE FUNCTION pass_over() RETURNS trigger AS $$ BEGIN RETURN NULL; END $$ \
         LANGUAGE plpgsql; \
         CREATE TRIGGER in_the_way BEFORE UPDATE ON cases FOR EACH ROW \
         WHEN (NEW.case_no = '{no}') EXECUTE FUNCTION pass_over()"
    } else {
        "CREATE TRIGGER in_the_way BEFORE UPDATE ON cases WHEN NEW.case_no = '{no}' \
         BEGIN SELECT RAISE(IGNORE); END"
    };
    tamper(app, &sql.replace("{no}", case.number())).await;
}

/// Whatever changes a case is told that the database is busy, or, with other words, broken.
async fn trouble(app: &TestApp, words: &str) {
    let sql = if TestDb::is_postgres() {
        "CREATE FUNCTION trouble() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '{words}'; END $$ \
         LANGUAGE plpgsql; \
         CREATE TRIGGER in_the_way BEFORE UPDATE ON cases FOR EACH ROW \
         EXECUTE FUNCTION trouble()"
    } else {
        "CREATE TRIGGER in_the_way BEFORE UPDATE ON cases \
         BEGIN SELECT RAISE(ABORT, '{words}'); END"
    };
    tamper(app, &sql.replace("{words}", words)).await;
}

async fn over(app: &TestApp) {
    let on = if TestDb::is_postgres() { " ON cases" } else { "" };
    tamper(app, &format!("DROP TRIGGER in_the_way{on}")).await;
}

async fn raising(app: &TestApp) -> Rule {
    active(app, "提级", &after(&["classified"], &not_level("complex"), &level("complex"))).await
}

async fn again(app: &TestApp) -> u64 {
    jobs::try_again(state(app)).await.expect("another try")
}

async fn levels(app: &TestApp, cases: &[&Case]) -> Vec<Value> {
    let clerk = app.as_clerk().await;
    let mut found = Vec::new();
    for case in cases {
        found.push(app.see(&clerk, case).await.view["level"].clone());
    }
    found
}

#[actix_web::test]
async fn a_case_others_act_on_holds_up_no_other_and_is_looked_at_again() {
    let app = TestApp::new().await;
    let rule = raising(&app).await;
    let first = app.case().classified().await;
    let second = app.case().classified().await;
    contend(&app, &first).await;
    assert_eq!(rounds(&app).await, 1, "the round goes on behind the first");
    assert_eq!(levels(&app, &[&first, &second]).await, [json!("ordinary"), json!("complex")]);
    let later = app.case().classified().await;
    app.advance(Duration::seconds(1));
    assert_eq!(rounds(&app).await, 1, "and so do the next");
    assert_eq!(levels(&app, &[&later]).await, [json!("complex")]);
    app.advance(Duration::seconds(10));
    assert_eq!(again(&app).await, 0, "still in the way");
    over(&app).await;
    assert_eq!(again(&app).await, 0, "each time it waits longer");
    app.advance(Duration::seconds(15));
    assert_eq!(again(&app).await, 1);
    assert_eq!(levels(&app, &[&first]).await, [json!("complex")]);
    app.advance(Duration::hours(1));
    assert_eq!(again(&app).await, 0, "once");
    let log = runs(&app, &app.as_director().await, &rule).await;
    let outcomes: Vec<_> = log.iter().map(|run| run["outcome"].clone()).collect();
    assert_eq!(outcomes, [json!("done"), json!("done"), json!("done")]);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_busy_database_is_no_refusal() {
    let app = TestApp::new().await;
    let rule = raising(&app).await;
    let case = app.case().classified().await;
    for words in ["deadlock detected", "could not serialize access"] {
        app.advance(Duration::minutes(1));
        trouble(&app, words).await;
        assert_eq!(rounds(&app).await + again(&app).await, 0, "{words}");
        over_all(&app).await;
    }
    let director = app.as_director().await;
    assert_eq!(runs(&app, &director, &rule).await.len(), 0, "nothing is said to be refused");
    app.advance(Duration::minutes(1));
    assert_eq!(again(&app).await, 1);
    assert_eq!(levels(&app, &[&case]).await, [json!("complex")]);
    // What cannot be helped is told, and tried no more.
    let broken = app.case().classified().await;
    trouble(&app, "something nobody expects").await;
    assert_eq!(rounds(&app).await, 1);
    over_all(&app).await;
    let log = runs(&app, &director, &rule).await;
    let told = log.iter().find(|run| run["case"]["case_no"] == broken.number());
    let told = told.expect("a run of its own");
    assert_eq!((&told["outcome"], &told["code"]), (&json!("refused"), &json!("server.internal")));
    app.advance(Duration::hours(1));
    assert_eq!(again(&app).await, 0);
}

async fn over_all(app: &TestApp) {
    over(app).await;
    if TestDb::is_postgres() {
        tamper(app, "DROP FUNCTION trouble").await;
    }
}

#[actix_web::test]
async fn what_a_stopped_rule_was_to_look_at_again_is_said_in_its_log() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let rule = raising(&app).await;
    let case = app.case().classified().await;
    contend(&app, &case).await;
    assert_eq!(rounds(&app).await, 0);
    over(&app).await;
    turn(&app, &director, &rule, "pause").await.expect(200);
    app.advance(Duration::minutes(1));
    assert_eq!(jobs::try_again(Arc::clone(&state(&app))).await.expect("another try"), 0);
    let log = runs(&app, &director, &rule).await;
    assert_eq!((&log[0]["outcome"], &log[0]["code"]), (&json!("skipped"), &json!("not_in_force")));
    assert_eq!(levels(&app, &[&case]).await, [json!("ordinary")]);
}
