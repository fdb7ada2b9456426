//! Who is due at a post on a day, who stands in, and who is missing. Pure.
//!
//! A published plan speaks first. Where none says anything of a resident obligation, those named for
//! it are due in the order A, B, C, and the next one takes the place of who is away: that is what an
//! AB角 is for. Elsewhere somebody stands in where that was approved, and nobody otherwise.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::features::calendars::calendar::Calendar;
use crate::features::stationing_obligations::opening::Opening;
use crate::features::stationing_obligations::rules::{NomineeRole, StationingMode};
use crate::features::stationings::workflow::LeaveKind;
use crate::platform::words::words;

words! {
    /// Why somebody is due at a post.
    DutyBasis {
        Plan = "plan", "轮驻方案", "The published roster";
        Resident = "resident", "常驻", "Resident";
        StandIn = "stand_in", "经批准替班", "Stands in, as approved";
        Alternate = "alternate", "AB角顶岗", "Named next for the post";
    }
}

/// What is owed at a post.
#[derive(Debug, Clone)]
pub struct Owed {
    /// The obligation.
    pub id: Uuid,
    /// The post.
    pub post_id: Uuid,
    /// Who owes it.
    pub department_id: Uuid,
    /// On which days, and from when to when.
    pub opening: Opening,
    /// Who is named, in the order A, B, C.
    pub named: Vec<(Uuid, NomineeRole)>,
}

/// Days somebody was given at a post by a published plan.
#[derive(Debug, Clone)]
pub struct Assigned {
    /// Who.
    pub person_id: Uuid,
    /// As A, B or C.
    pub role: Option<NomineeRole>,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
    /// When the plan was published: the latest one speaks.
    pub published_at: Option<DateTime<Utc>>,
}

/// Days somebody is away.
#[derive(Debug, Clone, Copy)]
pub struct Away {
    /// Why.
    pub kind: LeaveKind,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
}

/// Somebody who stands in, as approved.
#[derive(Debug, Clone, Copy)]
pub struct Replaced {
    /// Whose place it is.
    pub person_id: Uuid,
    /// Who takes it.
    pub stand_in_id: Uuid,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
}

/// Days somebody is admitted to the centre (准入).
#[derive(Debug, Clone, Copy)]
pub struct Stay {
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day, where it is known.
    pub until_on: Option<NaiveDate>,
}

/// What is known of a centre's people and plans.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// By obligation.
    pub assigned: HashMap<Uuid, Vec<Assigned>>,
    /// By obligation.
    pub replaced: HashMap<Uuid, Vec<Replaced>>,
    /// By person; wishes are no absence and are not among them.
    pub away: HashMap<Uuid, Vec<Away>>,
    /// By person, at the centre.
    pub stays: HashMap<Uuid, Vec<Stay>>,
}

/// Somebody due at a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    /// Who.
    pub person_id: Uuid,
    /// As A, B or C, where they are named.
    pub role: Option<NomineeRole>,
    /// Why.
    pub basis: DutyBasis,
    /// In whose place.
    pub stands_in_for: Option<Uuid>,
}

/// Why somebody who would be due is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbsenceGround {
    /// An approved leave.
    Leave(LeaveKind),
    /// Somebody stands in, as approved.
    Replaced,
    /// They are not admitted to the centre (any more).
    NotAdmitted,
}

/// Somebody who would be due and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// Who.
    pub person_id: Uuid,
    /// Why.
    pub ground: AbsenceGround,
    /// Who takes their place.
    pub stand_in_id: Option<Uuid>,
}

/// A post on a day on which people are owed there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The obligation.
    pub obligation_id: Uuid,
    /// The post.
    pub post_id: Uuid,
    /// Who owes it.
    pub department_id: Uuid,
    /// How they are there.
    pub mode: StationingMode,
    /// The day it begins on.
    pub date: NaiveDate,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when; past midnight it is the next day.
    pub ends_at: DateTime<Utc>,
    /// People owed.
    pub headcount: i32,
    /// Who is due.
    pub on: Vec<OnDuty>,
    /// Who would be.
    pub absent: Vec<Absent>,
}

impl Shift {
    /// How many are missing though they are owed.
    pub fn missing(&self) -> i32 {
        let due = i32::try_from(self.on.len()).unwrap_or(i32::MAX);
        (self.headcount - due).max(0)
    }

    /// Whether somebody is due.
    pub fn has(&self, person_id: Uuid) -> bool {
        self.on.iter().any(|one| one.person_id == person_id)
    }

    /// Whether it is going on.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.starts_at <= at && at < self.ends_at
    }

    /// Minutes the post is open, for one person owed.
    pub fn minutes(&self) -> i64 {
        (self.ends_at - self.starts_at).num_minutes()
    }
}

impl Known {
    fn leave(&self, person_id: Uuid, on: NaiveDate) -> Option<LeaveKind> {
        let away = self.away.get(&person_id).into_iter().flatten();
        let mut here = away.filter(|away| (away.from_on..=away.until_on).contains(&on));
        here.next().map(|away| away.kind)
    }

