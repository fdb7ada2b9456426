//! Rosters by the day: leaves at edges, alternates, stand-ins, nights, make-up days.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::roster::{
    AbsenceGround, Assigned, Away, DutyBasis, Known, Owed, Replaced, Shift, Stay, shift,
};
use crate::features::calendars::calendar::{Calendar, CalendarRow, RowKind};
use crate::features::stationing_obligations::opening::{Opening, time_of_day};
use crate::features::stationing_obligations::rules::{NomineeRole, StationingMode};
use crate::features::stationings::workflow::LeaveKind;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Saturday 2026-02-28 is worked in place of a day of the Spring Festival.
fn calendar() -> Calendar {
    let worked = CalendarRow {
        date: date("2026-02-28"),
        kind: RowKind::Work,
        name: "春节".to_owned(),
        in_lieu: true,
    };
    Calendar::new(1, date("2026-12-31"), [worked]).expect("a calendar")
}

fn owed(mode: StationingMode) -> Owed {
    Owed {
        id: id(1),
        post_id: id(2),
        department_id: id(3),
        opening: Opening {
            mode,
            headcount: 1,
            weekdays: vec![1, 2, 3, 4, 5],
            on_make_up_days: true,
            on_holidays: true,
            opens: time_of_day("09:00").expect("a time"),
            closes: time_of_day("17:30").expect("a time"),
            valid_from: date("2026-01-01"),
            valid_to: None,
        },
        named: vec![(id(10), NomineeRole::Primary), (id(11), NomineeRole::Alternate)],
    }
}

fn known() -> Known {
    let stay = Stay { from_on: date("2026-01-01"), until_on: None };
    let stays = [10, 11, 12].map(|number| (id(number), vec![stay]));
    Known { stays: stays.into_iter().collect(), ..Known::default() }
}

fn away(from: &str, until: &str) -> Away {
    Away { kind: LeaveKind::Annual, from_on: date(from), until_on: date(until) }
}

fn assigned(person: u128, from: &str, until: &str) -> Assigned {
    Assigned {
        person_id: id(person),
        role: Some(NomineeRole::Primary),
        from_on: date(from),
        until_on: date(until),
        published_at: None,
    }
}

fn on(shift: &Shift) -> Vec<Uuid> {
    shift.on.iter().map(|one| one.person_id).collect()
}

#[test]
fn an_alternate_takes_the_place_of_a_resident_on_leave_and_no_day_longer() {
    let mut known = known();
    known.away.insert(id(10), vec![away("2026-03-03", "2026-03-04")]);
    let owed = owed(StationingMode::Resident);
    for (day, who) in
        [("2026-03-02", 10), ("2026-03-03", 11), ("2026-03-04", 11), ("2026-03-05", 10)]
    {
        let shift = shift(&owed, &known, &calendar(), date(day)).expect("a shift");
        assert_eq!(on(&shift), [id(who)], "{day}");
        assert_eq!(shift.missing(), 0);
    }
    let day = shift(&owed, &known, &calendar(), date("2026-03-03")).expect("a shift");
    assert_eq!(day.on[0].basis, DutyBasis::Alternate);
    assert_eq!(day.on[0].stands_in_for, Some(id(10)));
    assert_eq!(day.absent[0].stand_in_id, Some(id(11)));
}

#[test]
fn where_people_take_turns_nobody_stands_in_unasked() {
    let mut known = known();
    known.assigned.insert(id(1), vec![assigned(10, "2026-03-02", "2026-03-06")]);
    known.away.insert(id(10), vec![away("2026-03-06", "2026-03-09")]);
    let owed = owed(StationingMode::Rotating);
    let friday = shift(&owed, &known, &calendar(), date("2026-03-06")).expect("a shift");
    assert_eq!((on(&friday).len(), friday.missing()), (0, 1));
    assert_eq!(friday.absent[0].ground, AbsenceGround::Leave(LeaveKind::Annual));
    let stands = Replaced {
        person_id: id(10),
        stand_in_id: id(12),
        from_on: date("2026-03-06"),
        until_on: date("2026-03-06"),
    };
    known.replaced.insert(id(1), vec![stands]);
    let friday = shift(&owed, &known, &calendar(), date("2026-03-06")).expect("a shift");
    assert_eq!((on(&friday), friday.missing()), (vec![id(12)], 0));
    assert_eq!(friday.on[0].basis, DutyBasis::StandIn);
    // Nobody was given the next week.
    let monday = shift(&owed, &known, &calendar(), date("2026-03-09")).expect("a shift");
    assert_eq!((monday.on.len(), monday.absent.len(), monday.missing()), (0, 0, 1));
}

