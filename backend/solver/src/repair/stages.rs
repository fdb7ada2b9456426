//! The steps of a repair, each an instance with less frozen than the one before.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{Freed, Scope};
use crate::check::{self, Break};
use crate::instance::{Assignment, Bar, Instance, Period, Post, Why};
use crate::refusal::Refusal;
use crate::solver::{RotationSolver, Settings, Watch};

/// A step: who may be asked, and which days are free.
pub(super) struct Stage {
    pub(super) freed: Freed,
    /// Only these may serve what they did not; everybody when there is nobody here. Whose turns no
    /// longer hold is changed anyway.
    helpers: Option<BTreeSet<String>>,
    /// Published tours in these days may move.
    free: Option<(NaiveDate, NaiveDate)>,
}

impl Stage {
    /// The steps in order: those who are changed anyway, each nominee with them, all of them, more
    /// and more days.
    pub(super) fn all(
        instance: &Instance,
        scope: Scope,
        published: &[Assignment],
        kept: &[Assignment],
    ) -> Vec<Self> {
        let held: BTreeSet<&Assignment> = kept.iter().collect();
        let gone: Vec<&Assignment> = published.iter().filter(|one| !held.contains(one)).collect();
        let lost: BTreeSet<&str> = gone.iter().map(|one| one.post.as_str()).collect();
        let changed: BTreeSet<String> = gone.iter().map(|one| one.staff.clone()).collect();
        let mut helpers: BTreeSet<&String> = BTreeSet::new();
        // A post nobody had is new.
        let is_new =
            |post: &&Post| post.headcount > 0 && published.iter().all(|one| one.post != post.id);
        let posts = instance.posts.iter();
        let short = posts.filter(|post| lost.contains(post.id.as_str()) || is_new(post));
        for post in short {
            helpers.extend(post.roles.keys());
        }
        let stage = |freed, helpers, free| Self { freed, helpers, free };
        let later = |day: NaiveDate, days| day.checked_add_days(Days::new(days)).unwrap_or(day);
        let mut stages = vec![stage(Freed::Nothing, Some(changed.clone()), None)];
        for helper in helpers.into_iter().filter(|helper| !changed.contains(*helper)) {
            let with = changed.iter().chain([helper]).cloned().collect();
            stages.push(stage(Freed::OnePerson, Some(with), None));
        }
        stages.push(stage(Freed::Additions, None, None));
        stages.push(stage(Freed::Scope, None, Some((scope.from, scope.to))));
        stages.push(stage(Freed::Around, None, Some((scope.from, later(scope.to, 30)))));
        stages.push(stage(Freed::Rest, None, Some((scope.from, instance.horizon.to))));
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
        self.narrow(&mut frozen);
        frozen.locked = locked.into_iter().collect();
        close_the_past(&mut frozen, scope.from);
        match solver.solve(&frozen, settings, None, watch) {
            Ok(outcome) => Ok(Some(outcome.solution.assignments)),
            Err(Refusal::LocksClash { .. } | Refusal::LockNotEligible { .. }) => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    /// Keeps everybody from what they do not serve but those who may be asked; locks hold all the same.
    fn narrow(&self, frozen: &mut Instance) {
        let Some(helpers) = &self.helpers else { return };
        let posts: Vec<String> = frozen.posts.iter().map(|post| post.id.clone()).collect();
        let Period { from, to } = frozen.horizon;
        for person in frozen.staff.iter_mut().filter(|person| !helpers.contains(&person.id)) {
            let posts = posts.clone();
            person.bars.push(Bar { posts, from, to, why: Why::NotAdmitted });
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
