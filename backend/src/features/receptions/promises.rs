//! What leaders promised, and what became of it. A promise is a task on a case; nothing of it is
//! stored twice.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::dto::{PromiseFilter, PromiseView};
use super::repo;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::case_tasks::dto::{CaseTaskFilter, PromiseState, TaskOrigin, TaskState};
use crate::features::case_tasks::entity::case_task::Model;
use crate::features::case_tasks::repo as tasks;
use crate::features::case_tasks::service::matching;
use crate::features::case_tasks::view::Reader;
use crate::features::org::directory::Directory;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::AppResult;
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::policy::{Action, Actor, Scope};

/// The only order of the list, in its cursors.
const ORDER: &str = "promises:due_on";

/// One page of promises, what is due first comes first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &PromiseFilter,
) -> AppResult<Page<PromiseView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let today = local_date(now);
    let scope = Scope::case_tasks(actor, Action::CaseTaskRead);
    let asked = CaseTaskFilter {
        state: filter.state.iter().map(|state| of_task(*state)).collect(),
        origin: Some(TaskOrigin::Promise),
        case_id: filter.case_id,
        department_id: filter.department_id,
        center_id: filter.center_id,
        ..CaseTaskFilter::default()
    };
    let matching = matching(&asked, today);
    let after = match filter.cursor.as_deref() {
        Some(text) => {
            let cursor = Cursor::decode(text, ORDER)?;
            Some((cursor.day()?, cursor.id))
        }
        None => None,
    };
    let most = limit(filter.limit);
    let found = tasks::list(db, &scope, matching.clone(), after, false, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(tasks::count(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, now).await?;
    let at = |row: &Model| (Some(row.due_on.to_string()), row.id);
    let page = Page::cut(found, most, ORDER, at, |row| row)?;
    let items = views(db, actor, &directory, today, &page.items).await?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

const fn of_task(state: PromiseState) -> TaskState {
    match state {
        PromiseState::Open => TaskState::Open,
        PromiseState::Kept => TaskState::Done,
        PromiseState::Broken => TaskState::Overdue,
    }
}

/// Tasks that are promises, with who made them, in their order.
pub(super) async fn views(
    db: &impl ConnectionTrait,
    actor: &Actor,
    directory: &Directory,
    today: NaiveDate,
    rows: &[Model],
) -> AppResult<Vec<PromiseView>> {
    let receptions = rows.iter().filter_map(|row| row.reception_id).collect();
    let receivers = repo::receivers(db, receptions).await?;
    let reader = Reader::of(db, actor, directory, today, rows).await?;
    let views = rows.iter().filter_map(|row| {
        let reception_id = row.reception_id?;
        let (id, name, promised_at) = receivers.get(&reception_id).cloned()?;
        let task = reader.view(row);
        Some(PromiseView {
            id: task.id,
            reception_id,
            promised_by: PersonRef { id, name },
            promised_at,
            case: task.case,
            department: task.department,
            text: task.text,
            due_on: task.due_on,
            state: task.state.of_promise(),
            is_late: task.is_late,
            kept_at: task.done_at,
            kept_note: task.done_note,
            created_at: task.created_at,
            updated_at: task.updated_at,
            version: task.version,
            allowed_actions: task.allowed_actions,
            refused_actions: task.refused_actions,
        })
    });
    Ok(views.collect())
}
