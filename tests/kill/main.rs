//! `kill -9` at random moments: what was acknowledged is there, what was not is there whole or not
//! at all, and the ledger verifies. And servers asked to stop, which drain. A lane of its own:
//!
//!   cargo build --workspace --bin zongzhi && cargo test --workspace --test kill
//!
//! On PostgreSQL when `TEST_DATABASE_URL` is set. `ROUNDS=200` before a release; `SEED=n` for other
//! moments.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod drain;
mod hooks;
mod http;
mod importing;
mod replicas;
mod server;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use zongzhi_tests::builders::case::{classified, matter};
use zongzhi_tests::db::TestDb;
use zongzhi_tests::project::env;
use zongzhi_tests::world;

use crate::http::{Answer, call};
use crate::server::Program;

const WORKERS: usize = 4;

/// A case as its worker was last told it is.
#[derive(Debug, Clone, Default)]
struct Told {
    id: String,
    title: String,
    /// Begins the `Idempotency-Key` of everything that is asked about it.
    key: String,
    version: i64,
    /// The last hash of every acknowledged change.
    hashes: Vec<String>,
    party_id: String,
}

/// A request whose answer never came.
#[derive(Debug, Clone)]
struct Open {
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Value,
    title: String,
}

/// What a worker knows at the end of a round.
#[derive(Debug, Default)]
struct Memory {
    told: Vec<Told>,
    open: Option<Open>,
}

struct Worker {
    to: SocketAddr,
    tokens: HashMap<&'static str, String>,
    name: String,
    memory: Memory,
}

impl Worker {
    /// Registers and leads on one case after the other, until nobody answers.
    fn run(mut self) -> Memory {
        for number in 0.. {
            if self.one_case(number).is_none() {
                break;
            }
        }
        self.memory
    }

    fn send(
        &mut self,
        who: &str,
        key: &str,
        path: &str,
        told: &Told,
        body: Value,
    ) -> Option<Value> {
        let headers = vec![
            ("authorization", format!("Bearer {}", self.tokens[who])),
            ("idempotency-key", format!("{}-{key}", told.key)),
            ("if-match", format!("\"{}\"", told.version)),
        ];
        let answer = call(self.to, "POST", path, &headers, Some(&body));
        let open = Open { path: path.to_owned(), headers, body, title: told.title.clone() };
        match answer {
            Ok(Answer { status: 200 | 201, body }) => Some(body),
            Ok(answer) => panic!("{path}: {answer:?}"),
            Err(_) => {
                self.memory.open = Some(open);
                None
            }
        }
    }

    fn one_case(&mut self, number: usize) -> Option<()> {
        let mut told = Told {
            title: format!("断电{}第{number}件", self.name),
            key: format!("{}-{number}", self.name),
            ..Told::default()
        };
        let mut body = matter();
        body["title"] = told.title.clone().into();
        let view = self.send("clerk", "register", "/api/v1/cases", &told, body)?;
        told.party_id = text(&view["parties"][0]["id"]);
        self.note(&mut told, &view);
        let to = json!({
            "lead_department_id": world::HOUSING.id,
            "assist_department_ids": [world::LABOUR.id],
        });
        for (who, verb, body) in [
            ("dispatcher", "classify", classified()),
            ("dispatcher", "dispatch", to),
            ("handler", "sign", json!({})),
            ("handler", "report_progress", json!({ "note": "已联系双方" })),
        ] {
            let path = format!("/api/v1/cases/{}/actions/{verb}", told.id);
            let view = self.send(who, verb, &path, &told, body)?;
            self.note(&mut told, &view);
        }
        Some(())
    }