#[test]
fn who_stands_in_and_is_away_does_not_stand_in() {
    let mut known = known();
    known.assigned.insert(id(1), vec![assigned(10, "2026-03-02", "2026-03-06")]);
    let days = (date("2026-03-02"), date("2026-03-06"));
    let stands =
        Replaced { person_id: id(10), stand_in_id: id(12), from_on: days.0, until_on: days.1 };
    known.replaced.insert(id(1), vec![stands]);
    known.away.insert(id(12), vec![away("2026-03-03", "2026-03-03")]);
    let owed = owed(StationingMode::Rotating);
    let tuesday = shift(&owed, &known, &calendar(), date("2026-03-03")).expect("a shift");
    assert_eq!(on(&tuesday), [id(10)]);
    let monday = shift(&owed, &known, &calendar(), date("2026-03-02")).expect("a shift");
    assert_eq!(on(&monday), [id(12)]);
    assert_eq!(monday.absent[0].ground, AbsenceGround::Replaced);
}

#[test]
fn the_latest_plan_speaks_and_who_left_is_not_there() {
    let mut known = known();
    let later = Assigned {
        published_at: Some(DateTime::UNIX_EPOCH),
        ..assigned(11, "2026-03-02", "2026-03-06")
    };
    known.assigned.insert(id(1), vec![assigned(10, "2026-03-02", "2026-03-06"), later]);
    let owed = owed(StationingMode::Rotating);
    let monday = shift(&owed, &known, &calendar(), date("2026-03-02")).expect("a shift");
    assert_eq!(on(&monday), [id(11)]);
    let left = Stay { from_on: date("2026-01-01"), until_on: Some(date("2026-03-02")) };
    known.stays.insert(id(11), vec![left]);
    let tuesday = shift(&owed, &known, &calendar(), date("2026-03-03")).expect("a shift");
    assert_eq!(tuesday.absent[0].ground, AbsenceGround::NotAdmitted);
    assert_eq!(tuesday.missing(), 1);
}

#[test]
fn make_up_days_are_served_and_a_night_ends_on_the_next_day() {
    let work = owed(StationingMode::Resident);
    let known = known();
    assert!(shift(&work, &known, &calendar(), date("2026-02-28")).is_some());
    assert!(shift(&work, &known, &calendar(), date("2026-03-01")).is_none());
    let mut night = owed(StationingMode::Resident);
    night.opening.opens = time_of_day("18:00").expect("a time");
    night.opening.closes = time_of_day("08:30").expect("a time");
    let night = shift(&night, &known, &calendar(), date("2026-03-02")).expect("a shift");
    assert_eq!(night.minutes(), 870);
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
    // 2026-03-03 03:00 in China is still Monday's duty; 08:30 is not.
    assert!(night.holds(at("2026-03-02T19:00:00Z")));
    assert!(!night.holds(at("2026-03-03T00:30:00Z")));
    assert!(!night.holds(at("2026-03-02T09:59:00Z")));
}

#[test]
fn nobody_named_leaves_everybody_missing() {
    let mut empty = owed(StationingMode::Resident);
    empty.named.clear();
    empty.opening.headcount = 2;
    let day = shift(&empty, &known(), &calendar(), date("2026-03-02")).expect("a shift");
    assert_eq!((day.missing(), day.on.len()), (2, 0));
    empty.opening.headcount = 0;
    assert!(shift(&empty, &known(), &calendar(), date("2026-03-02")).is_none());
}
