//! Counts hours owed at posts and not served, with the reason. Pure.
//!
//! A place that is empty by the roster is short from the start; one that is filled is short only once the
//! duty is over and nothing shows that anybody was there. What is contradicted is neither served nor
//! short: somebody has to ask first.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::features::duty::roster::{AbsenceGround, Shift};
use crate::features::presence::evidence::PresenceStatus;
use crate::features::presence::gather::PersonDay;
use crate::features::stationing_obligations::rules::StationingMode;
use crate::platform::words::words;

words! {
    /// Why hours that are owed were not served.
    ShortfallReason {
        NobodyAssigned = "nobody_assigned", "未排定人员", "Nobody was given the place";
        OnLeave = "on_leave", "请假且无人替班", "On leave, and nobody stood in";
        NotAdmitted = "not_admitted", "排定人员未准入或已准出", "Whoever was given the place is not admitted";
        RecordedAbsent = "recorded_absent", "值班记录未见在岗或未应召", "Recorded as not there, or not coming";
        NoEvidence = "no_evidence", "没有任何在岗依据", "Nothing shows that anybody was there";
    }
}

/// What a post was owed and given on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostDay {
    /// What is owed.
    pub obligation_id: Uuid,
    /// The post.
    pub post_id: Uuid,
    /// Who owes it.
    pub department_id: Uuid,
    /// How they are there.
    pub mode: StationingMode,
    /// The day.
    pub date: NaiveDate,
    /// Minutes a person is owed.
    pub minutes: i64,
    /// People owed.
    pub headcount: i32,
    /// People that are missing, by reason.
    pub short: BTreeMap<ShortfallReason, i32>,
    /// People of whom it is disputed whether they were there.
    pub disputed: i32,
    /// Whether the duty is over.
    pub is_over: bool,
    /// Whether somebody was asked to be there: at an on-call post only who is called is.
    pub is_asked: bool,
}

impl PostDay {
    /// Whether the day was served as it is owed: by everybody, or short without an excuse. None where
    /// it goes on, nobody was called, somebody has to ask first, or a leave was approved.
    pub fn is_served(&self) -> Option<bool> {
        if !self.is_over {
            return None;
        }
        let is_excused = |reason: &ShortfallReason| *reason == ShortfallReason::OnLeave;
        if self.short.keys().any(|reason| !is_excused(reason)) {
            return Some(false);
        }
        (self.is_asked && self.short.is_empty() && self.disputed == 0).then_some(true)
    }

    /// Minutes owed by all.
    pub fn owed_minutes(&self) -> i64 {
        self.minutes * i64::from(self.headcount)
    }

    /// Minutes owed and not served.
    pub fn short_minutes(&self) -> i64 {
        let people: i32 = self.short.values().sum();
        self.minutes * i64::from(people.min(self.headcount))
    }

    /// Minutes of which it is disputed.
    pub fn disputed_minutes(&self) -> i64 {
        let left = self.headcount - self.short.values().sum::<i32>();
        self.minutes * i64::from(self.disputed.clamp(0, left.max(0)))
    }
}

/// The post-days of `shifts`, given what is known of their people.
pub fn tally(shifts: &[Shift], days: &[PersonDay], now: DateTime<Utc>) -> Vec<PostDay> {
    let mut by_shift: BTreeMap<usize, Vec<&PersonDay>> = BTreeMap::new();
    for day in days.iter().filter(|day| day.excuse.is_none()) {
        by_shift.entry(day.shift).or_default().push(day);
    }
    let each = shifts.iter().enumerate().map(|(at, shift)| {
        let days = by_shift.get(&at).map_or(&[][..], Vec::as_slice);
        post_day(shift, days, now)
    });
    each.collect()
}

