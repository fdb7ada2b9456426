//! Two servers over one database: what is done at one is told by the other at once, each job runs
//! once; and a stream does not hold up a server that is asked to stop.

use std::collections::HashSet;
use std::io::{Read as _, Result, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait as _, Statement};
use zongzhi_tests::builders::case::matter;
use zongzhi_tests::db::TestDb;
use zongzhi_tests::receiver::Receiver;

use super::{hooks, sign_in, text};
use crate::http::call;
use crate::server::Program;

/// Actions whose way is timed.
const ACTIONS: usize = 9;

/// A stream of events that stays open.
struct Listening {
    stream: TcpStream,
    heard: String,
}

impl Listening {
    fn to(address: SocketAddr, token: &str) -> Self {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time limit");
        let head = format!(
            "GET /api/v1/events/stream HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("a request");
        let mut listening = Self { stream, heard: String::new() };
        listening.until("id: ").expect("a place to begin at");
        assert!(listening.heard.starts_with("HTTP/1.1 200"), "{}", listening.heard);
        listening
    }

    /// Reads until `wanted` was said.
    fn until(&mut self, wanted: &str) -> Result<()> {
        let mut piece = [0; 4096];
        while !self.heard.contains(wanted) {
            let read = self.stream.read(&mut piece)?;
            assert!(read > 0, "the stream ended before {wanted:?}: {}", self.heard);
            self.heard.push_str(&String::from_utf8_lossy(&piece[..read]));
        }
        Ok(())
    }
}

fn register(to: SocketAddr, token: &str, number: usize) -> String {
    let mut body = matter();
    body["title"] = format!("两台服务器第{number}件").into();
    let headers = [("authorization", format!("Bearer {token}"))];
    let answer = call(to, "POST", "/api/v1/cases", &headers, Some(&body)).expect("an answer");
    assert_eq!(answer.status, 201, "{answer:?}");
    text(&answer.body["id"])
}

#[test]
fn what_is_done_at_one_server_is_told_by_the_other_within_a_second() {
    if !TestDb::is_postgres() {
        // For PostgreSQL: SQLite has one server only.
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let db = runtime.block_on(TestDb::new());
    let program =
        Program::over(&db).with("ZONGZHI__WEBHOOKS__ALLOW_NETWORKS", r#"["127.0.0.0/8"]"#);
    let servers = [program.start(), program.start()];
    let receiver = Receiver::start();
    hooks::set_up(servers[0].address, &receiver);
    let tokens = sign_in(servers[0].address);
    // The one that seals tells itself; the other has to hear of it. Nobody knows which is which.
    let mut listening = servers.each_ref().map(|one| Listening::to(one.address, &tokens["clerk"]));
    let mut took = Vec::new();
    for number in 0..ACTIONS {
        let here = number % 2;
        let id = register(servers[here].address, &tokens["clerk"], number);
        let done = Instant::now();
        for one in &mut listening {
            one.until(&id).expect("told");
        }
        took.push(done.elapsed());
    }
    took.sort_unstable();
    // The usual one, so that a busy machine does not fail the test; a sign of life comes after 15 s.
    let usual = took[ACTIONS / 2];
    assert!(usual < Duration::from_secs(1), "{took:?}");
    assert!(took[ACTIONS - 1] < Duration::from_secs(10), "{took:?}");

    drop(listening);
    each_is_sent_once(&receiver);
    runtime.block_on(each_job_ran_once(&db));
    for server in servers {
        server.stop("TERM");
    }
    program.verify();
}

/// One of the two servers sends each event; the other would have done so a moment later.
fn each_is_sent_once(receiver: &Receiver) {
    let begun = Instant::now();
    while receiver.received().len() < ACTIONS && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_secs(2));
    let received = receiver.received();
    let ids: HashSet<_> = received.iter().map(|one| one.header("webhook-id")).collect();
    assert_eq!((received.len(), ids.len()), (ACTIONS, ACTIONS));
}

/// Every event was sealed once.
async fn each_job_ran_once(db: &TestDb) {
    let db = db.connect().await;
    for (sql, wanted) in [
        (
            "SELECT (SELECT COUNT(*) FROM case_events WHERE block_no IS NOT NULL) \
             - (SELECT COALESCE(CAST(SUM(event_count) AS BIGINT), 0) FROM ledger_blocks) AS n",
            0,
        ),
        ("SELECT MAX(block_no) - COUNT(*) AS n FROM ledger_blocks", 0),
        ("SELECT COUNT(*) AS n FROM job_leases WHERE name = 'cases.seal_ledger'", 1),
    ] {
        let reader = db.reader();
        let statement = Statement::from_string(reader.get_database_backend(), sql);
        let row = reader.query_one_raw(statement).await.expect("a count").expect("a row");
        let count: i64 = row.try_get("", "n").expect("a number");
        assert_eq!(count, wanted, "{sql}");
    }
    db.close().await.expect("closing");
}

#[test]
fn an_open_stream_does_not_hold_up_a_server_that_stops() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let db = runtime.block_on(TestDb::new());
    let program = Program::over(&db);
    for signal in ["TERM", "INT"] {
        let server = program.start();
        let tokens = sign_in(server.address);
        let mut listening = Listening::to(server.address, &tokens["clerk"]);
        let id = register(server.address, &tokens["clerk"], 0);
        listening.until(&id).expect("told");
        listening.until("\"version\":1").expect("its version");
        let asked = Instant::now();
        server.stop(signal);
        assert!(asked.elapsed() < Duration::from_secs(8), "it waited for its stream: {signal}");
    }
}
