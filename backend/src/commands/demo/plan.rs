//! Which cases there are to be: when each begins, what becomes of it, and where it is left.

use chrono::{DateTime, TimeDelta, Utc};

use super::chance::{Chance, Hours};
use super::matters::MATTERS;
use crate::features::cases::model::CaseStatus;

/// How far back the first case lies.
const DAYS: usize = 180;

/// What becomes of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Handled and closed.
    Plain,
    /// Sent to the wrong department first.
    Returned,
    /// Sent to two wrong departments; the director rules.
    Ruled,
    /// Sent back and forth between two departments; the director rules for the first.
    PingPong,
    /// Returned by two departments, and the director has not ruled yet.
    Contested,
    /// Handled by two county departments, of which the assistant never gets done.
    LateAssist,
    /// Not for the centre.
    Declined,
    /// The applicant takes it back.
    Withdrawn,
    /// The result is sent back once.
    Rejected,
    /// The citizen says "not solved" when called back.
    Unsolved,
    /// The same after it was closed.
    Reopened,
    /// The citizen cannot be reached.
    Unreached,
    /// Waits for a court, and goes on when it has spoken.
    Suspended,
    /// Needs longer than its limit.
    Extended,
    /// A leader answers for it.
    Charged,
    /// Goes on as part of another case.
    Merged,
}

/// One case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// When it is registered.
    pub(super) at: DateTime<Utc>,
    /// Which of [`MATTERS`].
    pub(super) matter: usize,
    /// What becomes of it.
    pub(super) fate: Fate,
    /// Left alone once it stands here.
    pub(super) until: Option<CaseStatus>,
}

/// `count` cases until `end` by the time of registration, and some more that stand in each state,
/// so that every queue has something in it.
pub(super) fn all(
    chance: &mut Chance,
    hours: &Hours,
    end: DateTime<Utc>,
    count: usize,
) -> Vec<Plan> {
    let weights: Vec<_> =
        MATTERS.iter().enumerate().map(|(at, matter)| (at, matter.weight)).collect();
    let mut plans: Vec<_> = (0..count)
        .map(|_| {
            let back = TimeDelta::days(i64::try_from(chance.below(DAYS)).unwrap_or(0));
            let at = end - back - chance.minutes(24 * 60);
            let fate = chance.weighted(&[
                (Fate::Plain, 68),
                (Fate::Returned, 6),
                (Fate::Ruled, 2),
                (Fate::Declined, 4),
                (Fate::Withdrawn, 3),
                (Fate::Rejected, 4),
                (Fate::Unsolved, 3),
                (Fate::Reopened, 2),
                (Fate::Unreached, 2),
                (Fate::Suspended, 2),
                (Fate::Extended, 3),
                (Fate::Charged, 1),
            ]);
            Plan { at, matter: chance.weighted(&weights), fate, until: None }
        })
        .collect();
    let standing = [
        (CaseStatus::Registered, Fate::Plain, 5, 0),
        (CaseStatus::Dispatched, Fate::Plain, 5, 0),
        (CaseStatus::InProgress, Fate::Plain, 4, 5),
        // Long over, so that the ladder has something to climb.
        (CaseStatus::InProgress, Fate::Plain, 14, 45),
        (CaseStatus::Returned, Fate::Returned, 3, 5),
        (CaseStatus::Suspended, Fate::Suspended, 3, 25),
        (CaseStatus::Merged, Fate::Merged, 2, 4),
        (CaseStatus::InProgress, Fate::PingPong, 1, 12),
        (CaseStatus::Closed, Fate::Contested, 2, 6),
        (CaseStatus::Closed, Fate::LateAssist, 1, 20),
        (CaseStatus::Resolved, Fate::Plain, 4, 35),
        (CaseStatus::InCallback, Fate::Plain, 4, 40),
        (CaseStatus::Closed, Fate::Plain, 2, 60),
        (CaseStatus::Archived, Fate::Plain, 2, 120),
        (CaseStatus::NotAccepted, Fate::Declined, 2, 30),
        (CaseStatus::Withdrawn, Fate::Withdrawn, 2, 60),
    ];
    for (status, fate, count, days) in standing {
        for _ in 0..count {
            let at = end - TimeDelta::days(days) - chance.minutes(5 * 60);
            plans.push(Plan { at, matter: chance.weighted(&weights), fate, until: Some(status) });
        }
    }
    for plan in &mut plans {
        // The hours of work come after the draw; what they push past the end goes back a day.
        let mut at = hours.next(plan.at, chance);
        while at >= end {
            plan.at -= TimeDelta::days(1);
            at = hours.next(plan.at, chance);
        }
        plan.at = at;
    }
    plans.sort_by_key(|plan| plan.at);
    plans
}
