//! `verify-ledger` as it is run: a tail cut off together with its blocks is found by the checkpoint
//! outside the database, and one case by the blocks that list its events.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use clap::{Args as _, Command, FromArgMatches as _};
use uuid::Uuid;
use zongzhi::commands::Outcome;
use zongzhi::commands::verify::{self, VerifyLedger};
use zongzhi::features::cases::jobs;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;

use super::kit::{event_rows, tamper};
use super::tampering::id;

fn parsed(words: &[&str]) -> VerifyLedger {
    let command = VerifyLedger::augment_args(Command::new("verify-ledger"));
    let matches = command.try_get_matches_from([&["verify-ledger"], words].concat());
    VerifyLedger::from_arg_matches(&matches.expect("good words")).expect("what is asked")
}

async fn run(app: &TestApp, words: &[&str]) -> Outcome {
    verify::run(&app.state, &parsed(words)).await.expect("a check")
}

async fn app_with(folder: &Path) -> TestApp {
    let folder = folder.display().to_string();
    TestApp::with(|config| config.ledger.checkpoint_dir = folder).await
}

async fn seal(app: &TestApp) {
    jobs::seal_ledger(Arc::clone(&app.state.clone().into_inner())).await.expect("a round");
}

/// Takes the last event of a case away and patches its row, as whoever can write to the database does.
async fn cut(app: &TestApp, case: &Case) {
    let rows = event_rows(app, Uuid::parse_str(&case.id).expect("an id")).await;
    let (kept, case) = (&rows[rows.len() - 2], id(&case.id));
    for sql in [
        format!("DELETE FROM case_events WHERE case_id = {case} AND seq > {}", kept.seq),
        format!(
            "UPDATE cases SET event_count = {}, last_event_hash = '{}', status = 'registered', \
             type_code = NULL, level = NULL WHERE id = {case}",
            kept.seq, kept.hash
        ),
    ] {
        tamper(app, &sql).await;
    }
}

/// Two blocks: a case registered, then classified.
async fn two_blocks(app: &TestApp) -> Case {
    let case = app.case().registered().await;
    seal(app).await;
    let classified = zongzhi_tests::builders::case::classified();
    let case = app.act(&app.as_dispatcher().await, &case, "classify", &classified).await;
    seal(app).await;
    case
}

#[actix_web::test]
async fn a_tail_cut_off_with_its_block_is_found_by_the_checkpoint() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app_with(folder.path()).await;
    let case = two_blocks(&app).await;
    let good = run(&app, &[]).await;
    assert!(good.is_good && good.text.contains("names block 2"), "{}", good.text);
    cut(&app, &case).await;
    let bad = run(&app, &[]).await;
    assert!(!bad.is_good, "the block lists it: {}", bad.text);
    tamper(&app, "DELETE FROM ledger_blocks WHERE block_no = 2").await;
    let bad = run(&app, &[]).await;
    assert!(!bad.is_good && bad.text.contains("block 2 of the checkpoint"), "{}", bad.text);
}

#[actix_web::test]
async fn what_no_checkpoint_can_prove_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app_with(folder.path()).await;
    two_blocks(&app).await;
    for file in fs::read_dir(folder.path()).expect("the folder") {
        fs::remove_file(file.expect("a checkpoint").path()).expect("removing it");
    }
    let said = run(&app, &[]).await;
    assert!(said.is_good && said.text.contains("No checkpoint"), "{}", said.text);
    // Written again with the next block.
    app.case().registered().await;
    seal(&app).await;
    assert!(run(&app, &[]).await.text.contains("names block 3"));
    // What cannot be read is an error, not a checkpoint that is not there.
    for file in fs::read_dir(folder.path()).expect("the folder") {
        fs::write(file.expect("a checkpoint").path(), "block_no = ").expect("writing it");
    }
    assert!(verify::run(&app.state, &parsed(&[])).await.is_err());
}

#[actix_web::test]
async fn one_case_is_held_against_the_blocks_that_list_it() {
    let app = TestApp::new().await;
    let case = two_blocks(&app).await;
    let other = app.case().registered().await;
    let good = run(&app, &["--case", case.number()]).await;
    assert!(good.is_good && good.text.contains("2 events, 2 blocks"), "{}", good.text);
    cut(&app, &case).await;
    let bad = run(&app, &["--case", case.number()]).await;
    let missing = format!("case {} event 2 is missing", case.number());
    assert!(!bad.is_good && bad.text.contains(&missing), "{}", bad.text);
    let good = run(&app, &["--case", other.number()]).await;
    assert!(good.is_good && good.text.contains("1 events, 0 blocks"), "{}", good.text);
    assert!(!run(&app, &["--case", "990101-20260302-999999"]).await.is_good);
}

#[actix_web::test]
async fn an_event_moved_to_another_block_is_found_in_its_case() {
    let app = TestApp::new().await;
    let case = two_blocks(&app).await;
    for block in ["1", "3"] {
        let sql = format!(
            "UPDATE case_events SET block_no = {block} WHERE case_id = {} AND seq = 2",
            id(&case.id)
        );
        tamper(&app, &sql).await;
        let bad = run(&app, &["--case", case.number()]).await;
        assert!(!bad.is_good && bad.text.contains("event 2"), "{}", bad.text);
    }
}
