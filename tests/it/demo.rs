//! `zongzhi demo`.

use std::collections::BTreeMap;
use std::sync::Arc;

use sea_orm::{ConnectionTrait as _, Statement};
use zongzhi::app::AppState;
use zongzhi::commands::demo::{self, DemoArgs};
use zongzhi::commands::migrate;
use zongzhi::features::auth::keys::TokenKeys;
use zongzhi::platform::clock::ManualClock;
use zongzhi::platform::db::Tx;
use zongzhi::platform::ids::Ids;
use zongzhi_tests::app::config;
use zongzhi_tests::db::TestDb;
use zongzhi_tests::world;

async fn state(db: &TestDb) -> AppState {
    let clock = Arc::new(ManualClock::new(world::start()));
    let ids = Ids::random(clock.clone());
    let keys = TokenKeys::from_seed([7; 32]).expect("a signing key");
    AppState::new(config(db), db.connect().await, clock, ids, keys).expect("the state")
}

fn args(cases: u16) -> DemoArgs {
    DemoArgs { today: "2026-11-23".parse().ok(), cases, if_empty: false }
}

async fn texts(state: &AppState, sql: &str) -> Vec<String> {
    let db = state.db.reader();
    let asked = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(asked).await.expect(sql);
    rows.iter().map(|row| row.try_get_by_index(0).expect("text")).collect()
}

#[actix_web::test]
async fn the_county_is_complete_and_every_state_is_in_it() {
    let db = TestDb::empty().await;
    let outcome = demo::run(state(&db).await, args(360)).await.expect("the demo");
    assert!(outcome.is_good, "{}", outcome.text);
    let state = state(&db).await;
    let count = async |table: &str| {
        let counted = texts(&state, &format!("SELECT CAST(count(*) AS text) FROM {table}")).await;
        counted.first().cloned().unwrap_or_default()
    };
    assert_eq!(count("regions").await, "76");
    assert_eq!(count("centers").await, "76");
    // 80 with something to do in cases, and a second one of every department for its post.
    assert_eq!(count("people").await, "100");
    assert_eq!(count("users").await, "12");
    // 15 townships below the county's office, 4 villages below each township's.
    let below = "SELECT CAST(count(*) AS text) FROM departments d \
         JOIN departments p ON p.id = d.parent_id WHERE d.is_center_office AND p.name LIKE '%县社会%'";
    assert_eq!(texts(&state, below).await, ["15"]);
    let tops = "SELECT CAST(count(*) AS text) FROM departments \
         WHERE is_center_office AND parent_id IS NULL";
    assert_eq!(texts(&state, tops).await, ["1"]);
    let mut statuses = BTreeMap::new();
    for status in texts(&state, "SELECT status FROM cases").await {
        *statuses.entry(status).or_insert(0) += 1;
    }
    for status in [
        "registered",
        "dispatched",
        "in_progress",
        "returned",
        "resolved",
        "in_callback",
        "closed",
        "archived",
        "not_accepted",
        "withdrawn",
        "suspended",
        "merged",
    ] {
        assert!(statuses.contains_key(status), "{status} is missing: {statuses:?}");
    }
    let kinds = texts(&state, "SELECT DISTINCT kind FROM case_events").await;
    for kind in [
        "auto_signed",
        "extension_decided",
        "taken_in_charge",
        "restricted",
        "resumed",
        "reminded",
        "urged",
        "bulletin_listed",
        "citizen_commented",
        "citizen_complained",
        "rated",
        "applicant_told",
        "note_written",
        "staff_replied",
        "party_added",
        "party_corrected",
    ] {
        assert!(kinds.iter().any(|had| had == kind), "{kind} is missing: {kinds:?}");
    }
    let rules = texts(&state, "SELECT state FROM automation_rules ORDER BY state").await;
    assert_eq!(rules, ["active", "active", "draft"]);
    let states = texts(&state, "SELECT DISTINCT state FROM supervision_orders").await;
    for word in ["issued", "replied", "accepted", "closed", "cancelled"] {
        assert!(states.iter().any(|known| known == word), "no order is {word}: {states:?}");
    }
    let again = "SELECT order_no FROM supervision_orders WHERE round > 1";
    assert!(!texts(&state, again).await.is_empty(), "no reply was sent back");
    let batch = "SELECT order_no FROM supervision_orders WHERE issued_by_id IS NOT NULL";
    assert!(!texts(&state, batch).await.is_empty(), "the supervisor issued none");
    let sessions = texts(&state, "SELECT DISTINCT state FROM mediations").await;
    for word in ["booked", "concluded"] {
        assert!(sessions.iter().any(|known| known == word), "no session is {word}: {sessions:?}");
    }
    let answered = "SELECT text FROM case_replies WHERE message_id IS NOT NULL";
    assert!(!texts(&state, answered).await.is_empty(), "no message was answered");
    let agreed = "SELECT agreement_no FROM agreements";
    assert!(!texts(&state, agreed).await.is_empty(), "nothing was agreed on");
    let days = texts(&state, "SELECT DISTINCT state FROM reception_days").await;
    for word in ["draft", "published", "absent"] {
        assert!(days.iter().any(|known| known == word), "no reception day is {word}: {days:?}");
    }
    let kept = "SELECT CAST(count(*) AS text) FROM case_tasks WHERE reception_id IS NOT NULL \
         AND done_at IS NOT NULL";
    assert_ne!(texts(&state, kept).await, ["0"], "no promise was kept");
    let broken = "SELECT CAST(count(*) AS text) FROM case_tasks WHERE reception_id IS NOT NULL \
         AND done_at IS NULL AND due_on < '2026-11-23'";
    assert_ne!(texts(&state, broken).await, ["0"], "no promise was broken");
    let held = "SELECT DISTINCT kind FROM review_meetings WHERE state = 'closed' ORDER BY kind";
    assert_eq!(texts(&state, held).await, ["daily", "monthly", "quarterly", "weekly"]);
    assert_eq!(count("assessment_periods").await, "2");
    let assessed = "SELECT DISTINCT points_exact FROM assessments WHERE points_exact IS NOT NULL";
    assert!(texts(&state, assessed).await.len() > 2, "hardly anybody was assessed");
    assert!(kinds.iter().any(|had| had == "meeting_decided"), "no meeting decided: {kinds:?}");
    let papers = texts(&state, "SELECT DISTINCT state FROM documents ORDER BY state").await;
    assert_eq!(papers, ["replaced", "valid", "void"]);
    let letters = "SELECT document_no FROM documents WHERE kind = 'supervision_letter'";
    assert_eq!(texts(&state, letters).await.len(), 1);
    // Nothing happens after the evening before the day it is shown.
    let late = "SELECT kind FROM case_events WHERE at > '2026-11-22T12:00:00+00:00'";
    assert_eq!(texts(&state, late).await, Vec::<String>::new());
}

