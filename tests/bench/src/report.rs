//! Medians, ratios and the text that is appended to `docs/performance.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::drive::{Op, Sent};

/// Who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// The server.
    Ours,
    /// The least a service over the same tables can do.
    Bare,
    /// The statements alone.
    Raw,
}

impl Who {
    const fn name(self) -> &'static str {
        match self {
            Self::Ours => "zongzhi",
            Self::Bare => "bare",
            Self::Raw => "raw",
        }
    }
}

/// One round of one operation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figure {
    /// Good answers a second.
    pub(crate) rate: f64,
    /// Latencies in ms, median and 99 of 100 and slowest; none where they were not taken.
    pub(crate) latency: Option<[f64; 3]>,
    /// Processor time a request in ms: the service's and the database's.
    pub(crate) cpu: (f64, f64),
    /// Answers that were not good.
    pub(crate) failed: usize,
}

impl Figure {
    /// From what was sent, and the processor time it took.
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    pub(crate) fn of(sent: &Sent, server_ms: u64, database_ms: u64) -> Self {
        let count = sent.micros.len().max(1) as f64;
        Self {
            rate: sent.rate(),
            latency: Some([500, 990, 1000].map(|share| sent.quantile_ms(share))),
            cpu: (server_ms as f64 / count, database_ms as f64 / count),
            failed: sent.failed,
        }
    }
}

/// All rounds of one line.
#[derive(Debug)]
struct Line {
    op: Op,
    who: Who,
    connections: usize,
    rounds: Vec<Figure>,
}

/// What one database gave.
#[derive(Debug, Default)]
pub(crate) struct Report {
    lines: Vec<Line>,
    notes: Vec<String>,
    /// Single numbers by name, for the goals.
    pub(crate) numbers: BTreeMap<&'static str, f64>,
}

/// The middle one.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

impl Report {
    /// Adds a round.
    pub(crate) fn add(&mut self, op: Op, who: Who, connections: usize, figure: Figure) {
        let found = self
            .lines
            .iter_mut()
            .find(|line| (line.op, line.who, line.connections) == (op, who, connections));
        if let Some(line) = found {
            line.rounds.push(figure);
        } else {
            self.lines.push(Line { op, who, connections, rounds: vec![figure] });
        }
    }

    /// Adds a sentence below the table.
    pub(crate) fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    /// Keeps a number and says it.
    pub(crate) fn number(&mut self, name: &'static str, value: f64) {
        self.numbers.insert(name, value);
        self.note(format!("{name}: {value:.2}."));
    }

    /// The median over the rounds of what `pick` takes from each; none when there were none.
    pub(crate) fn median(
        &self,
        op: Op,
        who: Who,
        connections: usize,
        pick: impl Fn(&Figure) -> f64,
    ) -> Option<f64> {
        let line = self
            .lines
            .iter()
            .find(|line| (line.op, line.who, line.connections) == (op, who, connections))?;
        Some(median(line.rounds.iter().map(pick)))
    }

    /// Good answers a second at 16 connections.
    pub(crate) fn rate(&self, op: Op, who: Who) -> Option<f64> {
        self.median(op, who, 16, |round| round.rate)
    }

    /// The table and the notes.
    pub(crate) fn text(&self) -> String {
        let mut out = String::from(
            "| operation | connections | who | a second (lowest-highest round) | p50 ms | p99 ms | \
             CPU ms: service + database | ÷ raw | ÷ bare | failed |\n\
             |---|---|---|---|---|---|---|---|---|---|\n",
        );
        for line in &self.lines {
            let of = |pick: fn(&Figure) -> f64| median(line.rounds.iter().map(pick));
            let rate = of(|round| round.rate);
            let rates = || line.rounds.iter().map(|round| round.rate);
            let (low, high) = (rates().fold(f64::MAX, f64::min), rates().fold(0.0, f64::max));
            let latency = |pick: fn([f64; 3]) -> f64| {
                let all: Vec<_> = line.rounds.iter().filter_map(|round| round.latency).collect();
                if all.is_empty() {
                    return String::new();
                }
                format!("{:.2}", median(all.into_iter().map(pick)))
            };
            let other = |to: Who| self.median(line.op, to, line.connections, |round| round.rate);
            let ratio = |to: Who| match other(to) {
                Some(other) if other > 0.0 && line.who != to => format!("{:.2}", rate / other),
                _ => String::new(),
            };
            let failed: usize = line.rounds.iter().map(|round| round.failed).sum();
            let _never_fails = writeln!(
                out,
                "| {} | {} | {} | {rate:.0} ({low:.0}-{high:.0}) | {} | {} | {:.2} + {:.2} | {} | {} | {failed} |",
                line.op.name(),
                line.connections,
                line.who.name(),
                latency(|[p50, ..]| p50),
                latency(|[_, p99, _]| p99),
                of(|round| round.cpu.0),
                of(|round| round.cpu.1),
                ratio(Who::Raw),
                if line.who == Who::Ours { ratio(Who::Bare) } else { String::new() },
            );
        }
        out.push('\n');
        for note in &self.notes {
            let _never_fails = writeln!(out, "- {note}");
        }
        out
    }
}
