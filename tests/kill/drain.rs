//! SIGTERM and SIGINT drain: what was begun is finished and answered whole, what was not answered was
//! not begun, and the program ends by itself.

use std::net::SocketAddr;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use zongzhi_tests::db::TestDb;

use super::{Memory, WORKERS, Worker, found, get, is_there, nothing_half_done, number, sign_in};
use crate::server::Program;

/// A request nobody answered did nothing.
fn was_not_begun(to: SocketAddr, token: &str, memory: &Memory) {
    let Some(open) = &memory.open else { return };
    let Some(told) = memory.told.iter().find(|told| told.title == open.title) else {
        assert_eq!(found(to, token, &open.title), 0, "registered and not answered: {open:?}");
        return;
    };
    let view = get(to, token, &format!("/api/v1/cases/{}", told.id));
    assert_eq!(view["version"], told.version, "done and not answered: {open:?}");
}

#[test]
fn a_server_that_is_asked_to_stop_finishes_and_answers_what_it_began() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let db = runtime.block_on(TestDb::new());
    let program = Program::over(&db);
    let mut random = StdRng::seed_from_u64(number("SEED", 15));
    let mut acknowledged = 0;
    for round in 0..number("DRAINS", 6) {
        let signal = if round % 2 == 0 { "TERM" } else { "INT" };
        let server = program.start();
        let (to, tokens) = (server.address, sign_in(server.address));
        let workers: Vec<_> = (0..WORKERS)
            .map(|at| {
                let name = format!("{signal}{round}-{at}");
                let worker = Worker { to, tokens: tokens.clone(), name, memory: Memory::default() };
                std::thread::spawn(move || worker.run())
            })
            .collect();
        std::thread::sleep(Duration::from_millis(random.random_range(300..900)));
        server.stop(signal);
        let memories: Vec<_> =
            workers.into_iter().map(|worker| worker.join().expect("a worker")).collect();

        runtime.block_on(nothing_half_done(&db));
        program.verify();
        let server = program.start();
        let tokens = sign_in(server.address);
        let token = &tokens["clerk"];
        for memory in &memories {
            was_not_begun(server.address, token, memory);
            for told in &memory.told {
                is_there(server.address, token, told);
                acknowledged += told.hashes.len();
            }
        }
        server.stop(signal);
    }
    assert!(acknowledged > 0, "nothing was in flight");
}