    fn is_admitted(&self, person_id: Uuid, on: NaiveDate) -> bool {
        self.stays
            .get(&person_id)
            .into_iter()
            .flatten()
            .any(|stay| stay.from_on <= on && stay.until_on.is_none_or(|last| on <= last))
    }

    fn is_free(&self, person_id: Uuid, on: NaiveDate) -> bool {
        self.is_admitted(person_id, on) && self.leave(person_id, on).is_none()
    }

    /// Who the latest published plan says is there.
    fn planned(&self, obligation_id: Uuid, on: NaiveDate) -> Vec<&Assigned> {
        let all = self.assigned.get(&obligation_id).into_iter().flatten();
        let here: Vec<_> = all.filter(|one| (one.from_on..=one.until_on).contains(&on)).collect();
        let latest = here.iter().map(|one| one.published_at).max();
        let mut said: Vec<&Assigned> = Vec::new();
        for one in here {
            let is_known = said.iter().any(|other| other.person_id == one.person_id);
            if Some(one.published_at) == latest && !is_known {
                said.push(one);
            }
        }
        said
    }

    fn approved(&self, obligation_id: Uuid, person_id: Uuid, on: NaiveDate) -> Option<Uuid> {
        let all = self.replaced.get(&obligation_id).into_iter().flatten();
        let mut of_person = all
            .filter(|one| one.person_id == person_id && (one.from_on..=one.until_on).contains(&on));
        of_person.next().map(|one| one.stand_in_id)
    }
}

/// The shift of `owed` on a day; none when nobody is owed.
pub fn shift(owed: &Owed, known: &Known, calendar: &Calendar, date: NaiveDate) -> Option<Shift> {
    if !owed.opening.on(calendar, date).is_open {
        return None;
    }
    let (starts_at, ends_at) = owed.opening.hours(date);
    let mut shift = Shift {
        obligation_id: owed.id,
        post_id: owed.post_id,
        department_id: owed.department_id,
        mode: owed.opening.mode,
        date,
        starts_at,
        ends_at,
        headcount: owed.opening.headcount,
        on: Vec::new(),
        absent: Vec::new(),
    };
    let planned = known.planned(owed.id, date);
    let is_resident = planned.is_empty() && owed.opening.mode == StationingMode::Resident;
    let due: Vec<_> = if is_resident {
        let count = usize::try_from(owed.opening.headcount).unwrap_or(0);
        let admitted = owed.named.iter().filter(|(id, _)| known.is_admitted(*id, date));
        let first = admitted.take(count);
        first.map(|(id, role)| (*id, Some(*role), DutyBasis::Resident)).collect()
    } else {
        planned.iter().map(|one| (one.person_id, one.role, DutyBasis::Plan)).collect()
    };
    for (person_id, role, basis) in due {
        place(&mut shift, known, (person_id, role, basis));
    }
    if is_resident {
        fill(&mut shift, owed, known);
    }
    Some(shift)
}

/// Puts somebody who is due on the shift, or who stands in for them.
fn place(
    shift: &mut Shift,
    known: &Known,
    (person_id, role, basis): (Uuid, Option<NomineeRole>, DutyBasis),
) {
    let on = shift.date;
    let approved = known.approved(shift.obligation_id, person_id, on);
    let taken = approved.filter(|id| known.is_free(*id, on) && !shift.has(*id));
    let ground = if let Some(kind) = known.leave(person_id, on) {
        Some(AbsenceGround::Leave(kind))
    } else if !known.is_admitted(person_id, on) {
        Some(AbsenceGround::NotAdmitted)
    } else {
        taken.map(|_| AbsenceGround::Replaced)
    };
    let Some(ground) = ground else {
        if !shift.has(person_id) {
            shift.on.push(OnDuty { person_id, role, basis, stands_in_for: None });
        }
        return;
    };
    if let Some(stand_in) = taken {
        shift.on.push(OnDuty {
            person_id: stand_in,
            role: None,
            basis: DutyBasis::StandIn,
            stands_in_for: Some(person_id),
        });
    }
    shift.absent.push(Absent { person_id, ground, stand_in_id: taken });
}

/// The next ones named take the places of residents who are away and for whom nobody stands in.
fn fill(shift: &mut Shift, owed: &Owed, known: &Known) {
    let on = shift.date;
    for at in 0..shift.absent.len() {
        let Some(absent) = shift.absent.get(at).filter(|one| one.stand_in_id.is_none()) else {
            continue;
        };
        let person_id = absent.person_id;
        let next = owed
            .named
            .iter()
            .find(|(id, _)| !shift.has(*id) && *id != person_id && known.is_free(*id, on));
        let Some((id, role)) = next.copied() else { continue };
        shift.on.push(OnDuty {
            person_id: id,
            role: Some(role),
            basis: DutyBasis::Alternate,
            stands_in_for: Some(person_id),
        });
        if let Some(absent) = shift.absent.get_mut(at) {
            absent.stand_in_id = Some(id);
        }
    }
}
