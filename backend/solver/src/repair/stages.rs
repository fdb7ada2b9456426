//! The steps of a repair, each an instance with less frozen than the one before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{Freed, Scope};
use crate::check::{self, Break};
use crate::instance::{Assignment, Instance};
use crate::refusal::Refusal;
use crate::solver::{RotationSolver, Settings, Watch};

/// A step: who may be asked, and which days are free.
pub(super) struct Stage {
    pub(super) freed: Freed,
    /// Only these may serve what they did not; everybody when there is nobody here.
    helpers: Vec<String>,
    /// Published tours in these days may move.
    free: Option<(NaiveDate, NaiveDate)>,
}

impl Stage {
    /// The steps in order: nothing, each nominee alone, all of them, more and more days.
    pub(super) fn all(
        instance: &Instance,
        scope: Scope,
        published: &[Assignment],
        kept: &[Assignment],
    ) -> Vec<Self> {
        let held: BTreeSet<&Assignment> = kept.iter().collect();
        let lost: BTreeSet<&str> = published
            .iter()
            .filter(|one| !held.contains(one))
            .map(|one| one.post.as_str())
            .collect();
        let mut helpers: BTreeSet<&String> = BTreeSet::new();
        for post in instance.posts.iter().filter(|post| lost.contains(post.id.as_str())) {
            helpers.extend(post.roles.keys());
        }
        let stage = |freed, helpers, free| Self { freed, helpers, free };
        let later = |day: NaiveDate, days| day.checked_add_days(Days::new(days)).unwrap_or(day);
        let mut stages = vec![stage(Freed::Nothing, vec![String::new()], None)];
        for helper in helpers {
            stages.push(stage(Freed::OnePerson, vec![helper.clone()], None));
        }
        stages.push(stage(Freed::Additions, Vec::new(), None));
        stages.push(stage(Freed::Scope, Vec::new(), Some((scope.from, scope.to))));
        stages.push(stage(Freed::Around, Vec::new(), Some((scope.from, later(scope.to, 30)))));
        stages.push(stage(Freed::Rest, Vec::new(), Some((scope.from, instance.horizon.to))));
        stages
    }

    /// The roster of this step; `None` when what is frozen leaves no way.
    pub(super) fn solve(
        &self,
        solver: &dyn RotationSolver,
        instance: &Instance,
        scope: Scope,
        kept: &[Assignment],
        settings: &Settings,
        watch: &mut dyn Watch,
    ) -> Result<Option<Vec<Assignment>>, Refusal> {
        let mut frozen = instance.clone();
        let is_free = |one: &Assignment| {
            let block = block(instance, one);
            let touches = self.free.zip(block).is_some_and(|((from, to), (first, last))| {
                first >= from.max(scope.from) && first <= to && last >= from
            });
            touches && !instance.locked.contains(one)
        };
        let mut locked: BTreeSet<Assignment> = instance.locked.iter().cloned().collect();
        locked.extend(kept.iter().filter(|one| !is_free(one)).cloned());
        self.narrow(&mut frozen, kept, &locked);
        frozen.locked = locked.into_iter().collect();
        close_the_past(&mut frozen, scope.from);
        match solver.solve(&frozen, settings, None, watch) {
            Ok(outcome) => Ok(Some(outcome.solution.assignments)),
            Err(Refusal::LocksClash { .. } | Refusal::LockNotEligible { .. }) => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    /// Leaves as nominees those who serve a post already and those who may be asked.
    fn narrow(&self, frozen: &mut Instance, kept: &[Assignment], locked: &BTreeSet<Assignment>) {
        if self.helpers.is_empty() {
            return;
        }
        let mut serving: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for one in kept.iter().chain(locked) {
            serving.entry(&one.post).or_default().insert(&one.staff);
        }
        for post in &mut frozen.posts {
            let here = serving.get(post.id.as_str());
            post.roles.retain(|id, _| {
                self.helpers.contains(id) || here.is_some_and(|here| here.contains(id.as_str()))
            });
        }
    }
}

/// Nothing that begins before the scope may be added: people are absent there, as far as the solver
/// knows, but for what is locked.
fn close_the_past(instance: &mut Instance, from: NaiveDate) {
    if from <= instance.horizon.from {
        return;
    }
    let last = from.pred_opt().unwrap_or(from);
    for person in &mut instance.staff {
        if person.not_before.is_none_or(|day| day < from) {
            person.not_before = Some(from.min(last.succ_opt().unwrap_or(from)));
        }
    }
}

fn block(instance: &Instance, one: &Assignment) -> Option<(NaiveDate, NaiveDate)> {
    let post = instance.posts.iter().find(|post| post.id == one.post)?;
    let block = instance.units.get(&post.unit)?.get(one.block)?;
    Some((block.from, block.to))
}

/// The assignments of a roster that break no rule, taking out what does.
pub(super) fn still_holds(
    instance: &Instance,
    published: &[Assignment],
) -> Result<Vec<Assignment>, Refusal> {
    let mut kept = published.to_vec();
    loop {
        let breaks = check::check(instance, &kept)?.breaks;
        let before = kept.len();
        for one in &breaks {
            kept.retain(|assignment| !is_hit(instance, assignment, one));
        }
        if kept.len() == before {
            return Ok(kept);
        }
    }
}

/// Whether an assignment is to go for a rule to hold again. What is left of a tour is frozen, and a
/// frozen tour may be short.
fn is_hit(instance: &Instance, assignment: &Assignment, one: &Break) -> bool {
    let is_at = |staff: &String, post: &String, block: usize| {
        assignment.staff == *staff && assignment.post == *post && assignment.block == block
    };
    match one {
        Break::NotNominated { staff, post, block }
        | Break::NotEmployed { staff, post, block }
        | Break::LacksSkill { staff, post, block, .. }
        | Break::Resting { staff, post, block, .. }
        | Break::Absent { staff, post, block, .. }
        | Break::Duplicate { staff, post, block } => is_at(staff, post, *block),
        Break::TourTooLong { staff, post, last, .. } => is_at(staff, post, *last),
        Break::Rest { staff, next_post, starts, .. } => {
            let starts_then = block(instance, assignment).is_some_and(|(from, _)| from == *starts);
            assignment.staff == *staff && assignment.post == *next_post && starts_then
        }
        Break::ConsecutiveDays { staff, date, .. } => {
            let covers = block(instance, assignment).is_some_and(|(a, b)| a <= *date && *date <= b);
            assignment.staff == *staff && covers
        }
        Break::OverHeadcount { post, block, .. } => {
            assignment.post == *post && assignment.block == *block
        }
        Break::OverCap { staff, .. } => assignment.staff == *staff,
        Break::LockBroken { .. } | Break::TourTooShort { .. } => false,
    }
}
