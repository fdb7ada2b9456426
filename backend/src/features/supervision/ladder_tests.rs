use std::collections::BTreeMap;

use chrono::{Days, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::config::Config;
use crate::features::calendars::calendar::{CalendarRow, RowKind};
use crate::features::calendars::civil_day::end_of_day;
use crate::features::procedure_rules::ProcedureRuleSet;

fn ladder() -> Ladder {
    let rules = ProcedureRuleSet::of(Vec::new()).expect("the rules");
    Ladder::of(&Config::defaults().expect("the defaults").supervision, &rules.on(day("2026-03-02")))
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}+08:00").parse().expect("an instant")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The National Day week of 2026 with its make-up days, and nothing else.
fn calendar() -> Calendar {
    let row = |date: &str, kind| CalendarRow {
        date: day(date),
        kind,
        name: "国庆节".to_owned(),
        in_lieu: false,
    };
    let off = (1..=7).map(|d| row(&format!("2026-10-{d:02}"), RowKind::Off));
    let worked = ["2026-09-20", "2026-10-10"].map(|date| row(date, RowKind::Work));
    Calendar::new(1, day("2026-12-31"), off.chain(worked)).expect("a calendar")
}

fn limit(started: &str, yellow: &str, due_on: &str) -> Limit {
    Limit { started_at: at(started), yellow_at: at(yellow), due_at: end_of_day(day(due_on)) }
}

#[test]
fn the_steps_follow_the_working_days_after_the_last_day() {
    let limit = limit("2026-03-02T10:00:00", "2026-03-06T12:00:00", "2026-03-09");
    let step = |step| ladder().derive(step, &limit, &calendar());
    assert_eq!(step(Step::Reminder), Some(at("2026-03-06T12:00:00")));
    assert_eq!(step(Step::Urge), Some(at("2026-03-10T09:00:00")));
    assert_eq!(step(Step::Order), Some(at("2026-03-16T09:00:00")));
    assert_eq!(step(Step::Bulletin), Some(at("2026-03-23T09:00:00")));
}

#[test]
fn a_holiday_uses_up_no_ladder_and_a_make_up_day_is_worked() {
    let limit = limit("2026-09-21T10:00:00", "2026-10-02T12:00:00", "2026-10-04");
    let step = |step| ladder().derive(step, &limit, &calendar());
    // Yellow and over within the holiday: the reminder comes on the last day before it.
    assert_eq!(step(Step::Reminder), Some(at("2026-09-30T17:30:00")));
    assert_eq!(step(Step::Urge), Some(at("2026-10-08T09:00:00")));
    // 8, 9, the make-up Saturday 10, 12, 13.
    assert_eq!(step(Step::Order), Some(at("2026-10-13T09:00:00")));
}

#[test]
fn a_reminder_waits_for_the_morning_and_is_none_for_a_limit_never_green() {
    let evening = limit("2026-03-02T10:00:00", "2026-03-05T20:00:00", "2026-03-09");
    let reminder = |limit| ladder().derive(Step::Reminder, limit, &calendar());
    assert_eq!(reminder(&evening), Some(at("2026-03-06T09:00:00")));
    let short = limit("2026-03-02T10:00:00", "2026-03-02T10:00:00", "2026-03-03");
    assert_eq!(reminder(&short), None);
}

#[test]
fn whoever_looks_late_takes_one_step_a_working_day() {
    let limit = limit("2026-03-02T10:00:00", "2026-03-05T20:00:00", "2026-03-09");
    let (ladder, calendar) = (ladder(), calendar());
    // The server was off for a month, until a Friday.
    let now = at("2026-04-10T10:00:00");
    let first = ladder.next(&limit, None, &calendar, now).expect("a step");
    assert_eq!(first, Due { step: Step::Urge, at: at("2026-03-10T09:00:00") });
    let taken = Taken { step: first.step, at: now };
    let next = ladder.next(&limit, Some(taken), &calendar, now).expect("a step");
    assert_eq!(next, Due { step: Step::Order, at: at("2026-04-13T09:00:00") });
    let last = Taken { step: Step::Bulletin, at: now };
    assert_eq!(ladder.next(&limit, Some(last), &calendar, now), None);
}

/// A calendar of one year in which any day may be off or worked.
fn calendars() -> impl Strategy<Value = Calendar> {
    let rows = prop::collection::btree_map(0_u64..366, any::<bool>(), 0..120);
    rows.prop_map(|rows: BTreeMap<u64, bool>| {
        let rows = rows.into_iter().map(|(offset, is_off)| CalendarRow {
            date: day("2026-01-01") + Days::new(offset),
            kind: if is_off { RowKind::Off } else { RowKind::Work },
            name: String::new(),
            in_lieu: false,
        });
        Calendar::new(1, day("2026-12-31"), rows).expect("a calendar")
    })
}

/// A limit that starts in that year, with its yellow at some share of it.
fn limits() -> impl Strategy<Value = Limit> {
    (0_i64..300 * 1440, 1_i64..60, 0_i64..=1000).prop_map(|(minute, days, share)| {
        let started_at = at("2026-01-01T00:00:00") + TimeDelta::minutes(minute);
        let due_at = end_of_day(local_date(started_at) + TimeDelta::days(days));
        let yellow_at =
            started_at + TimeDelta::seconds((due_at - started_at).num_seconds() * share / 1000);
        Limit { started_at, yellow_at, due_at }
    })
}

fn ladders() -> impl Strategy<Value = Ladder> {
    (0_u32..1200, 1_u32..230, 1_u32..5, 1_u32..10, 1_u32..10).prop_map(
        |(opens, lasts, urge_after, more, most)| {
            let time = |minute: u32| {
                NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).expect("a time")
            };
            Ladder {
                opens: time(opens),
                closes: time(opens + lasts),
                urge_after,
                order_after: urge_after + more,
                bulletin_after: urge_after + more + most,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn steps_fall_in_office_hours_one_after_the_other(
        ladder in ladders(), cal in calendars(), limit in limits(),
    ) {
        let steps: Vec<_> =
            Step::ALL.iter().filter_map(|step| ladder.derive(*step, &limit, &cal)).collect();
        prop_assert!(steps.len() >= 3);
        for at in &steps {
            prop_assert!(cal.is_working(local_date(*at)), "{at} is a rest day");
            prop_assert!(ladder.is_open(&cal, *at), "{at} lies in quiet hours");
            prop_assert!(*at > limit.started_at);
        }
        prop_assert!(steps.windows(2).all(|two| two[0] < two[1]), "{steps:?}");
        let reminder = ladder.derive(Step::Reminder, &limit, &cal);
        prop_assert!(reminder.is_none_or(|at| at <= limit.due_at));
        let urge = ladder.derive(Step::Urge, &limit, &cal);
        prop_assert!(urge.is_some_and(|at| at > limit.due_at));
    }

    #[test]
    fn whoever_looks_in_time_takes_every_step_on_its_instant(
        ladder in ladders(), cal in calendars(), limit in limits(),
    ) {
        let due = |step: &Step| Some(Due { step: *step, at: ladder.derive(*step, &limit, &cal)? });
        let wanted: Vec<_> = Step::ALL.iter().filter_map(due).collect();
        let (mut now, mut taken, mut found) = (limit.started_at, None, Vec::new());
        while let Some(due) = ladder.next(&limit, taken, &cal, now) {
            prop_assert!(found.len() < Step::ALL.len(), "it never ends: {found:?}");
            now = due.at;
            taken = Some(Taken { step: due.step, at: now });
            found.push(due);
        }
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn a_longer_limit_brings_no_step_forward(
        ladder in ladders(), cal in calendars(), limit in limits(),
        later in 0_i64..30, greener in 0_i64..40 * 1440,
    ) {
        let due_at = limit.due_at + TimeDelta::days(later);
        let yellow_at = (limit.yellow_at + TimeDelta::minutes(greener)).min(due_at);
        let longer = Limit { yellow_at, due_at, ..limit };
        for step in Step::ALL {
            let (short, long) = (ladder.derive(*step, &limit, &cal), ladder.derive(*step, &longer, &cal));
            if let (Some(short), Some(long)) = (short, long) {
                prop_assert!(short <= long, "{step:?}: {short} and {long}");
            }
        }
    }

    #[test]
    fn taken_whenever_somebody_looks_the_steps_keep_their_order_and_their_distance(
        ladder in ladders(), cal in calendars(), limit in limits(),
        looks in prop::collection::vec(0_i64..5 * 1440, 1..60),
    ) {
        let (mut now, mut taken): (_, Option<Taken>) = (limit.started_at, None);
        for wait in looks {
            now += TimeDelta::minutes(wait);
            let Some(due) = ladder.next(&limit, taken, &cal, now) else { break };
            if due.at > now || !ladder.is_open(&cal, now) {
                continue;
            }
            prop_assert!(due.step != Step::Reminder || now <= limit.due_at);
            if let Some(last) = taken {
                prop_assert!(due.step > last.step);
                prop_assert!(cal.working_days_between(local_date(last.at), local_date(now)) >= 1);
            }
            taken = Some(Taken { step: due.step, at: now });
        }
    }
}
