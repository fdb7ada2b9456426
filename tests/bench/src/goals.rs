//! The figures of the design (column "first version") beside what a run gave.

use std::fmt::Write as _;

use crate::drive::Op;
use crate::report::{Figure, Report, Who};
use crate::run::{IDLE, IMPORT, LONG_FAILED, LONG_TAIL, OFF, START, UNDER_MIX};
use Bound::{Least, Most};

/// What a figure must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound {
    /// This or more.
    Least(f64),
    /// This or less.
    Most(f64),
}

/// Figures with what was measured of them.
#[derive(Debug, Default)]
pub(crate) struct Goals(Vec<(String, Bound, Option<f64>)>);

impl Goals {
    /// Adds one; not measured when a number is missing.
    pub(crate) fn add(&mut self, what: impl Into<String>, bound: Bound, measured: Option<f64>) {
        self.0.push((what.into(), bound, measured));
    }

    /// A table of them, with a verdict each.
    pub(crate) fn text(&self) -> String {
        let mut out = String::from("| figure | first version | measured | |\n|---|---|---|---|\n");
        for (what, bound, measured) in &self.0 {
            let (sign, limit) = match bound {
                Bound::Least(limit) => ("≥", limit),
                Bound::Most(limit) => ("≤", limit),
            };
            let is_met = |value: f64| match bound {
                Bound::Least(limit) => value >= *limit,
                Bound::Most(limit) => value <= *limit,
            };
            let (value, verdict) = match measured {
                Some(value) if is_met(*value) => (format!("{value:.2}"), "met"),
                Some(value) => (format!("{value:.2}"), "**missed**"),
                None => (String::new(), "not measured"),
            };
            let _never_fails = writeln!(out, "| {what} | {sign} {limit} | {value} | {verdict} |");
        }
        out
    }
}

/// `a ÷ b`, where both were measured.
pub(crate) fn ratio(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.zip(b).filter(|(_, b)| *b > 0.0).map(|(a, b)| a / b)
}

/// Figures this program does not measure, and what does.
pub(crate) const ELSEWHERE: &str = "Not measured here: ÷ Directus (not measured); statements a \
request (asserted by `cases::list::statements_stay_few`); rotation; `make test` (its own output). \
Below: limits derived in a second, and the size of the pages.\n";

/// CPU ms a request that a first version may take, and what the bare service took where the design
/// was measured: milliseconds of another machine are compared by what bare takes on this one.
const BARE_CPU: [(Op, f64, f64); 3] =
    [(Op::Read, 0.7, 0.30), (Op::List, 0.6, 0.22), (Op::Register, 1.3, 0.56)];

/// What one run can tell.
pub(crate) fn of_run(postgres: Option<&Report>, sqlite: Option<&Report>) -> Goals {
    let mut goals = Goals::default();
    if let Some(report) = postgres {
        of_speed(&mut goals, report);
        let number = |name: &str| report.numbers.get(name).copied();
        goals.add("memory idle, PostgreSQL, MB", Most(40.0), number(IDLE));
        goals.add("memory under the mix, PostgreSQL, MB", Most(90.0), number(UNDER_MIX));
        goals.add("start to first 200, PostgreSQL, s", Most(0.5), number(START));
        goals.add("total less a recount, PostgreSQL", Most(0.0), number(OFF));
        goals.add("import ÷ multi-row INSERT of the same rows", Least(0.25), number(IMPORT));
    }
    if let Some(report) = sqlite {
        let number = |name: &str| report.numbers.get(name).copied();
        for op in [Op::Read, Op::List, Op::Filter] {
            let there = postgres.and_then(|postgres| postgres.rate(op, Who::Ours));
            let what = format!("{}: SQLite ÷ PostgreSQL", op.name());
            goals.add(what, Least(0.8), ratio(report.rate(op, Who::Ours), there));
        }
        let raw = ratio(report.rate(Op::Register, Who::Ours), report.rate(Op::Register, Who::Raw));
        goals.add("SQLite FULL, 16 writers: failed", Most(0.0), number(LONG_FAILED));
        goals.add("SQLite FULL, 16 writers: p99 ÷ p50 of register", Most(10.0), number(LONG_TAIL));
        goals.add("SQLite FULL, 16 writers: register ÷ raw single writer", Least(0.5), raw);
        goals.add("memory idle, SQLite, MB", Most(250.0), number(IDLE));
        goals.add("memory under the mix, SQLite, MB", Most(250.0), number(UNDER_MIX));
        goals.add("start to first 200, SQLite, s", Most(0.5), number(START));
        goals.add("total less a recount, SQLite", Most(0.0), number(OFF));
    }
    goals
}

fn of_speed(goals: &mut Goals, report: &Report) {
    let to = |op: Op, who: Who| ratio(report.rate(op, Who::Ours), report.rate(op, who));
    for (op, least) in [
        (Op::Register, 0.30),
        (Op::Action, 0.35),
        (Op::Read, 0.18),
        (Op::List, 0.12),
        (Op::Filter, 0.12),
    ] {
        goals.add(format!("{} ÷ raw", op.name()), Least(least), to(op, Who::Raw));
        goals.add(format!("{} ÷ bare", op.name()), Least(0.5), to(op, Who::Bare));
    }
    let cpu = |round: &Figure| round.cpu.0 + round.cpu.1;
    for (op, most, bare) in BARE_CPU {
        let what = format!("CPU ms a request, server + database: {}", op.name());
        let ours = report.median(op, Who::Ours, 16, cpu);
        goals.add(&what, Most(most), ours);
        let pace = ratio(ours, report.median(op, Who::Bare, 16, cpu)).map(|times| times * bare);
        goals.add(format!("{what}, at the design's pace (bare: {bare})"), Most(most), pace);
    }
    for op in [Op::SearchCommon, Op::SearchRare, Op::SearchAbsent] {
        let tail = |round: &Figure| round.latency.map_or(0.0, |[p50, _, most]| most / p50);
        let what = format!("{}: slowest ÷ p50", op.name());
        goals.add(what, Most(100.0), report.median(op, Who::Ours, 16, tail));
    }
}
