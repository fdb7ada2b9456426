//! An import killed at random moments and started again until it ends: whole batches are there or not
//! at all, nothing twice, and the ledger verifies after each cut.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use sea_orm::{ConnectionTrait as _, Statement};
use tempfile::TempDir;
use zongzhi_tests::db::TestDb;

use crate::number;
use crate::server::Program;

/// As many rows as the public set of messages of a county's board has.
const ROWS: u64 = 2_816;
/// Cases a transaction.
const BATCH: u64 = 50;

/// Made-up messages, every third without a reply.
fn messages(folder: &TempDir) -> PathBuf {
    let mut text = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n".to_owned();
    for row in 1..=ROWS {
        let (month, day) = (1 + row % 12, 1 + row % 28);
        text += &format!(
            "M{row},网友{row},第{row}盏路灯不亮,2019-{month:02}-{day:02} 09:32:09,\
             晚上看不见路，请维修。"
        );
        text += if row.is_multiple_of(3) {
            ",,\n"
        } else {
            ",已更换灯具。,2020-01-10 14:56:53\n"
        };
    }
    let file = folder.path().join("messages.csv");
    std::fs::write(&file, text).expect("a file");
    file
}

async fn count(db: &TestDb, sql: &str) -> u64 {
    let db = db.connect().await;
    let reader = db.reader();
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    let row = reader.query_one_raw(statement).await.expect("a count").expect("a row");
    let count: i64 = row.try_get("", "n").expect("a number");
    db.close().await.expect("closing");
    u64::try_from(count).expect("a count")
}

/// Rows of one case come together or not at all.
async fn nothing_half_done(db: &TestDb) {
    for sql in [
        "SELECT COUNT(*) AS n FROM cases c WHERE (SELECT COUNT(*) FROM case_events e WHERE e.case_id = c.id) <> c.event_count",
        "SELECT COUNT(*) AS n FROM cases c WHERE NOT EXISTS (SELECT 1 FROM case_events e WHERE e.case_id = c.id AND e.hash = c.last_event_hash)",
        "SELECT COUNT(*) AS n FROM cases c WHERE NOT EXISTS (SELECT 1 FROM case_clocks k WHERE k.case_id = c.id)",
        "SELECT COUNT(*) AS n FROM cases c WHERE NOT EXISTS (SELECT 1 FROM case_search s WHERE s.case_id = c.id)",
        "SELECT COUNT(*) AS n FROM cases c WHERE NOT EXISTS (SELECT 1 FROM case_parties p WHERE p.case_id = c.id)",
    ] {
        assert_eq!(count(db, sql).await, 0, "{sql}");
    }
}

/// Runs the import; the text it ends with, or none when it was killed first.
fn run(program: &Program, file: &Path, time: Option<Duration>) -> Option<String> {
    let mut command = program.import(file, BATCH);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
    let begun = Instant::now();
    if let Some(time) = time {
        while child.try_wait().expect("a look").is_none() {
            if begun.elapsed() >= time {
                child.kill().expect("killing");
                child.wait().expect("the end");
                return None;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    let done = child.wait_with_output().expect("the end");
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{said}");
    Some(said)
}

#[test]
fn an_import_killed_half_way_goes_on_where_it_was_and_adds_nothing_twice() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let db = runtime.block_on(TestDb::new());
    let program = Program::over(&db);
    let folder = tempfile::tempdir().expect("a folder");
    let file = messages(&folder);
    let cases = "SELECT COUNT(*) AS n FROM cases";
    let mut random = StdRng::seed_from_u64(number("SEED", 9));
    // Longer each time, because what is there already has to be read past.
    let (mut window, mut half_way, mut before) = (300, 0, 0);
    loop {
        let time = Duration::from_millis(random.random_range(100..window));
        window += 100;
        let ended = run(&program, &file, Some(time));
        runtime.block_on(nothing_half_done(&db));
        program.verify();
        let there = runtime.block_on(count(&db, cases));
        assert!(there >= before, "{there} cases, and {before} were there");
        assert!(there == ROWS || there.is_multiple_of(BATCH), "{there} cases are no whole batches");
        half_way += u32::from(ended.is_none() && before < there && there < ROWS);
        before = there;
        if let Some(said) = ended {
            assert!(said.contains(&format!("{ROWS} read")), "{said}");
            break;
        }
    }
    assert!(half_way > 0, "no run was killed half-way");
    assert_eq!(before, ROWS);
    let again = run(&program, &file, None).expect("a run to the end");
    assert!(
        again.starts_with(&format!("{ROWS} read, 0 added, 0 changed, {ROWS} known, 0 refused")),
        "{again}"
    );
    assert_eq!(runtime.block_on(count(&db, cases)), ROWS);
    program.verify();
}
