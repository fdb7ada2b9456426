//! Stand-ins as one reader may see them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::entity::stand_in::Model;
use super::stand_in_dto::StandInView;
use super::workflow::{StandInState, StandInStep};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::entity::{obligation, post};
use crate::features::stationing_obligations::repo as obligations;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, holds};

/// What the rights table looks at.
pub(super) fn facts_of(row: &Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        addressed_department_id: Some(row.department_id),
        holder_id: Some(row.person_id),
        ..Facts::default()
    }
}

/// The right a step needs.
pub(super) const fn right(step: StandInStep) -> Action {
    if step.is_decision() { Action::StandInDecide } else { Action::StandInAsk }
}

/// Whether `person_id` has a part in it: nobody decides on that.
pub(super) fn is_own(row: &Model, person_id: Uuid) -> bool {
    [row.person_id, row.stand_in_id, row.requested_by_id].contains(&person_id)
}

/// Where it stands.
pub(super) fn state_of(row: &Model) -> AppResult<StandInState> {
    let state = StandInState::parse(&row.state);
    state.ok_or_else(|| AppError::internal("unknown word in the database"))
}

/// What is needed to write stand-ins out.
pub(super) struct Reader<'a> {
    actor: &'a Actor,
    directory: &'a Directory,
    lang: Lang,
    names: HashMap<Uuid, String>,
    posts: HashMap<Uuid, post::Model>,
}

impl<'a> Reader<'a> {
    /// For these: a few queries, however many there are.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        directory: &'a Directory,
        lang: Lang,
        rows: &[Model],
    ) -> AppResult<Self> {
        let people: BTreeSet<Uuid> = rows
            .iter()
            .flat_map(|row| {
                let always = [row.person_id, row.stand_in_id, row.requested_by_id];
                always.into_iter().chain(row.decided_by_id)
            })
            .collect();
        let names = personnel::repo::list_names(db, people).await?;
        let owed: BTreeSet<Uuid> = rows.iter().map(|row| row.obligation_id).collect();
        let mut posts = HashMap::new();
        if !owed.is_empty() {
            let these = Condition::all().add(obligation::Column::Id.is_in(owed));
            let owed = obligations::all(db, these).await?;
            let found = obligations::posts_by_ids(db, owed.iter().map(|row| row.post_id)).await?;
            for row in owed {
                if let Some(post) = found.get(&row.post_id) {
                    posts.insert(row.id, post.clone());
                }
            }
        }
        Ok(Self { actor, directory, lang, names, posts })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    /// One of them.
    pub(super) fn view(&self, row: &Model) -> AppResult<StandInView> {
        let state = state_of(row)?;
        let (mut allowed_actions, mut refused_actions) = (Vec::new(), BTreeMap::new());
        for step in StandInStep::ALL {
            let name = step.as_str().to_owned();
            match refusal(row, state, *step, self.actor) {
                None => allowed_actions.push(name),
                Some(code) => {
                    refused_actions.insert(name, code.as_str().to_owned());
                }
            }
        }
        let post = self.posts.get(&row.obligation_id);
        let center = self.directory.centers.get(&row.center_id);
        Ok(StandInView {
            id: row.id,
            obligation_id: row.obligation_id,
            post: PostRef {
                id: post.map(|post| post.id).unwrap_or_default(),
                name: post.map(|post| post.name.clone()).unwrap_or_default(),
            },
            center: CenterRef {
                id: row.center_id,
                name: center.map(|center| center.name.clone()).unwrap_or_default(),
            },
            department: DepartmentRef {
                id: row.department_id,
                name: self.directory.department_name(row.department_id),
            },
            person: self.person(row.person_id),
            stand_in: self.person(row.stand_in_id),
            from_on: row.from_on,
            until_on: row.until_on,
            reason: row.reason.clone(),
            state,
            state_name: state.name(self.lang),
            requested_by: self.person(row.requested_by_id),
            decided_by: row.decided_by_id.map(|id| self.person(id)),
            decided_at: row.decided_at,
            decision_note: row.decision_note.clone(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }
}

/// Why `actor` may not take a step; none when they may.
pub(super) fn refusal(
    row: &Model,
    state: StandInState,
    step: StandInStep,
    actor: &Actor,
) -> Option<ErrorCode> {
    if state.after(step).is_none() {
        Some(ErrorCode::DutyStandInWrongState)
    } else if !holds(actor, right(step), &facts_of(row)) {
        Some(ErrorCode::AuthNotAllowed)
    } else if step.is_decision() && is_own(row, actor.person_id) {
        Some(ErrorCode::DutyStandInOwn)
    } else {
        None
    }
}
