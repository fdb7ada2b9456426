//! The operations, and sending them over a number of connections.

use std::time::{Duration, Instant};

use chrono::DateTime;
use futures_util::future::join_all;

use crate::targets::{Own, Targets, Tokens};
use crate::wire::{Answer, Wire, request};
use crate::words::{ABSENT, Dice, TROUBLES, matter, rare};
use crate::world::{self, DEPARTMENTS, Post};

/// An operation that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Op {
    /// `GET /cases/{id}`
    Read,
    /// The first page of 20.
    List,
    /// The same with status and department.
    Filter,
    /// The same with type and township.
    FilterWide,
    /// The first page with its exact total.
    Total,
    /// A page anywhere in the list.
    Deep,
    /// The work queues of a department.
    Mine,
    /// The figures of every queue.
    Counts,
    /// The centre's one page of figures.
    Oversight,
    /// A month of the monthly report.
    Report,
    /// A two-character word found in many cases.
    SearchCommon,
    /// A two-character word found in a few.
    SearchRare,
    /// A two-character word found in none.
    SearchAbsent,
    /// `POST /cases`
    Register,
    /// `POST /cases/{id}/actions/report_progress`
    Action,
    /// 45 read, 20 list, 20 filter, 5 search, 5 register, 5 action.
    Mix,
}

impl Op {
    /// Those that change nothing.
    pub(crate) const READS: [Self; 13] = [
        Self::Read,
        Self::List,
        Self::Filter,
        Self::FilterWide,
        Self::Total,
        Self::Deep,
        Self::Mine,
        Self::Counts,
        Self::Oversight,
        Self::Report,
        Self::SearchCommon,
        Self::SearchRare,
        Self::SearchAbsent,
    ];

    /// As the report names it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Read => "read one",
            Self::List => "list, first page of 20",
            Self::Filter => "list, status and department",
            Self::FilterWide => "list, type and township",
            Self::Total => "list with exact total",
            Self::Deep => "page at any depth (cursor)",
            Self::Mine => "list, my queue",
            Self::Counts => "counts of every queue",
            Self::Oversight => "the centre's one page",
            Self::Report => "monthly report",
            Self::SearchCommon => "search, common word",
            Self::SearchRare => "search, rare word",
            Self::SearchAbsent => "search, absent word",
            Self::Register => "register",
            Self::Action => "action (report progress)",
            Self::Mix => "working-day mix",
        }
    }

    /// Whether the bare service and the raw statements have it too.
    pub(crate) const fn is_compared(self) -> bool {
        matches!(self, Self::Read | Self::List | Self::Filter | Self::Register | Self::Action)
    }
}

/// One connection's share of the work; it outlives a round, because its cases have moved on.
#[derive(Debug)]
pub(crate) struct Worker {
    dice: Dice,
    own: Vec<Own>,
    at: usize,
    wire: Wire,
}

impl Worker {
    /// `count` workers for a server, which share the cases `own`.
    pub(crate) fn crew(port: u16, count: usize, seed: u64, own: &[Own]) -> Vec<Self> {
        let mine = |no: usize| own.iter().copied().skip(no).step_by(count).collect();
        (0..count)
            .map(|no| Self {
                dice: Dice::new(seed ^ (u64::try_from(no).unwrap_or(0) << 32)),
                own: mine(no),
                at: 0,
                wire: Wire::new(port),
            })
            .collect()
    }

