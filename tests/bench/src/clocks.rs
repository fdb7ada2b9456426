//! How many limits one core derives in a second, and whether each is what walking day by day finds.

use std::time::Instant;

use zongzhi::features::cases::clocks::derive;

use self::sequences::{Chance, calendar, difference, naive, sequence};
use crate::{Done, say};

#[expect(unreachable_pub, reason = "the tests share the file")]
#[path = "../../src/sequences.rs"]
mod sequences;

/// Sequences that are derived again and again: too many for what is derived to stay at hand.
const MEASURED: usize = 20_000;
/// Sequences under one calendar.
const A_CALENDAR: u64 = 2_000;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Sequences to compare
    #[arg(long, default_value_t = 1_000_000)]
    sequences: u64,
    /// Seconds to measure, three times
    #[arg(long, default_value_t = 2)]
    seconds: u64,
    /// Of chance
    #[arg(long, default_value_t = 2026)]
    seed: u64,
}

pub(crate) fn run(args: &Args) -> Done {
    measure(args)?;
    compare(args)
}

fn measure(args: &Args) -> Done {
    let mut chance = Chance::seeded(args.seed);
    let cal = calendar(&mut chance, 1)?;
    let asked: Vec<_> = (0..MEASURED).map(|_| sequence(&mut chance)).collect();
    for round in 1..=3 {
        let (begun, mut derived, mut late) = (Instant::now(), 0_u64, 0_u64);
        while begun.elapsed().as_secs() < args.seconds {
            for one in &asked {
                let state = derive(&one.limit, &cal, &one.events, one.now);
                // Looked at, so that nothing is left out.
                late += u64::from(state.is_ok_and(|state| state.time_left.overdue_days > 0));
                derived += 1;
            }
        }
        let spent = begun.elapsed();
        let rate = u128::from(derived) * 1_000_000 / spent.as_micros().max(1);
        say(&format!("round {round}: {rate} derivations a second on one core ({late} late)"))?;
    }
    Ok(())
}

fn compare(args: &Args) -> Done {
    let mut chance = Chance::seeded(args.seed);
    let begun = Instant::now();
    let (mut compared, mut understood, mut wrong) = (0, 0, 0_u64);
    while compared < args.sequences {
        let cal = calendar(&mut chance, 1)?;
        for _ in 0..A_CALENDAR.min(args.sequences - compared) {
            let asked = sequence(&mut chance);
            let clever = derive(&asked.limit, &cal, &asked.events, asked.now);
            let slow = naive(&asked, &cal);
            understood += u64::from(slow.is_some());
            compared += 1;
            if let Some(difference) = difference(clever.as_ref().ok(), slow.as_ref()) {
                wrong += 1;
                say(&format!("sequence {compared}: {difference}\n{asked:?}"))?;
            }
        }
    }
    let spent = begun.elapsed().as_millis();
    say(&format!(
        "{compared} sequences, {understood} of which make sense, {wrong} mismatches, {spent} ms"
    ))?;
    if wrong == 0 { Ok(()) } else { Err("a clock is not what walking day by day finds".into()) }
}