fn post_day(shift: &Shift, days: &[&PersonDay], now: DateTime<Utc>) -> PostDay {
    let mut short = unfilled(shift);
    let is_over = shift.ends_at <= now;
    let mut disputed = 0;
    for day in days.iter().filter(|_| is_over) {
        match day.weighed.status {
            PresenceStatus::Contradicted => disputed += 1,
            PresenceStatus::NoEvidence => {
                let is_recorded = day.findings.iter().any(|finding| !finding.is_there());
                let reason = if is_recorded {
                    ShortfallReason::RecordedAbsent
                } else {
                    ShortfallReason::NoEvidence
                };
                *short.entry(reason).or_default() += 1;
            }
            PresenceStatus::Present | PresenceStatus::Excused => {}
        }
    }
    PostDay {
        obligation_id: shift.obligation_id,
        post_id: shift.post_id,
        department_id: shift.department_id,
        mode: shift.mode,
        date: shift.date,
        minutes: shift.minutes(),
        headcount: shift.headcount,
        short,
        disputed,
        is_over,
        is_asked: shift.mode != StationingMode::OnCall || !days.is_empty(),
    }
}

/// The places nobody fills, by why: those who are away and for whom nobody stands in come first.
fn unfilled(shift: &Shift) -> BTreeMap<ShortfallReason, i32> {
    let mut left = shift.missing();
    let mut short = BTreeMap::new();
    for absent in shift.absent.iter().filter(|one| one.stand_in_id.is_none()) {
        if left == 0 {
            break;
        }
        let reason = match absent.ground {
            AbsenceGround::Leave(_) | AbsenceGround::Replaced => ShortfallReason::OnLeave,
            AbsenceGround::NotAdmitted => ShortfallReason::NotAdmitted,
        };
        *short.entry(reason).or_default() += 1;
        left -= 1;
    }
    if left > 0 {
        short.insert(ShortfallReason::NobodyAssigned, left);
    }
    short
}

/// Sums of some post-days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Minutes owed.
    pub owed_minutes: i64,
    /// Minutes owed and not served.
    pub short_minutes: i64,
    /// Minutes of which it is disputed.
    pub disputed_minutes: i64,
}

