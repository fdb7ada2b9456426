//! A running server and the connections that ask it.

use std::time::Duration;

use crate::drive::{Length, Op, Sent, Worker, send};
use crate::proc::Process;
use crate::report::Figure;
use crate::servers::Server;
use crate::targets::{Own, Targets, Tokens};
use crate::{Done, say};

/// Connections of the largest crew; smaller ones use its first workers.
pub(crate) const MOST: usize = 64;

/// A server with its crew, over a database that is another process or none.
pub(crate) struct Served {
    /// The server.
    pub(crate) server: Server,
    crew: Vec<Worker>,
    database: Option<Process>,
}

impl Served {
    /// The crew of the server `seed` shares the cases `own`.
    pub(crate) fn new(server: Server, seed: u64, own: &[Own], database: Option<Process>) -> Self {
        let crew = Worker::crew(server.port, MOST, seed, own);
        Self { server, crew, database }
    }

    /// Sends `op` over the first `connections`.
    pub(crate) async fn send(
        &mut self,
        op: Op,
        connections: usize,
        targets: &Targets,
        tokens: &Tokens,
        time: Duration,
    ) -> Done<(Figure, Sent)> {
        let crew = self.crew.get_mut(..connections).ok_or("too many connections")?;
        let cpu = || (self.server.process.cpu_ms(), self.database.map_or(0, Process::cpu_ms));
        let before = cpu();
        let length = Length { time, count: 100_000_000 };
        let sent = send(op, crew, targets, tokens, length).await;
        let after = cpu();
        if let Some(bad) = &sent.first_bad {
            say(&format!("{}: {} failed, {bad}", op.name(), sent.failed))?;
        }
        Ok((Figure::of(&sent, after.0 - before.0, after.1 - before.1), sent))
    }
}
