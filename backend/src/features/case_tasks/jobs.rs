//! What time does to tasks: a day that is near, and one that has passed, is told, each once.

use std::sync::Arc;

use uuid::Uuid;

use super::entity::case_task::Model;
use super::repo;
use super::set::{call, then};
use super::view::dates_of;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::ground::Ground;
use crate::features::cases::repo as cases;
use crate::features::cases::timekeeping::Timekeeper;
use crate::features::cases::transit::{self, By, Noted};
use crate::features::notices::direct::{Bell, Call, ring};
use crate::features::notices::from_events::Audience;
use crate::features::notices::kind::NoticeKind;
use crate::features::org::directory::Directory;
use crate::features::receptions;
use crate::features::time_limits::rules::ClockKind;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// Tasks told in one round.
const MOST: u64 = 200;

/// Tells the unit, the supervisors and directors of the centre, and the leader who promised, of
/// each task whose day has passed.
pub async fn tell_overdue(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    let today = local_date(now);
    let overdue = repo::overdue(state.db.reader(), today, MOST).await?;
    if overdue.is_empty() {
        return Ok(0);
    }
    let bell = Bell::of(&state).await?;
    let ground = Ground::of(&state).await?;
    let mut told = 0;
    for id in overdue {
        let tell = async |tx: &Tx| Box::pin(tell_one(&state, tx, &bell, &ground, id)).await;
        told += u64::from(state.db.write(tell).await?);
    }
    Ok(told)
}

/// Reminds the unit of each task whose day is near, in office hours, once.
pub async fn remind(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    let keeper = Timekeeper::of(&state).await?;
    if !keeper.is_office_open(now) {
        return Ok(0);
    }
    let today = local_date(now);
    let Some(soon) = keeper.reach(ClockKind::TaskNotice, today) else { return Ok(0) };
    let due = repo::due_soon(state.db.reader(), today, soon, MOST).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let bell = Bell::of(&state).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let mut told = 0;
    for id in due {
        let tell = async |tx: &Tx| remind_one(&state, tx, &bell, &directory, id).await;
        told += u64::from(state.db.write(tell).await?);
    }
    Ok(told)
}

async fn remind_one(
    state: &AppState,
    tx: &Tx,
    bell: &Bell,
    directory: &Directory,
    id: Uuid,
) -> AppResult<bool> {
    let now = state.clock.now();
    let permit = Permit::system("case_tasks.remind");
    let Some(row) = repo::note_reminder(tx, permit, id, now).await? else { return Ok(false) };
    if !dates_of(&row).state(local_date(now)).is_owed() {
        return Ok(false);
    }
    let case = cases::hold_all(tx, vec![row.case_id]).await?.pop();
    let Some(case) = case else { return Ok(false) };
    let to = [Audience::Department(row.department_id)];
    let call = call(&row, &case.case_no, directory, NoticeKind::TaskDueSoon, &to);
    ring(state, tx, bell, call).await?;
    Ok(true)
}

async fn tell_one(
    state: &AppState,
    tx: &Tx,
    bell: &Bell,
    ground: &Ground,
    id: Uuid,
) -> AppResult<bool> {
    let (now, directory) = (state.clock.now(), &ground.directory);
    let permit = Permit::system("case_tasks.tell_overdue");
    let Some(row) = repo::unwatch(tx, permit, id, now).await? else { return Ok(false) };
    if !dates_of(&row).state(local_date(now)).is_owed() {
        return Ok(false);
    }
    let case = cases::hold_all(tx, vec![row.case_id]).await?.pop();
    let Some(case) = case else { return Ok(false) };
    let kind = kind_of(&row);
    let to = [
        Audience::Department(row.department_id),
        Audience::Supervisors(row.center_id),
        Audience::Directors(row.center_id),
    ];
    ring(state, tx, bell, call(&row, &case.case_no, directory, kind, &to)).await?;
    if let Some(reception_id) = row.reception_id
        && let Some(leader) = receptions::repo::received_by(&**tx, reception_id).await?
    {
        let to = [Audience::Leaders(row.center_id)];
        let call = call(&row, &case.case_no, directory, kind, &to);
        ring(state, tx, bell, Call { only: Some(leader), ..call }).await?;
    }
    let mut case = cases::load(&**tx, case).await?;
    if case.state.status.is_final() {
        return Ok(true);
    }
    let change = Change::TaskOverdue { task: then(&row), is_promise: row.reception_id.is_some() };
    let noted = Noted { change, by: By { actor: None, at: now }, clocks: Vec::new() };
    let permit = Permit::system("case_tasks.tell_overdue");
    transit::note(state, tx, permit, &ground.keeper, &mut case, noted).await?;
    Ok(true)
}

fn kind_of(row: &Model) -> NoticeKind {
    if row.reception_id.is_some() { NoticeKind::PromiseBroken } else { NoticeKind::TaskOverdue }
}
