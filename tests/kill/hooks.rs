//! Webhooks while the server is killed and the receiver goes away at random moments: every event of the
//! ledger arrives at least once, those of a case in their order, none that is not in the ledger, each
//! signed. `EVENTS=10000` before a release.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use sea_orm::{EntityTrait as _, QueryOrder as _};
use serde_json::json;
use zongzhi::features::cases::entity::event;
use zongzhi::features::events::cloud_event::type_of;
use zongzhi_tests::db::TestDb;
use zongzhi_tests::receiver::{Received, Receiver};

use super::{Memory, WORKERS, Worker, number, sign_in, text};
use crate::http::call;
use crate::server::Program;

/// How long the rest may take to arrive, for each thousand events and at least.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often the server is killed at least.
const ROUNDS: u32 = 6;

type Kept = Arc<Mutex<Vec<Received>>>;

fn all(kept: &Kept) -> Vec<Received> {
    kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The ids of what the receiver took.
fn taken(kept: &Kept) -> HashSet<String> {
    let all = all(kept);
    let taken = all.iter().filter(|one| one.status == 200);
    taken.map(|one| one.header("webhook-id").to_owned()).collect()
}

async fn ledger(db: &TestDb) -> Vec<event::Model> {
    let db = db.connect().await;
    let found = event::Entity::find()
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db.reader())
        .await;
    db.close().await.expect("closing");
    found.expect("the ledger")
}

/// A webhook of the dispatcher for everything; its secret.
pub(crate) fn set_up(to: SocketAddr, receiver: &Receiver) -> String {
    let headers = [("authorization", format!("Bearer {}", sign_in(to)["dispatcher"]))];
    let body = json!({ "url": receiver.url(), "description": "网格平台" });
    let answer = call(to, "POST", "/api/v1/webhooks", &headers, Some(&body)).expect("an answer");
    assert_eq!(answer.status, 201, "{answer:?}");
    text(&answer.body["secret"])
}

/// Compares what arrived to the ledger.
fn compare(ledger: &[event::Model], received: &[Received], secret: &str) {
    let known: HashMap<String, &event::Model> =
        ledger.iter().map(|event| (event.id.to_string(), event)).collect();
    let (mut first, mut reached) = (HashSet::new(), HashMap::new());
    for one in received {
        let id = one.header("webhook-id");
        let event = known.get(id).unwrap_or_else(|| panic!("{id} is not in the ledger: {one:?}"));
        assert!(one.is_signed_with(secret), "{one:?}");
        assert_eq!(one.json()["id"], id);
        assert_eq!(one.subject(), event.case_id.to_string());
        assert_eq!(one.sequence(), i64::from(event.seq));
        assert_eq!(one.of_type(), type_of(&event.kind));
        if one.status != 200 || !first.insert(id.to_owned()) {
            continue;
        }
        let before = reached.insert(event.case_id, event.seq).unwrap_or(0);
        assert_eq!(event.seq, before + 1, "case {} out of order", event.case_id);
    }
    let lost: Vec<_> = known.keys().filter(|id| !first.contains(*id)).collect();
    assert!(lost.is_empty(), "{} of {} never arrived: {lost:?}", lost.len(), known.len());
}

/// People work, the receiver goes away or refuses, the server is killed.
fn kill_round(
    program: &Program,
    random: &mut StdRng,
    receiver: Receiver,
    kept: &Kept,
    round: u32,
) -> Receiver {
    let server = program.start();
    let (to, tokens) = (server.address, sign_in(server.address));
    let workers: Vec<_> = (0..WORKERS)
        .map(|at| {
            let name = format!("hook{round}-{at}");
            let worker = Worker { to, tokens: tokens.clone(), name, memory: Memory::default() };
            std::thread::spawn(move || worker.run())
        })
        .collect();
    pause(random);
    let receiver = match random.random_range(0..3) {
        // It goes away, whatever it was in the middle of, and comes back where it was.
        0 => {
            let address = receiver.address;
            drop(receiver);
            pause(random);
            Receiver::at(address, Arc::clone(kept))
        }
        1 => {
            receiver.answer(503);
            pause(random);
            receiver.answer(200);
            receiver
        }
        _ => receiver,
    };
    pause(random);
    server.kill();
    for worker in workers {
        worker.join().expect("a worker");
    }
    receiver
}

fn pause(random: &mut StdRng) {
    std::thread::sleep(Duration::from_millis(random.random_range(50..900)));
}

#[test]
fn every_event_arrives_in_order_whoever_is_killed() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let db = runtime.block_on(TestDb::new());
    let program = Program::over(&db)
        .with("ZONGZHI__WEBHOOKS__ALLOW_NETWORKS", r#"["127.0.0.0/8"]"#)
        .with("ZONGZHI__WEBHOOKS__RETRY_SECONDS", format!("{:?}", [1; 20]))
        .with("ZONGZHI__WEBHOOKS__JITTER_PERCENT", "20")
        .with("ZONGZHI__WEBHOOKS__TIMEOUT_SECONDS", "2");
    let mut random = StdRng::seed_from_u64(number("SEED", 11));
    let kept = Kept::default();
    let mut receiver = Receiver::at(SocketAddr::from(([127, 0, 0, 1], 0)), Arc::clone(&kept));
    let server = program.start();
    let secret = set_up(server.address, &receiver);
    server.kill();

    let wanted = usize::try_from(number("EVENTS", 200)).expect("a count");
    let mut round = 0;
    while round < ROUNDS || runtime.block_on(ledger(&db)).len() < wanted {
        receiver = kill_round(&program, &mut random, receiver, &kept, round);
        round += 1;
    }

    let server = program.start();
    let begun = Instant::now();
    let patience = PATIENCE * u32::try_from(1 + wanted / 1000).expect("a number");
    loop {
        let ledger = runtime.block_on(ledger(&db));
        let taken = taken(&kept);
        let missing = ledger.iter().filter(|event| !taken.contains(&event.id.to_string())).count();
        if missing == 0 {
            break;
        }
        assert!(begun.elapsed() < patience, "{missing} of {} have not arrived", ledger.len());
        std::thread::sleep(Duration::from_millis(200));
    }
    server.kill();
    program.verify();
    let ledger = runtime.block_on(ledger(&db));
    drop(receiver);
    compare(&ledger, &all(&kept), &secret);
}
