//! A published roster that no longer holds, changed as little as possible: what still holds is frozen
//! first, then freed step by step, and the step with the fewest people changed is taken among those
//! that leave the least shortage the change caused. Seats that were empty before are filled where that
//! changes nobody else.

mod caused;
mod stages;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::check::{self, Break, Cost};
use crate::instance::{Assignment, Instance};
use crate::refusal::Refusal;
use crate::solver::{RotationSolver, Settings, Watch};
use stages::Stage;

/// The days in which the roster may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// First day; what is before it never changes.
    pub from: NaiveDate,
    /// Last day of what happened: the last sick day, say. Later days are freed only when nothing
    /// less helps.
    pub to: NaiveDate,
}

/// What changes for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChange {
    /// Who.
    pub staff: String,
    /// What they serve that they did not.
    pub added: Vec<Assignment>,
    /// What they no longer serve.
    pub removed: Vec<Assignment>,
}

/// How much was freed for the repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freed {
    /// Nothing: what no longer holds is taken out.
    Nothing,
    /// One more person may be asked.
    OnePerson,
    /// Everybody may be asked for more, nobody's tours move.
    Additions,
    /// Tours in the scope may move.
    Scope,
    /// Tours from a fortnight before its end to a month after it may move.
    Around,
    /// Everything from the first day of the scope on.
    Rest,
}

/// A repaired roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repaired {
    /// The new roster.
    pub assignments: Vec<Assignment>,
    /// Its cost, with what differs from the published roster.
    pub cost: Cost,
    /// What of the published roster no longer holds, and why.
    pub broken: Vec<Break>,
    /// Everybody whose duty changes, for the list to be confirmed before publishing.
    pub changes: Vec<PersonChange>,
    /// How much had to be freed.
    pub freed: Freed,
}

/// Repairs [`Instance::published`] in an instance that already has what happened: the sick leave,
/// the new post, the person who left. `settings.work` is for each step.
pub fn repair(
    solver: &dyn RotationSolver,
    instance: &Instance,
    scope: Scope,
    settings: &Settings,
    watch: &mut dyn Watch,
) -> Result<Repaired, Refusal> {
    let published = instance.published.clone().unwrap_or_default();
    let mut bare = instance.clone();
    bare.locked.clear();
    let broken = check::check(&bare, &published)?.breaks;
    let kept = stages::still_holds(&bare, &published)?;
    let mut best: Option<Found> = None;
    for stage in Stage::all(instance, scope, &published, &kept) {
        if best.as_ref().is_some_and(|known| known.is_enough(stage.freed)) {
            break;
        }
        let Some(assignments) = stage.solve(solver, instance, scope, &kept, settings, watch)?
        else {
            continue;
        };
        let report = check::check(instance, &assignments)?;
        if !report.breaks.is_empty() {
            continue;
        }
        let changes = changes(&published, &assignments);
        let caused = caused::caused(instance, &published, &assignments, scope.from)?;
        let found = Found { assignments, cost: report.cost, caused, changes, freed: stage.freed };
        if best.as_ref().is_none_or(|known| found.rank() < known.rank()) {
            best = Some(found);
        }
    }
    let found = match best {
        Some(found) => found,
        // Not even the locks leave a way: what is left of the roster.
        None => Found {
            changes: changes(&published, &kept),
            cost: check::check(instance, &kept)?.cost,
            caused: caused::caused(instance, &published, &kept, scope.from)?,
            assignments: kept,
            freed: Freed::Nothing,
        },
    };
    Ok(Repaired {
        assignments: found.assignments,
        cost: found.cost,
        broken,
        changes: found.changes,
        freed: found.freed,
    })
}

/// What a step came to.
struct Found {
    assignments: Vec<Assignment>,
    cost: Cost,
    /// The shortage that was not there before.
    caused: i64,
    changes: Vec<PersonChange>,
    freed: Freed,
}

impl Found {
    /// Seats the change emptied first, then people, then cost.
    fn rank(&self) -> (i64, usize, i64) {
        (self.caused, self.changes.len(), self.cost.total())
    }

    /// Whether a step that frees more is not worth looking at.
    fn is_enough(&self, next: Freed) -> bool {
        self.caused == 0 && (next != Freed::OnePerson || self.freed == Freed::Nothing)
    }
}

/// Who serves what they did not, and what they no longer serve; by person.
pub fn changes(published: &[Assignment], new: &[Assignment]) -> Vec<PersonChange> {
    let mut changes: std::collections::BTreeMap<&str, PersonChange> =
        std::collections::BTreeMap::new();
    let old: std::collections::BTreeSet<_> = published.iter().collect();
    let now: std::collections::BTreeSet<_> = new.iter().collect();
    for one in old.symmetric_difference(&now) {
        let change = changes.entry(&one.staff).or_insert_with(|| PersonChange {
            staff: one.staff.clone(),
            added: Vec::new(),
            removed: Vec::new(),
        });
        if now.contains(*one) {
            change.added.push((*one).clone());
        } else {
            change.removed.push((*one).clone());
        }
    }
    changes.into_values().collect()
}
