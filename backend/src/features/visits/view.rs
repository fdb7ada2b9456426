//! A visit as one reader may see it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};
use uuid::Uuid;

use super::dto::{
    VisitCase, VisitOffer, VisitOwner, VisitState, VisitStep, VisitStepView, VisitView,
};
use super::entity::{visit, visit_event};
use crate::features::cases::entity::case;
use crate::features::cases::model::Channel;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Scope, holds};

/// The verbs on a visit, with the right each needs.
pub(super) const VERBS: [(&str, Action); 4] = [
    ("hand_over", Action::VisitHandOver),
    ("accept", Action::VisitAccept),
    ("close", Action::VisitClose),
    ("link", Action::VisitLink),
];

/// What the rights table looks at.
pub(super) fn facts_of(row: &visit::Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        registered_by_id: Some(row.noted_by_id),
        first_contact_id: Some(row.asked_person_id),
        holder_id: Some(row.owner_person_id),
        offered_person_id: row.offered_person_id,
        offered_department_id: row.offered_department_id,
        ..Facts::default()
    }
}

/// What is needed to write visits out.
pub(super) struct Reader<'a> {
    pub(super) actor: &'a Actor,
    pub(super) directory: &'a Directory,
    pub(super) lang: Lang,
    pub(super) now: DateTime<Utc>,
    names: HashMap<Uuid, String>,
    cases: HashMap<Uuid, String>,
}

impl<'a> Reader<'a> {
    /// For these visits and chains: the names of the people in them, and the numbers of those cases
    /// the reader may see, in two queries.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        directory: &'a Directory,
        (lang, now): (Lang, DateTime<Utc>),
        rows: &[visit::Model],
        chain: &[visit_event::Model],
    ) -> AppResult<Self> {
        let people = rows.iter().flat_map(|row| {
            let known = [row.asked_person_id, row.noted_by_id, row.owner_person_id];
            known.into_iter().chain(row.offered_person_id)
        });
        let told = chain.iter().flat_map(|step| [Some(step.actor_id), step.person_id]);
        let ids: std::collections::HashSet<Uuid> = people.chain(told.flatten()).collect();
        let names = personnel::repo::list_names(db, ids).await?;
        let joined: Vec<_> = rows.iter().filter_map(|row| row.case_id).collect();
        let cases = if joined.is_empty() {
            HashMap::new()
        } else {
            let seen: Vec<(Uuid, String)> = case::Entity::find()
                .select_only()
                .columns([case::Column::Id, case::Column::CaseNo])
                .filter(Scope::cases(actor, Action::CaseRead).condition())
                .filter(case::Column::Id.is_in(joined))
                .into_tuple()
                .all(db)
                .await?;
            seen.into_iter().collect()
        };
        Ok(Self { actor, directory, lang, now, names, cases })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    fn department(&self, id: Uuid) -> DepartmentRef {
        DepartmentRef { id, name: self.directory.department_name(id) }
    }

    /// A visit with its chain; a list has none.
    pub(super) fn view(
        &self,
        row: &visit::Model,
        chain: &[visit_event::Model],
    ) -> AppResult<VisitView> {
        let unreadable = || AppError::internal("unknown word in the database");
        let state = VisitState::parse(&row.state).ok_or_else(unreadable)?;
        let center = self.directory.centers.get(&row.center_id);
        let (allowed_actions, refused_actions) = self.actions(row, state);
        let case = row.case_id.and_then(|id| {
            let case_no = self.cases.get(&id).cloned()?;
            Some(VisitCase { id, case_no })
        });
        Ok(VisitView {
            id: row.id,
            center: CenterRef {
                id: row.center_id,
                name: center.map(|center| center.name.clone()).unwrap_or_default(),
            },
            channel: Channel::parse(&row.channel).ok_or_else(unreadable)?,
            subject: row.subject.clone(),
            people_count: row.people_count,
            came_at: row.came_at,
            due_at: row.due_at,
            is_overdue: state == VisitState::Open && row.due_at < self.now,
            state,
            asked_person: self.person(row.asked_person_id),
            noted_by: self.person(row.noted_by_id),
            owner: VisitOwner {
                person: self.person(row.owner_person_id),
                department: row.owner_department_id.map(|id| self.department(id)),
                since: row.owner_since,
            },
            offer: row.offered_at.map(|at| VisitOffer {
                person: row.offered_person_id.map(|id| self.person(id)),
                department: row.offered_department_id.map(|id| self.department(id)),
                at,
            }),
            close_reason_code: row.close_reason_code.clone(),
            guided_department: row.guided_department_id.map(|id| self.department(id)),
            ended_at: row.ended_at,
            case,
            chain: chain.iter().map(|step| self.step(step)).collect::<AppResult<_>>()?,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }

    fn step(&self, step: &visit_event::Model) -> AppResult<VisitStepView> {
        let kind = VisitStep::parse(&step.kind);
        let kind = kind.ok_or_else(|| AppError::internal("unknown word in the database"))?;
        Ok(VisitStepView {
            seq: step.seq,
            kind,
            kind_name: kind.name(self.lang).to_owned(),
            actor: self.person(step.actor_id),
            person: step.person_id.map(|id| self.person(id)),
            department: step.department_id.map(|id| self.department(id)),
            note: step.note.clone(),
            at: step.at,
        })
    }

    fn actions(
        &self,
        row: &visit::Model,
        state: VisitState,
    ) -> (Vec<String>, BTreeMap<String, String>) {
        let facts = facts_of(row);
        let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
        for (verb, right) in VERBS {
            let code = if state != VisitState::Open {
                Some(ErrorCode::VisitEnded)
            } else if verb == "accept" && row.offered_at.is_none() {
                Some(ErrorCode::VisitNothingOffered)
            } else if holds(self.actor, right, &facts) {
                None
            } else {
                Some(ErrorCode::AuthNotAllowed)
            };
            match code {
                None => allowed.push(verb.to_owned()),
                Some(code) => {
                    refused.insert(verb.to_owned(), code.as_str().to_owned());
                }
            }
        }
        (allowed, refused)
    }
}
