//! An entry as one reader may see it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{StationingStepView, StationingView};
use super::entity::{stationing, step};
use super::workflow::{StationingState, StationingStep};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, holds};

/// What the rights table looks at.
pub(super) fn facts_of(row: &stationing::Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        addressed_department_id: Some(row.department_id),
        holder_id: Some(row.person_id),
        ..Facts::default()
    }
}

pub(super) fn unreadable() -> AppError {
    AppError::internal("unknown word in the database")
}

/// The right a step needs.
pub(super) const fn right(step: StationingStep) -> Action {
    if step.is_decision() { Action::StationingDecide } else { Action::StationingRequest }
}

/// Whether who asked for it would decide on it (回避自批).
pub(super) fn is_own_request(
    row: &stationing::Model,
    state: StationingState,
    step: StationingStep,
    actor: &Actor,
) -> bool {
    let asked_by = match state {
        StationingState::ExitRequested => row.exit_requested_by_id,
        StationingState::Requested
        | StationingState::InForce
        | StationingState::Ended
        | StationingState::Refused
        | StationingState::Withdrawn => Some(row.requested_by_id),
    };
    step.is_decision() && (asked_by == Some(actor.person_id) || row.person_id == actor.person_id)
}

/// What is needed to write entries out.
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
        rows: &[stationing::Model],
        steps: &[step::Model],
    ) -> AppResult<Self> {
        let people = rows.iter().map(|row| row.person_id);
        let people: BTreeSet<_> = people.chain(steps.iter().map(|step| step.actor_id)).collect();
        let names = personnel::repo::list_names(db, people).await?;
        Ok(Self { actor, directory, lang, names })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    fn step(&self, row: &step::Model) -> AppResult<StationingStepView> {
        let kind = StationingStep::parse(&row.kind).ok_or_else(unreadable)?;
        Ok(StationingStepView {
            seq: row.seq,
            kind,
            kind_name: kind.name(self.lang),
            actor: self.person(row.actor_id),
            note: row.note.clone(),
            effective_on: row.effective_on,
            at: row.at,
        })
    }

    pub(super) fn view(
        &self,
        row: &stationing::Model,
        steps: &[step::Model],
    ) -> AppResult<StationingView> {
        let state = StationingState::parse(&row.state).ok_or_else(unreadable)?;
        let center = self.directory.centers.get(&row.center_id);
        let (allowed_actions, refused_actions) = self.actions(row, state);
        Ok(StationingView {
            id: row.id,
            person: self.person(row.person_id),
            department: DepartmentRef {
                id: row.department_id,
                name: self.directory.department_name(row.department_id),
            },
            center: CenterRef {
                id: row.center_id,
                name: center.map(|center| center.name.clone()).unwrap_or_default(),
            },
            state,
            state_name: state.name(self.lang),
            letter: row.letter.clone(),
            from_on: row.from_on,
            until_on: row.until_on,
            steps: steps.iter().map(|step| self.step(step)).collect::<AppResult<_>>()?,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }

    fn actions(
        &self,
        row: &stationing::Model,
        state: StationingState,
    ) -> (Vec<String>, BTreeMap<String, String>) {
        let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
        for step in StationingStep::ALL.iter().filter(|step| **step != StationingStep::Request) {
            match refusal(row, state, *step, self.actor) {
                None => allowed.push(step.as_str().to_owned()),
                Some(code) => {
                    refused.insert(step.as_str().to_owned(), code.as_str().to_owned());
                }
            }
        }
        (allowed, refused)
    }
}

/// Why `actor` may not take a step; none when they may.
fn refusal(
    row: &stationing::Model,
    state: StationingState,
    step: StationingStep,
    actor: &Actor,
) -> Option<ErrorCode> {
    if state.after(step).is_none() {
        Some(ErrorCode::StationingWrongState)
    } else if !holds(actor, right(step), &facts_of(row)) {
        Some(ErrorCode::AuthNotAllowed)
    } else if is_own_request(row, state, step, actor) {
        Some(ErrorCode::StationingOwnRequest)
    } else {
        None
    }
}

/// The steps `actor` may take.
pub(super) fn open_steps(
    row: &stationing::Model,
    state: StationingState,
    actor: &Actor,
) -> impl Iterator<Item = &'static str> {
    let steps = StationingStep::ALL.iter().filter(|step| **step != StationingStep::Request);
    steps.filter(move |step| refusal(row, state, **step, actor).is_none()).map(|step| step.as_str())
}
