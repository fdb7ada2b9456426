//! Clocks over random sequences of events, against a reading that walks day by day. A few thousand
//! by default; `SEQUENCES=1000000` for the whole, as `zongzhi-bench clocks` does in release.

use chrono::NaiveDate;
use zongzhi::features::cases::clocks::{ClockEvent, derive};
use zongzhi_tests::project::env;
use zongzhi_tests::sequences::{Chance, Sequence, calendar, difference, naive, sequence};

fn how_many() -> u64 {
    env("SEQUENCES").and_then(|text| text.parse().ok()).unwrap_or(6_000)
}

#[test]
fn clocks_are_what_walking_day_by_day_finds() {
    let mut chance = Chance::seeded(2026);
    let mut understood = 0;
    for round in 0..how_many().div_ceil(500) {
        let cal = calendar(&mut chance, 1).expect("a calendar");
        for number in 0..500 {
            let asked = sequence(&mut chance);
            let clever = derive(&asked.limit, &cal, &asked.events, asked.now);
            let slow = naive(&asked, &cal);
            understood += u64::from(slow.is_some());
            let wrong = difference(clever.as_ref().ok(), slow.as_ref());
            assert_eq!(wrong, None, "round {round} number {number}: {asked:?}");
        }
    }
    assert!(understood > how_many() / 2, "most sequences make sense: {understood}");
}

#[test]
fn any_order_of_the_same_events_gives_the_same() {
    let mut chance = Chance::seeded(2027);
    let cal = calendar(&mut chance, 1).expect("a calendar");
    for _ in 0..how_many() / 2 {
        let Sequence { limit, mut events, now } = sequence(&mut chance);
        let first = derive(&limit, &cal, &events, now);
        for _ in 0..3 {
            chance.shuffle(&mut events);
            assert_eq!(derive(&limit, &cal, &events, now), first, "{events:?}");
        }
        // Told twice is told once.
        events.extend(events.clone());
        assert_eq!(derive(&limit, &cal, &events, now), first, "{events:?}");
    }
}

#[test]
fn without_a_stop_no_limit_ends_later() {
    let mut chance = Chance::seeded(2028);
    let cal = calendar(&mut chance, 1).expect("a calendar");
    let mut compared = 0;
    for _ in 0..how_many() {
        let Sequence { limit, mut events, now } = sequence(&mut chance);
        events.sort();
        events.dedup();
        let Ok(with) = derive(&limit, &cal, &events, now) else { continue };
        for removed in removals(&events) {
            // Without it an extension may have come too late: that is refused, not later.
            let Ok(without) = derive(&limit, &cal, &removed, now) else { continue };
            let end = |due: Option<NaiveDate>| due.unwrap_or(NaiveDate::MAX);
            assert!(end(without.due_on) <= end(with.due_on), "{events:?} without {removed:?}");
            compared += 1;
        }
    }
    assert!(compared > how_many() / 4, "too few stops: {compared}");
}

/// The events without each of the stops in turn, its resumption included.
fn removals(events: &[ClockEvent]) -> Vec<Vec<ClockEvent>> {
    let at = |event: &ClockEvent| match event {
        ClockEvent::Stopped { at, .. } | ClockEvent::Resumed { at } => Some(*at),
        ClockEvent::Started { .. }
        | ClockEvent::Extended { .. }
        | ClockEvent::Met { .. }
        | ClockEvent::Cancelled { .. } => None,
    };
    let stops = events.iter().filter(|event| matches!(event, ClockEvent::Stopped { .. }));
    let without = stops.map(|stop| {
        let resumed = events
            .iter()
            .filter(|event| matches!(event, ClockEvent::Resumed { .. }) && at(event) >= at(stop))
            .min_by_key(|event| at(event));
        let kept = events.iter().filter(|event| *event != stop && Some(*event) != resumed);
        kept.cloned().collect()
    });
    without.collect()
}