    fn ask(&mut self, op: Op, targets: &Targets, tokens: &Tokens) -> (Op, Vec<u8>) {
        let desk = Some(tokens.get(Post::Dispatcher));
        let get = |path: &str, token| request("GET", path, token, None, None);
        let dice = &mut self.dice;
        let search = |word: &str| get(&format!("/api/v1/cases?limit=20&q={}", escaped(word)), desk);
        let bytes = match op {
            Op::Read => {
                let id = dice.pick(&targets.cases).unwrap_or_default();
                get(&format!("/api/v1/cases/{id}"), desk)
            }
            Op::List => get("/api/v1/cases?limit=20", desk),
            Op::Filter => {
                let status =
                    dice.pick(&["in_progress", "archived", "closed"]).unwrap_or("archived");
                let department = world::department(some(dice, DEPARTMENTS));
                let path =
                    format!("/api/v1/cases?limit=20&status={status}&department_id={department}");
                get(&path, desk)
            }
            Op::FilterWide => {
                let (code, township) = (some(dice, 9) + 1, world::township(some(dice, 20)));
                let path = format!("/api/v1/cases?limit=20&type_code=0{code}&region_id={township}");
                get(&path, desk)
            }
            Op::Total => get("/api/v1/cases?limit=20&count=exact", desk),
            Op::Deep => {
                let at = dice.below(targets.cursors.len());
                let cursor = targets.cursors.get(at).map_or("", String::as_str);
                get(&format!("/api/v1/cases?limit=20&cursor={cursor}"), desk)
            }
            Op::Mine => {
                let handler = Post::Handler(some(dice, DEPARTMENTS));
                get("/api/v1/cases?limit=20&queue=mine&sort=due_at", Some(tokens.get(handler)))
            }
            Op::Counts => get("/api/v1/cases/counts", desk),
            Op::Oversight => get("/api/v1/oversight", Some(tokens.get(Post::Supervisor))),
            Op::Report => {
                let path = format!("/api/v1/reports/monthly?month={}", targets.month);
                get(&path, Some(tokens.get(Post::Supervisor)))
            }
            Op::SearchCommon => search(dice.pick(&TROUBLES).unwrap_or_default()),
            Op::SearchRare => search(&rare(dice)),
            Op::SearchAbsent => search(dice.pick(&ABSENT).unwrap_or_default()),
            Op::Register => {
                let body = serde_json::to_string(&matter(dice, None, DateTime::UNIX_EPOCH));
                let clerk = Some(tokens.get(Post::Clerk));
                request("POST", "/api/v1/cases", clerk, None, Some(&body.unwrap_or_default()))
            }
            Op::Action => {
                self.at += 1;
                let Some(own) = self.own.get(self.at % self.own.len().max(1)) else {
                    // A small database has fewer cases under way than there are workers.
                    return (Op::List, get("/api/v1/cases?limit=20", desk));
                };
                let path = format!("/api/v1/cases/{}/actions/report_progress", own.id);
                let handler = Some(tokens.get(Post::Handler(own.department)));
                let body = r#"{"note":"已约双方到场协商，待进一步核实情况。"}"#;
                request("POST", &path, handler, Some(own.version), Some(body))
            }
            Op::Mix => {
                let part = match dice.below(100) {
                    0..45 => Op::Read,
                    45..65 => Op::List,
                    65..85 => Op::Filter,
                    85..88 => Op::SearchCommon,
                    88 => Op::SearchRare,
                    89 => Op::SearchAbsent,
                    90..95 => Op::Register,
                    _ => Op::Action,
                };
                return self.ask(part, targets, tokens);
            }
        };
        (op, bytes)
    }

    fn learn(&mut self, op: Op, answer: &Answer) {
        let count = self.own.len().max(1);
        if op == Op::Action
            && let (Some(own), Some(version)) = (self.own.get_mut(self.at % count), answer.version)
        {
            own.version = version;
        }
    }
}

fn some(dice: &mut Dice, end: u16) -> u16 {
    u16::try_from(dice.below(end.into())).unwrap_or(0)
}

fn escaped(word: &str) -> String {
    word.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// How long an operation is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Length {
    /// At most this long.
    pub(crate) time: Duration,
    /// And at most so often.
    pub(crate) count: usize,
}

/// What came of it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Sent {
    /// Latencies of good answers in µs, in order.
    pub(crate) micros: Vec<u64>,
    /// Answers that were not good, the first in words.
    pub(crate) failed: usize,
    /// The first bad answer.
    pub(crate) first_bad: Option<String>,
    /// How long it took.
    pub(crate) elapsed: Duration,
}

impl Sent {
    /// Good answers a second.
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    pub(crate) fn rate(&self) -> f64 {
        self.micros.len() as f64 / self.elapsed.as_secs_f64().max(1e-9)
    }

    /// The latency in ms that `share` of 1000 answers kept.
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    pub(crate) fn quantile_ms(&self, share: usize) -> f64 {
        let at = (self.micros.len() * share / 1000).min(self.micros.len().saturating_sub(1));
        self.micros.get(at).map_or(0.0, |micros| *micros as f64 / 1000.0)
    }
}

/// Sends `op` over the connections of `crew`.
pub(crate) async fn send(
    op: Op,
    crew: &mut [Worker],
    targets: &Targets,
    tokens: &Tokens,
    length: Length,
) -> Sent {
    let begun = Instant::now();
    let each = length.count / crew.len().max(1);
    let parts = crew.iter_mut().map(|worker| async move {
        let mut part = Sent::default();
        while begun.elapsed() < length.time && part.micros.len() + part.failed < each {
            let (sent, bytes) = worker.ask(op, targets, tokens);
            let at = Instant::now();
            let outcome = match worker.wire.ask(&bytes).await {
                Ok(answer) if answer.status < 300 => {
                    worker.learn(sent, &answer);
                    Ok(())
                }
                Ok(answer) => {
                    Err(format!("{} {}", answer.status, String::from_utf8_lossy(&answer.body)))
                }
                Err(error) => Err(error.to_string()),
            };
            match outcome {
                Ok(()) => {
                    part.micros.push(u64::try_from(at.elapsed().as_micros()).unwrap_or(u64::MAX));
                }
                Err(what) => {
                    part.failed += 1;
                    part.first_bad.get_or_insert(what);
                }
            }
        }
        part
    });
    let parts = join_all(parts).await;
    let mut sent = Sent { elapsed: begun.elapsed(), ..Sent::default() };
    for part in parts {
        sent.micros.extend(part.micros);
        sent.failed += part.failed;
        sent.first_bad = sent.first_bad.or(part.first_bad);
    }
    sent.micros.sort_unstable();
    sent
}