#[actix_web::test]
async fn it_is_the_same_every_time_and_refuses_a_database_in_use() {
    let hashes = async |db: &TestDb| {
        demo::run(state(db).await, args(60)).await.expect("the demo");
        texts(&state(db).await, "SELECT last_event_hash FROM cases ORDER BY case_no").await
    };
    let (one, other) = (TestDb::empty().await, TestDb::empty().await);
    let first = Box::pin(hashes(&one)).await;
    assert_eq!(first.len(), 119);
    assert_eq!(first, Box::pin(hashes(&other)).await);
    let again = demo::run(state(&one).await, args(60)).await.expect("an answer");
    assert!(!again.is_good);
    assert!(again.text.contains("not empty"), "{}", again.text);
    let unless = DemoArgs { if_empty: true, ..args(60) };
    let passed = demo::run(state(&one).await, unless).await.expect("an answer");
    assert!(passed.is_good && passed.text.is_empty(), "{}", passed.text);
}

#[actix_web::test]
async fn an_interrupted_run_leaves_nothing_half_done() {
    let db = TestDb::empty().await;
    let first = state(&db).await;
    migrate::up(&first).await.expect("the schema");
    // The county and its cases are stored by the time the ledger is written.
    let run = async |sql: &str| {
        let writer = first.db.clone();
        let done = writer.write(async |tx: &Tx| Ok(tx.execute_unprepared(sql).await?)).await;
        done.expect(sql);
    };
    run("ALTER TABLE case_events RENAME TO case_events_away").await;
    assert!(demo::run(state(&db).await, args(20)).await.is_err());
    run("ALTER TABLE case_events_away RENAME TO case_events").await;
    for table in ["regions", "departments", "people", "users", "cases", "case_parties"] {
        let counted = texts(&first, &format!("SELECT CAST(count(*) AS text) FROM {table}")).await;
        assert_eq!(counted, ["0"], "{table}");
    }
    let outcome = demo::run(state(&db).await, args(20)).await.expect("the demo");
    assert!(outcome.is_good, "{}", outcome.text);
}
