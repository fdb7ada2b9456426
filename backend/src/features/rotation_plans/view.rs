//! Plans, runs and assignments as one reader may see them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_orm::ConnectionTrait;
use uuid::Uuid;
use zongzhi_solver::gap_ppm;

use super::dto::{AssignmentView, RotationJobView, RotationPeriod, RotationPlanView};
use super::entity::{assignment, plan, run};
use super::state::{PlanState, PlanStep, RunState};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, PersonRef};
use crate::features::stationing_obligations::rules::NomineeRole;
use crate::platform::error::{AppError, AppResult, ErrorCode, refused};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, holds};

/// What the rights table looks at.
pub(super) fn facts_of(row: &plan::Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        ..Facts::default()
    }
}

pub(super) fn unreadable() -> AppError {
    AppError::internal("unknown word in the database")
}

/// Where a plan stands.
pub(super) fn state_of(row: &plan::Model) -> AppResult<PlanState> {
    PlanState::parse(&row.state).ok_or_else(unreadable)
}

/// The right a step needs.
pub(super) const fn right(step: PlanStep) -> Action {
    match step {
        PlanStep::Update | PlanStep::Solve | PlanStep::Repair => Action::RotationDraw,
        PlanStep::Publish => Action::RotationPublish,
    }
}

/// What is needed to write plans out.
pub(super) struct Reader<'a> {
    actor: &'a Actor,
    directory: &'a Directory,
    lang: Lang,
    names: HashMap<Uuid, String>,
}

impl<'a> Reader<'a> {
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        directory: &'a Directory,
        lang: Lang,
        rows: &[plan::Model],
    ) -> AppResult<Self> {
        let people: BTreeSet<Uuid> = rows
            .iter()
            .flat_map(|row| [Some(row.drawn_up_by_id), row.published_by_id])
            .flatten()
            .collect();
        let names = personnel::repo::list_names(db, people).await?;
        Ok(Self { actor, directory, lang, names })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    /// A plan, and for one alone the run over it.
    pub(super) fn view(
        &self,
        row: &plan::Model,
        job_id: Option<Uuid>,
    ) -> AppResult<RotationPlanView> {
        let state = state_of(row)?;
        let center = self.directory.centers.get(&row.center_id);
        let (mut allowed_actions, mut refused_actions) = (Vec::new(), BTreeMap::new());
        for step in PlanStep::ALL {
            let name = step.as_str().to_owned();
            match refusal(row, state, *step, self.actor) {
                None => allowed_actions.push(name),
                Some(code) => {
                    refused_actions.insert(name, code.as_str().to_owned());
                }
            }
        }
        let gap = row.objective.zip(row.bound).map(|(cost, bound)| gap_ppm(cost, bound));
        Ok(RotationPlanView {
            id: row.id,
            center: CenterRef {
                id: row.center_id,
                name: center.map(|center| center.name.clone()).unwrap_or_default(),
            },
            name: row.name.clone(),
            period: RotationPeriod { from_on: row.from_on, until_on: row.until_on },
            center_ids: serde_json::from_str(&row.center_ids)?,
            rules: serde_json::from_str(&row.rules)?,
            state,
            state_name: state.name(self.lang),
            edition: row.edition,
            replaces_id: row.replaces_id,
            repairs_id: row.repairs_id,
            repair_period: row
                .repair_from_on
                .zip(row.repair_until_on)
                .map(|(from_on, until_on)| RotationPeriod { from_on, until_on }),
            objective: row.objective,
            bound: row.bound,
            gap_ppm: gap,
            gap: gap.map(ratio),
            solved_at: row.solved_at,
            published_at: row.published_at,
            published_by: row.published_by_id.map(|id| self.person(id)),
            superseded_at: row.superseded_at,
            drawn_up_by: self.person(row.drawn_up_by_id),
            job_id,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }
}

/// Millionths as a ratio.
fn ratio(ppm: u64) -> f64 {
    f64::from(u32::try_from(ppm).unwrap_or(u32::MAX)) / 1_000_000.0
}

/// Why `actor` may not take a step; none when they may.
fn refusal(
    row: &plan::Model,
    state: PlanState,
    step: PlanStep,
    actor: &Actor,
) -> Option<ErrorCode> {
    if !state.allows(step) {
        Some(ErrorCode::RotationPlanWrongState)
    } else if !holds(actor, right(step), &facts_of(row)) {
        Some(ErrorCode::AuthNotAllowed)
    } else if step == PlanStep::Publish && row.solved_at.is_none() {
        Some(ErrorCode::RotationPlanNoRoster)
    } else {
        None
    }
}

/// The steps `actor` may take.
pub(super) fn open_steps(
    row: &plan::Model,
    state: PlanState,
    actor: &Actor,
) -> impl Iterator<Item = &'static str> {
    let is_open = move |step: &&PlanStep| refusal(row, state, **step, actor).is_none();
    PlanStep::ALL.iter().filter(is_open).map(|step| step.as_str())
}

/// A run for who may or may not end it.
pub(super) fn job(row: &run::Model, may_cancel: bool, lang: Lang) -> AppResult<RotationJobView> {
    let state = RunState::parse(&row.state).ok_or_else(unreadable)?;
    let is_open = state.is_open() && !row.is_cancel_wanted;
    let refusal = if may_cancel {
        (!is_open).then_some(ErrorCode::RotationPlanWrongState)
    } else {
        Some(ErrorCode::AuthNotAllowed)
    };
    Ok(RotationJobView {
        id: row.id,
        plan_id: row.plan_id,
        state,
        state_name: state.name(lang),
        progress: row.progress_pct,
        objective: row.objective,
        bound: row.bound,
        gap_ppm: row.gap_ppm,
        gap: row.gap_ppm.and_then(|gap| u64::try_from(gap).ok()).map(ratio),
        refusal: row.refusal.clone(),
        ended_at: row.ended_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions: if refusal.is_none() { vec!["cancel"] } else { Vec::new() },
        refused_actions: refused(&["cancel"], refusal),
    })
}

/// An assignment for who may or may not change it.
pub(super) fn assigned(
    row: &assignment::Model,
    names: &HashMap<Uuid, String>,
    may_change: bool,
) -> AppResult<AssignmentView> {
    Ok(AssignmentView {
        id: row.id,
        plan_id: row.plan_id,
        obligation_id: row.obligation_id,
        person: PersonRef {
            id: row.person_id,
            name: names.get(&row.person_id).cloned().unwrap_or_default(),
        },
        role: NomineeRole::parse(&row.role).ok_or_else(unreadable)?,
        block: row.block,
        from_on: row.from_on,
        until_on: row.until_on,
        is_locked: row.is_locked,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions: if may_change { vec!["update", "remove"] } else { Vec::new() },
    })
}
