//! A task as one reader may see it.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};
use uuid::Uuid;

use super::dto::{CaseLine, CaseTaskView, TaskOrigin};
use super::entity::case_task::Model;
use super::state::Dates;
use crate::features::cases::entity::case;
use crate::features::cases::mentioned::Mentioned;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Facts, Scope, holds};

/// What the rights table looks at.
pub fn facts_of(row: &Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        addressed_department_id: Some(row.department_id),
        ..Facts::default()
    }
}

/// The dates a task's state is a function of.
pub fn dates_of(row: &Model) -> Dates {
    Dates { due_on: row.due_on, done_at: row.done_at, withdrawn_at: row.withdrawn_at }
}

/// Cases as lines, for one reader: numbers for all, titles for who may read them.
#[derive(Debug, Default)]
pub struct CaseLines(HashMap<Uuid, CaseLine>);

impl CaseLines {
    /// Of these cases, in two statements; none when there are none. What the reader must not find in
    /// their titles is `mentioned`.
    pub async fn of(
        db: &impl ConnectionTrait,
        actor: &Actor,
        ids: impl IntoIterator<Item = Uuid>,
        mentioned: &Mentioned,
    ) -> AppResult<Self> {
        let ids: HashSet<Uuid> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let readable: HashSet<Uuid> = case::Entity::find()
            .select_only()
            .column(case::Column::Id)
            .filter(Scope::cases(actor, Action::CaseRead).condition())
            .filter(case::Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(db)
            .await?
            .into_iter()
            .collect();
        let all: Vec<(Uuid, String, String)> = case::Entity::find()
            .select_only()
            .columns([case::Column::Id, case::Column::CaseNo, case::Column::Title])
            .filter(case::Column::Id.is_in(ids))
            .into_tuple()
            .all(db)
            .await?;
        let lines = all.into_iter().map(|(id, case_no, title)| {
            let (title, is_readable) = (mentioned.title(id, &title), readable.contains(&id));
            (id, CaseLine { id, case_no, title: is_readable.then_some(title), is_readable })
        });
        Ok(Self(lines.collect()))
    }

    /// A case as its line.
    pub fn line(&self, id: Uuid) -> CaseLine {
        self.0.get(&id).cloned().unwrap_or_else(|| CaseLine {
            id,
            case_no: String::new(),
            title: None,
            is_readable: false,
        })
    }
}

/// What is needed to write tasks out.
pub struct Reader<'a> {
    actor: &'a Actor,
    directory: &'a Directory,
    today: NaiveDate,
    names: HashMap<Uuid, String>,
    cases: CaseLines,
    mentioned: Mentioned,
}

impl<'a> Reader<'a> {
    /// For these tasks: the people in them, the cases and their parties, in four statements.
    pub async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        directory: &'a Directory,
        today: NaiveDate,
        rows: &[Model],
    ) -> AppResult<Self> {
        let people = rows.iter().flat_map(|row| [Some(row.set_by_id), row.done_by_id]);
        let people: HashSet<Uuid> = people.flatten().collect();
        let names = personnel::repo::list_names(db, people).await?;
        let ids = || rows.iter().map(|row| row.case_id);
        let mentioned = Mentioned::of(db, actor, ids()).await?;
        let cases = CaseLines::of(db, actor, ids(), &mentioned).await?;
        Ok(Self { actor, directory, today, names, cases, mentioned })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    /// A task.
    pub fn view(&self, row: &Model) -> CaseTaskView {
        let dates = dates_of(row);
        let (allowed_actions, refused_actions) = self.actions(row);
        let center = self.directory.centers.get(&row.center_id);
        CaseTaskView {
            id: row.id,
            origin: origin_of(row),
            case: self.cases.line(row.case_id),
            center: CenterRef {
                id: row.center_id,
                name: center.map(|center| center.name.clone()).unwrap_or_default(),
            },
            department: DepartmentRef {
                id: row.department_id,
                name: self.directory.department_name(row.department_id),
            },
            text: self.mentioned.hide(row.case_id, &row.text),
            due_on: row.due_on,
            state: dates.state(self.today),
            is_late: dates.is_late(self.today),
            set_by: self.person(row.set_by_id),
            set_at: row.set_at,
            reception_id: row.reception_id,
            meeting_id: row.meeting_id,
            done_at: row.done_at,
            done_by: row.done_by_id.map(|id| self.person(id)),
            done_note: self.mentioned.hide_some(row.case_id, row.done_note.as_ref()),
            withdrawn_at: row.withdrawn_at,
            withdraw_reason: self.mentioned.hide_some(row.case_id, row.withdraw_reason.as_ref()),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        }
    }

    fn actions(&self, row: &Model) -> (Vec<String>, BTreeMap<String, String>) {
        let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
        for (verb, right) in
            [("complete", Action::CaseTaskComplete), ("withdraw", Action::CaseTaskWithdraw)]
        {
            match refusal(row, right, self.actor, self.today) {
                None => allowed.push(verb.to_owned()),
                Some(code) => {
                    refused.insert(verb.to_owned(), code.as_str().to_owned());
                }
            }
        }
        (allowed, refused)
    }
}

/// What left a task.
pub fn origin_of(row: &Model) -> TaskOrigin {
    if row.reception_id.is_some() { TaskOrigin::Promise } else { TaskOrigin::Decision }
}

/// Why `actor` may not complete or withdraw a task; none when they may.
pub(super) fn refusal(
    row: &Model,
    right: Action,
    actor: &Actor,
    today: NaiveDate,
) -> Option<ErrorCode> {
    if !holds(actor, right, &facts_of(row)) {
        return Some(ErrorCode::AuthNotAllowed);
    }
    if !dates_of(row).state(today).is_owed() {
        return Some(ErrorCode::CaseTaskEnded);
    }
    let is_promise = origin_of(row) == TaskOrigin::Promise;
    (is_promise && right == Action::CaseTaskWithdraw).then_some(ErrorCode::CaseTaskPromiseStays)
}