    /// Remembers what was acknowledged.
    fn note(&mut self, told: &mut Told, view: &Value) {
        told.id = text(&view["id"]);
        told.version = view["version"].as_i64().expect("a version");
        told.hashes.push(text(&view["last_event_hash"]));
        self.memory.told.retain(|known| known.id != told.id);
        self.memory.told.push(told.clone());
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn sign_in(to: SocketAddr) -> HashMap<&'static str, String> {
    let people =
        [("clerk", world::CLERK), ("dispatcher", world::DISPATCHER), ("handler", world::HANDLER)];
    people
        .into_iter()
        .map(|(name, person)| {
            let body = json!({ "username": person.username, "password": world::PASSWORD });
            let answer =
                call(to, "POST", "/api/v1/auth/login", &[], Some(&body)).expect("an answer");
            assert_eq!(answer.status, 200, "{answer:?}");
            (name, text(&answer.body["access_token"]))
        })
        .collect()
}

fn get(to: SocketAddr, token: &str, path: &str) -> Value {
    let headers = [("authorization", format!("Bearer {token}"))];
    let answer = call(to, "GET", path, &headers, None).expect("an answer");
    assert_eq!(answer.status, 200, "{path}: {answer:?}");
    answer.body
}

/// What was acknowledged is there, complete, and found.
fn is_there(to: SocketAddr, token: &str, told: &Told) {
    let view = get(to, token, &format!("/api/v1/cases/{}", told.id));
    let version = view["version"].as_i64().expect("a version");
    assert!((told.version..=told.version + 1).contains(&version), "{told:?} is now {view}");
    assert_eq!(view["parties"].as_array().map(Vec::len), Some(2), "{view}");
    assert_eq!(view["parties"][0]["id"], told.party_id);
    let referrals = if version >= 3 { 2 } else { 0 };
    assert_eq!(view["referrals"].as_array().map(Vec::len), Some(referrals), "{view}");
    let clocks = if version >= 3 { 5 } else { 1 };
    assert_eq!(view["clocks"].as_array().map(Vec::len), Some(clocks), "{view}");
    let events = get(to, token, &format!("/api/v1/cases/{}/events?limit=200", told.id));
    let hashes: Vec<_> =
        events["items"].as_array().into_iter().flatten().map(|e| text(&e["hash"])).collect();
    assert_eq!(hashes.get(..told.hashes.len()), Some(told.hashes.as_slice()), "{events}");
    assert_eq!(hashes.len(), usize::try_from(version).expect("a count"), "{events}");
    assert_eq!(found(to, token, &told.title), 1, "{}", told.title);
}

/// How many cases have a title.
fn found(to: SocketAddr, token: &str, title: &str) -> i64 {
    let q: String = title.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let page = get(to, token, &format!("/api/v1/cases?q={q}&count=exact"));
    page["total"].as_i64().expect("a total")
}

/// The same request again, as a careful client would: it happens once, whenever it happened.
fn again(to: SocketAddr, token: &str, open: &Open) {
    let headers: Vec<_> = open.headers.clone();
    let answer = call(to, "POST", &open.path, &headers, Some(&open.body)).expect("an answer");
    assert!([200, 201].contains(&answer.status), "{open:?}: {answer:?}");
    assert_eq!(found(to, token, &open.title), 1, "{} once", open.title);
}

/// Rows of one case come together or not at all.
async fn nothing_half_done(db: &TestDb) {
    let db = db.connect().await;
    for sql in [
        "SELECT COUNT(*) AS n FROM cases c WHERE (SELECT COUNT(*) FROM case_parties p WHERE p.case_id = c.id) <> 2",
        "SELECT COUNT(*) AS n FROM cases c WHERE (SELECT COUNT(*) FROM case_events e WHERE e.case_id = c.id) <> c.event_count",
        "SELECT COUNT(*) AS n FROM cases c WHERE NOT EXISTS (SELECT 1 FROM case_clocks k WHERE k.case_id = c.id)",
        "SELECT COUNT(*) AS n FROM cases c WHERE NOT EXISTS (SELECT 1 FROM case_events e WHERE e.case_id = c.id AND e.hash = c.last_event_hash)",
        "SELECT COUNT(*) AS n FROM case_events e WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = e.case_id)",
        "SELECT (SELECT COUNT(*) FROM cases) - (SELECT COUNT(*) FROM case_search) AS n",
        "SELECT (SELECT COUNT(*) FROM cases) - (SELECT COUNT(*) FROM idempotency_keys WHERE location IS NOT NULL) AS n",
    ] {
        let reader = db.reader();
        let statement = Statement::from_string(reader.get_database_backend(), sql);
        let row = reader.query_one_raw(statement).await.expect("a count").expect("a row");
        let count: i64 = row.try_get("", "n").expect("a number");
        assert_eq!(count, 0, "{sql}");
    }
    db.close().await.expect("closing");
}

fn number(name: &str, otherwise: u64) -> u64 {
    env(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn what_was_acknowledged_survives_kill_9_and_nothing_is_half_done() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let db = runtime.block_on(TestDb::new());
    let program = Program::over(&db);
    let mut random = StdRng::seed_from_u64(number("SEED", 9));
    let (mut acknowledged, mut cut) = (0, 0);
    for round in 0..number("ROUNDS", 20) {
        let server = program.start();
        let (to, tokens) = (server.address, sign_in(server.address));
        let workers: Vec<_> = (0..WORKERS)
            .map(|at| {
                let name = format!("{round}-{at}");
                let worker = Worker { to, tokens: tokens.clone(), name, memory: Memory::default() };
                std::thread::spawn(move || worker.run())
            })
            .collect();
        std::thread::sleep(Duration::from_millis(random.random_range(50..900)));
        server.kill();
        let memories: Vec<_> =
            workers.into_iter().map(|worker| worker.join().expect("a worker")).collect();

        runtime.block_on(nothing_half_done(&db));
        program.verify();
        let server = program.start();
        let tokens = sign_in(server.address);
        let token = &tokens["clerk"];
        for memory in &memories {
            for told in &memory.told {
                is_there(server.address, token, told);
                acknowledged += told.hashes.len();
            }
            if let Some(open) = &memory.open {
                again(server.address, token, open);
                cut += 1;
            }
        }
        server.kill();
        program.verify();
    }
    assert!(acknowledged > 0 && cut > 0, "{acknowledged} acknowledged, {cut} cut off");
}
