//! The ledger: chained, sealed, and enough to rebuild the case.

use std::sync::Arc;

use sea_orm::{ConnectionTrait as _, EntityTrait as _, QueryOrder as _};
use serde_json::Value;
use zongzhi::features::cases::entity::event;
use zongzhi::features::cases::jobs;
use zongzhi::features::cases::ledger::seal::seal_up_to;
use zongzhi::features::cases::ledger::verify::{Fault, Report, verify};
use zongzhi_tests::app::TestApp;

async fn check(app: &TestApp) -> Report {
    verify(&app.state.db, None, &mut None).await.expect("a check")
}

#[actix_web::test]
async fn every_event_names_the_one_before_it() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().archived().await;
    let events = app.get(format!("{}/events", case.path())).as_(&clerk).send().await.expect(200);
    let events = events["items"].as_array().cloned().unwrap_or_default();
    assert!(events.len() > 5);
    for (at, pair) in events.windows(2).enumerate() {
        assert_eq!(pair[0]["hash"], pair[1]["prev_hash"], "{at}");
        assert_eq!(pair[0]["seq"].as_i64().map(|seq| seq + 1), pair[1]["seq"].as_i64());
    }
    assert_eq!(events.last().map(|last| &last["hash"]), Some(&case.view["last_event_hash"]));
}

#[actix_web::test]
async fn pages_of_the_ledger_make_the_whole() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().closed().await;
    let whole = app.get(format!("{}/events", case.path())).as_(&clerk).send().await.expect(200);
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("{}/events?limit=2{after}", case.path());
        let page = app.get(path).as_(&clerk).send().await.expect(200);
        found.extend(page["items"].as_array().cloned().unwrap_or_default());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        after = format!("&cursor={cursor}");
    }
    assert_eq!(Value::from(found), whole["items"]);
}

#[actix_web::test]
async fn an_untouched_ledger_verifies_before_and_after_sealing() {
    let app = TestApp::new().await;
    app.case().archived().await;
    app.case().in_progress().await;
    assert_eq!(check(&app).await.first_bad, None);
    let state = app.state.clone().into_inner();
    let sealed = jobs::seal_ledger(Arc::clone(&state)).await.expect("a round");
    let report = check(&app).await;
    assert_eq!(report.first_bad, None);
    assert_eq!((report.cases, report.events, report.blocks), (2, sealed, 1));
    assert_eq!(jobs::seal_ledger(state).await.expect("a round"), 0, "nothing is sealed twice");
}

/// The ids of one instant are in no order, and the clock of the tests stands still.
#[actix_web::test]
async fn blocks_keep_the_order_within_a_case() {
    let app = TestApp::new().await;
    for _ in 0..4 {
        app.case().in_progress().await;
    }
    let (db, ids) = (&app.state.db, &app.state.ids);
    let now = app.state.clock.now();
    while seal_up_to(db, ids.next(), now, 3).await.expect("a block") > 0 {}
    let events = event::Entity::find()
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db.reader())
        .await
        .expect("the events");
    assert!(events.len() >= 16, "{}", events.len());
    for pair in events.windows(2) {
        assert!(pair[0].block_no.is_some() && pair[1].block_no.is_some());
        if pair[0].case_id == pair[1].case_id {
            assert!(pair[0].block_no <= pair[1].block_no, "{pair:?}");
        }
    }
    assert_eq!(check(&app).await.first_bad, None);
}

#[actix_web::test]
async fn whoever_touches_the_ledger_is_found_out() {
    let tampering: [(&str, Fault); 6] = [
        ("UPDATE case_events SET data = '{\"v\":1}' WHERE seq = 2", Fault::Changed),
        ("UPDATE case_events SET at = recorded_at, kind = 'signed' WHERE seq = 3", Fault::Changed),
        ("DELETE FROM case_events WHERE seq = 3", Fault::Missing),
        ("DELETE FROM case_events WHERE seq = 5", Fault::Missing),
        ("UPDATE cases SET last_event_hash = 'x'", Fault::Projection),
        ("UPDATE ledger_blocks SET prev_hash = 'x'", Fault::Block),
    ];
    for (sql, fault) in tampering {
        let app = TestApp::new().await;
        app.case().resolved().await;
        jobs::seal_ledger(app.state.clone().into_inner()).await.expect("a round");
        app.state.db.migrator().execute_unprepared(sql).await.expect("tampering");
        let bad = check(&app).await.first_bad;
        assert_eq!(bad.map(|bad| bad.fault), Some(fault), "{sql}");
    }
}
