//! What a change does, in figures and as a list: the same for trying out and for carrying through.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::features::cases::clocks::ClockKind;
use crate::features::cases::open_limits::{Judged, Unit};
use crate::features::cases::rebasing::{Judgement, Standing};
use crate::platform::words::words;

words! {
    /// What a change does to a limit on the list.
    LimitEffect {
        /// It has passed, and had not before.
        NewlyLate = "newly_late";
        /// It had passed, and has not any more.
        NewlySaved = "newly_saved";
        /// It ends on another day, and nothing else.
        Moved = "moved";
        /// It cannot be counted so, because an extension was granted or asked for on a day on which
        /// it would have ended already.
        Kept = "kept";
    }
}

words! {
    /// Whose time a limit is.
    UnitKind {
        /// A department.
        Department = "department";
        /// A centre.
        Center = "center";
    }
}

/// Limits of one unit, or of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Limits that run.
    pub open: u64,
    /// Those the change is about.
    pub matching: u64,
    /// The cases they are of.
    pub cases: u64,
    /// Those that are counted by something else from now on.
    pub rebased: u64,
    /// Those that end on another day.
    pub moved: u64,
    /// Those late by it.
    pub newly_late: u64,
    /// Those late no more.
    pub newly_saved: u64,
    /// Those it cannot be done to.
    pub kept: u64,
}

/// The figures of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// All units together.
    pub total: Count,
    /// Each unit.
    pub units: Vec<(UnitKind, Uuid, Count)>,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The case.
    pub case_no: String,
    /// What the limit watches.
    pub clock: ClockKind,
    /// Whose time it is.
    pub unit: (UnitKind, Uuid),
    /// When it ended; none while it stood still.
    pub old_due_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub new_due_at: Option<DateTime<Utc>>,
    /// What that does.
    pub effect: LimitEffect,
    /// What it was counted by.
    pub from_rule_id: Uuid,
    /// The version of the calendar it was counted by.
    pub from_calendar_version: i32,
    /// The days the calendars disagree about.
    pub days: Vec<NaiveDate>,
}

fn split(unit: Unit) -> (UnitKind, Uuid) {
    match unit {
        Unit::Department(id) => (UnitKind::Department, id),
        Unit::Center(id) => (UnitKind::Center, id),
    }
}

/// What of a limit is on the list: not what ends when it did.
fn effect(before: Standing, after: Standing) -> Option<LimitEffect> {
    match (before.is_late, after.is_late) {
        (false, true) => Some(LimitEffect::NewlyLate),
        (true, false) => Some(LimitEffect::NewlySaved),
        _ if before.due_at != after.due_at => Some(LimitEffect::Moved),
        _ => None,
    }
}

/// The line of a limit, where it has one.
fn line(judged: &Judged) -> Option<Line> {
    let (effect, before, after, days) = match &judged.judgement {
        Judgement::Apart | Judgement::ForNewOnly => return None,
        Judgement::Kept(standing) => (LimitEffect::Kept, *standing, *standing, Vec::new()),
        Judgement::Rebased(outcome) => {
            let effect = effect(outcome.before, outcome.after)?;
            (effect, outcome.before, outcome.after, outcome.days.clone())
        }
    };
    Some(Line {
        case_no: judged.case_no.clone(),
        clock: judged.clock,
        unit: split(judged.unit),
        old_due_at: before.due_at,
        new_due_at: after.due_at,
        effect,
        from_rule_id: judged.from_rule_id,
        from_calendar_version: judged.from_calendar_version,
        days,
    })
}

impl Count {
    fn add(&mut self, judged: &Judged, effect: Option<LimitEffect>, is_first: bool) {
        self.open += 1;
        let (is_matching, is_rebased) = match judged.judgement {
            Judgement::Apart => (false, false),
            Judgement::ForNewOnly | Judgement::Kept(_) => (true, false),
            Judgement::Rebased(_) => (true, true),
        };
        self.matching += u64::from(is_matching);
        self.cases += u64::from(is_first);
        self.rebased += u64::from(is_rebased);
        match effect {
            None => {}
            Some(LimitEffect::Kept) => self.kept += 1,
            Some(effect) => {
                self.moved += 1;
                self.newly_late += u64::from(effect == LimitEffect::NewlyLate);
                self.newly_saved += u64::from(effect == LimitEffect::NewlySaved);
            }
        }
    }
}

impl Figures {
    /// Adds the limits of one case; answers its lines.
    pub fn add(&mut self, case: &[Judged]) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut units: BTreeMap<(UnitKind, Uuid), Count> =
            self.units.drain(..).map(|(kind, id, count)| ((kind, id), count)).collect();
        let mut seen = BTreeSet::new();
        for judged in case {
            let unit = split(judged.unit);
            let found = line(judged);
            let effect = found.as_ref().map(|line| line.effect);
            let is_matching = judged.judgement != Judgement::Apart;
            let is_first = is_matching && seen.is_empty();
            let is_first_of_unit = is_matching && seen.insert(unit);
            self.total.add(judged, effect, is_first);
            units.entry(unit).or_default().add(judged, effect, is_first_of_unit);
            lines.extend(found);
        }
        self.units = units.into_iter().map(|((kind, id), count)| (kind, id, count)).collect();
        lines
    }
}