impl Sums {
    /// Of these.
    pub fn of<'a>(days: impl IntoIterator<Item = &'a PostDay>) -> Self {
        days.into_iter().fold(Self::default(), |sums, day| Self {
            owed_minutes: sums.owed_minutes + day.owed_minutes(),
            short_minutes: sums.short_minutes + day.short_minutes(),
            disputed_minutes: sums.disputed_minutes + day.disputed_minutes(),
        })
    }

    /// Minutes served.
    pub const fn served_minutes(&self) -> i64 {
        self.owed_minutes - self.short_minutes - self.disputed_minutes
    }

    /// The share that was served, in parts of ten thousand; none where nothing was owed.
    pub fn served_permyriad(&self) -> Option<i64> {
        (self.served_minutes() * 10_000).checked_div(self.owed_minutes)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::features::duty::roster::{Absent, DutyBasis, OnDuty};
    use crate::features::presence::evidence::{PresenceFinding, Weighed};
    use crate::features::stationings::workflow::LeaveKind;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn shift(on: &[u128], absent: &[(u128, Option<u128>)], headcount: i32) -> Shift {
        let starts_at = DateTime::UNIX_EPOCH;
        let on = on.iter().map(|number| OnDuty {
            person_id: id(*number),
            role: None,
            basis: DutyBasis::Plan,
            stands_in_for: None,
        });
        let absent = absent.iter().map(|(number, stand_in)| Absent {
            person_id: id(*number),
            ground: AbsenceGround::Leave(LeaveKind::Sick),
            stand_in_id: stand_in.map(id),
        });
        Shift {
            obligation_id: id(1),
            post_id: id(2),
            department_id: id(3),
            mode: StationingMode::Rotating,
            date: starts_at.date_naive(),
            starts_at,
            ends_at: starts_at + TimeDelta::minutes(510),
            headcount,
            on: on.collect(),
            absent: absent.collect(),
        }
    }

    fn day(number: u128, status: PresenceStatus, findings: &[PresenceFinding]) -> PersonDay {
        PersonDay {
            shift: 0,
            person_id: id(number),
            excuse: None,
            findings: findings.to_vec(),
            weighed: Weighed { status, evidence: Vec::new(), contradictions: Vec::new() },
        }
    }

    fn reasons(day: &PostDay) -> Vec<(ShortfallReason, i32)> {
        day.short.iter().map(|(reason, people)| (*reason, *people)).collect()
    }

    #[test]
    fn an_empty_place_is_short_from_the_start_and_says_why() {
        let before = DateTime::UNIX_EPOCH;
        let days = tally(&[shift(&[10], &[(11, None)], 3)], &[], before);
        let wanted = [(ShortfallReason::NobodyAssigned, 1), (ShortfallReason::OnLeave, 1)];
        assert_eq!(reasons(&days[0]), wanted);
        assert_eq!((days[0].owed_minutes(), days[0].short_minutes()), (1_530, 1_020));
        // Who stands in fills the place.
        let days = tally(&[shift(&[10, 12], &[(11, Some(12))], 2)], &[], before);
        assert_eq!(days[0].short_minutes(), 0);
    }

    #[test]
    fn a_filled_place_is_judged_when_the_duty_is_over() {
        let shifts = [shift(&[10], &[], 1)];
        let bare = [day(10, PresenceStatus::NoEvidence, &[])];
        let during = tally(&shifts, &bare, DateTime::UNIX_EPOCH + TimeDelta::minutes(509));
        assert_eq!(during[0].short_minutes(), 0);
        let after = DateTime::UNIX_EPOCH + TimeDelta::minutes(510);
        let over = tally(&shifts, &bare, after);
        assert_eq!(reasons(&over[0]), [(ShortfallReason::NoEvidence, 1)]);
        let seen = [day(10, PresenceStatus::NoEvidence, &[PresenceFinding::NotSeen])];
        let over = tally(&shifts, &seen, after);
        assert_eq!(reasons(&over[0]), [(ShortfallReason::RecordedAbsent, 1)]);
    }

    #[test]
    fn a_day_is_served_or_not_and_what_is_excused_or_disputed_is_neither() {
        let after = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        let one = |shift: Shift, days: &[PersonDay], now| tally(&[shift], days, now)[0].is_served();
        let there = [day(10, PresenceStatus::Present, &[])];
        assert_eq!(one(shift(&[10], &[], 1), &there, after), Some(true));
        assert_eq!(one(shift(&[10], &[], 1), &there, DateTime::UNIX_EPOCH), None);
        let bare = [day(10, PresenceStatus::NoEvidence, &[])];
        assert_eq!(one(shift(&[10], &[], 1), &bare, after), Some(false));
        assert_eq!(one(shift(&[], &[], 1), &[], after), Some(false));
        // A leave that was approved is no fault of the day; a second place that is empty is.
        assert_eq!(one(shift(&[], &[(11, None)], 1), &[], after), None);
        assert_eq!(one(shift(&[], &[(11, None)], 2), &[], after), Some(false));
        let torn = [day(10, PresenceStatus::Contradicted, &[])];
        assert_eq!(one(shift(&[10], &[], 1), &torn, after), None);
        // Nobody called asks nothing of anybody.
        let mut called = shift(&[10], &[], 1);
        called.mode = StationingMode::OnCall;
        assert_eq!(one(called.clone(), &[], after), None);
        assert_eq!(one(called, &there, after), Some(true));
    }

    #[test]
    fn what_is_disputed_is_neither_served_nor_short() {
        let after = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        let torn = [day(10, PresenceStatus::Contradicted, &[])];
        let days = tally(&[shift(&[10], &[], 2)], &torn, after);
        let sums = Sums::of(&days);
        assert_eq!(
            (sums.owed_minutes, sums.short_minutes, sums.disputed_minutes),
            (1_020, 510, 510)
        );
        assert_eq!((sums.served_minutes(), sums.served_permyriad()), (0, Some(0)));
        assert_eq!(Sums::default().served_permyriad(), None);
    }
}
