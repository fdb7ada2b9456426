//! Use cases of tasks: list, read, complete, withdraw.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::dto::{CaseTaskFilter, CaseTaskSort, CaseTaskView, TaskOrigin, TaskState};
use super::entity::case_task::{Column, Model};
use super::repo;
use super::set::then;
use super::view::{Reader, facts_of, refusal};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::entity::clock;
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::sha256;
use crate::features::cases::repo as cases;
use crate::features::cases::transit::{self, By, Noted};
use crate::features::org::directory::Directory;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Count, Cursor, IfMatch, Page, Reply, limit};
use crate::policy::{Action, Actor, Scope, authorize};

/// One page of tasks.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &CaseTaskFilter,
) -> AppResult<Page<CaseTaskView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let today = local_date(now);
    let scope = Scope::case_tasks(actor, Action::CaseTaskRead);
    let matching = matching(filter, today);
    let (order, is_descending) = match filter.sort {
        CaseTaskSort::DueOn => ("case_tasks:due_on", false),
        CaseTaskSort::DueOnDesc => ("case_tasks:-due_on", true),
    };
    let after = filter.cursor.as_deref().map(|text| place(text, order)).transpose()?;
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), after, is_descending, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, now).await?;
    let reader = Reader::of(db, actor, &directory, today, &found).await?;
    let at = |row: &Model| (Some(row.due_on.to_string()), row.id);
    Ok(Page::cut(found, most, order, at, |row| reader.view(&row))?.of(total))
}

fn place(text: &str, order: &str) -> AppResult<(NaiveDate, Uuid)> {
    let cursor = Cursor::decode(text, order)?;
    Ok((cursor.day()?, cursor.id))
}

/// The rows a filter lets through, within whatever scope the query has.
pub fn matching(filter: &CaseTaskFilter, today: NaiveDate) -> Condition {
    let states = filter.state.iter().fold(Condition::any(), |any, state| {
        any.add(match state {
            TaskState::Open => repo::owed().add(Column::DueOn.gte(today)),
            TaskState::Overdue => repo::owed().add(Column::DueOn.lt(today)),
            TaskState::Done => Condition::all().add(Column::DoneAt.is_not_null()),
            TaskState::Withdrawn => Condition::all().add(Column::WithdrawnAt.is_not_null()),
        })
    });
    let states = (!filter.state.is_empty()).then_some(states);
    let origin = filter.origin.map(|origin| match origin {
        TaskOrigin::Promise => Column::ReceptionId.is_not_null(),
        TaskOrigin::Decision => Column::MeetingId.is_not_null(),
    });
    Condition::all()
        .add_option(states)
        .add_option(origin)
        .add_option(filter.case_id.map(|id| Column::CaseId.eq(id)))
        .add_option(filter.department_id.map(|id| Column::DepartmentId.eq(id)))
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.meeting_id.map(|id| Column::MeetingId.eq(id)))
        .add_option(filter.reception_id.map(|id| Column::ReceptionId.eq(id)))
        .add_option(filter.due_to.map(|day| Column::DueOn.lte(day)))
}

/// One task; 404 outside the scope.
pub async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<Reply<CaseTaskView>> {
    let db = state.db.reader();
    let row = repo::find(db, &Scope::case_tasks(actor, Action::CaseTaskRead), id).await?;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    answer(db, actor, &directory, local_date(now), &row).await
}

async fn answer(
    db: &impl ConnectionTrait,
    actor: &Actor,
    directory: &Directory,
    today: NaiveDate,
    row: &Model,
) -> AppResult<Reply<CaseTaskView>> {
    let rows = std::slice::from_ref(row);
    let view = Reader::of(db, actor, directory, today, rows).await?.view(row);
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// What is asked of a task.
#[derive(Debug, Clone)]
pub enum Step {
    /// 办结
    Complete(String),
    /// 撤回
    Withdraw(String),
}

impl Step {
    const fn right(&self) -> Action {
        match self {
            Self::Complete(_) => Action::CaseTaskComplete,
            Self::Withdraw(_) => Action::CaseTaskWithdraw,
        }
    }
}

/// Carries out a step: 404 outside the scope, 412 when stale, 403 or 409 when refused. It is an
/// event of the case.
pub async fn act(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    ground: &Ground,
    (id, seen): (Uuid, IfMatch),
    step: &Step,
) -> AppResult<Reply<CaseTaskView>> {
    let now = state.clock.now();
    let today = local_date(now);
    let scope = Scope::case_tasks(actor, Action::CaseTaskRead);
    let row = repo::find_for_update(tx, &scope, id).await?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    let right = step.right();
    let permit = authorize(actor, right, &facts_of(&row))?;
    if let Some(code) = refusal(&row, right, actor, today) {
        return Err(code.into());
    }
    let event_permit = authorize(actor, right, &facts_of(&row))?;
    let (next, change) = match step {
        Step::Complete(note) => {
            let note = note.trim();
            let change = Change::TaskCompleted {
                task: then(&row),
                is_late: today > row.due_on,
                note_hash: sha256(note.as_bytes()),
            };
            let next = Model {
                done_at: Some(now),
                done_by_id: Some(actor.person_id),
                done_note: Some(note.to_owned()),
                ..row
            };
            (next, change)
        }
        Step::Withdraw(reason) => {
            let reason = reason.trim().to_owned();
            let change = Change::TaskWithdrawn { task: then(&row), reason: reason.clone() };
            let next = Model {
                withdrawn_at: Some(now),
                withdrawn_by_id: Some(actor.person_id),
                withdraw_reason: Some(reason),
                ..row
            };
            (next, change)
        }
    };
    let version = next.row_version + 1;
    let next = Model { watched_on: None, updated_at: now, row_version: version, ..next };
    repo::save(tx, permit, next.clone()).await?;
    let held = cases::hold_all(tx, vec![next.case_id]).await?;
    let case = cases::load_all(&**tx, held).await?.pop();
    let mut case = case.ok_or_else(|| AppError::internal("a task without its case"))?;
    let noted = Noted {
        change,
        by: By { actor: Some(actor), at: now },
        clocks: Vec::<clock::Model>::new(),
    };
    transit::note(state, tx, event_permit, &ground.keeper, &mut case, noted).await?;
    answer(&**tx, actor, &ground.directory, today, &next).await
}
