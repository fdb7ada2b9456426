//! What time does: reminders before something promised is due, when it was not done, and before the
//! time for asking the court is over. Each once, as an event in the ledger, from which the notices
//! are made.

use std::sync::Arc;

use chrono::Duration;
use uuid::Uuid;

use super::entity::{agreement, item};
use super::law::law;
use super::record::{self, confirm_until_on};
use super::{next_step, repo};
use crate::app::AppState;
use crate::features::calendars::civil_day::{end_of_day, local_date};
use crate::features::cases::change::Change;
use crate::features::cases::ground::Ground;
use crate::features::cases::transit::By;
use crate::features::mediations;
use crate::features::time_limits::rules::ClockKind;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::Permit;

/// Reminders of one kind in one round.
const MOST: u64 = 200;

/// Reminds of everything that is due to be reminded of, in office hours.
pub async fn remind(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    let ground = Ground::of(&state).await?;
    if !ground.keeper.is_office_open(now) {
        return Ok(0);
    }
    let today = local_date(now);
    let mut told = 0;
    let reach = |kind| ground.keeper.reach(kind, today);
    // What was not done is told all the same where no lead is in force.
    let soon = reach(ClockKind::PerformanceNotice).unwrap_or(today - Duration::days(1));
    for found in repo::items_to_remind(state.db.reader(), today, soon, MOST).await? {
        let done = state.db.write(async |tx: &Tx| of_item(&state, &ground, tx, &found).await).await;
        told += counted(done, found.agreement_id)?;
    }
    let Some(soon) = reach(ClockKind::ConfirmationNotice).map(end_of_day) else { return Ok(told) };
    for found in repo::confirmations_to_remind(state.db.reader(), now, soon, MOST).await? {
        let confirm = async |tx: &Tx| of_confirmation(&state, &ground, tx, found.id).await;
        told += counted(state.db.write(confirm).await, found.id)?;
    }
    Ok(told)
}

/// Somebody acted in between: the next round looks again.
fn counted(done: AppResult<bool>, agreement_id: Uuid) -> AppResult<u64> {
    match done {
        Ok(is_told) => Ok(u64::from(is_told)),
        Err(error) if error.code() == ErrorCode::CaseStaleVersion => Ok(0),
        Err(error) if error.code() == ErrorCode::ServerBusy => Err(error),
        Err(error) => {
            tracing::error!(%error, agreement.id = %agreement_id, "not reminded");
            Ok(0)
        }
    }
}

/// Reminds of one item, if it still has to be.
pub async fn of_item(
    state: &AppState,
    ground: &Ground,
    tx: &Tx,
    found: &item::Model,
) -> AppResult<bool> {
    let (now, today) = (state.clock.now(), local_date(state.clock.now()));
    let Some(row) = repo::by_id(&**tx, found.agreement_id).await? else { return Ok(false) };
    let mut case = mediations::record::held(tx, row.case_id).await?;
    let Some(row) = repo::by_id(&**tx, row.id).await? else { return Ok(false) };
    let whole = repo::whole(&**tx, vec![row]).await?.pop();
    let Some(whole) = whole else { return Ok(false) };
    let about = record::standing(&whole, case.state.type_code.as_deref(), today);
    let next_step = next_step::open(&about, law()?).first().map(|open| open.step);
    let item = whole.items.into_iter().find(|item| item.id == found.id);
    let Some(mut item) = item.filter(|item| item.state == found.state) else { return Ok(false) };
    let is_over = item.due_on < today;
    let told = if is_over { &mut item.overdue_at } else { &mut item.reminded_at };
    if told.is_some() {
        return Ok(false);
    }
    *told = Some(now);
    let then = record::then(&**tx, &whole.row).await?;
    let (item_no, due_on) = (item.item_no, item.due_on);
    let change = if is_over {
        Change::PerformanceOverdue { agreement: then, item_no, due_on, next_step }
    } else {
        Change::PerformanceReminded { agreement: then, item_no, due_on }
    };
    repo::save_item(tx, item).await?;
    let by = By { actor: None, at: now };
    mediations::record::note(state, tx, permit(), ground, &mut case, change, by).await?;
    Ok(true)
}

/// Reminds that the time for asking the court will soon be over, if it still has to be said.
pub async fn of_confirmation(
    state: &AppState,
    ground: &Ground,
    tx: &Tx,
    id: Uuid,
) -> AppResult<bool> {
    let now = state.clock.now();
    let Some(row) = repo::by_id(&**tx, id).await? else { return Ok(false) };
    let mut case = mediations::record::held(tx, row.case_id).await?;
    let row = repo::by_id(&**tx, id).await?;
    let waits = |row: &agreement::Model| {
        row.confirmation_reminded_at.is_none() && record::confirmation_of(row).is_askable()
    };
    let Some(mut row) = row.filter(waits) else { return Ok(false) };
    row.confirmation_reminded_at = Some(now);
    let then = record::then(&**tx, &row).await?;
    let change = Change::ConfirmationReminded { agreement: then, due_on: confirm_until_on(&row) };
    repo::save(tx, permit(), row).await?;
    let by = By { actor: None, at: now };
    mediations::record::note(state, tx, permit(), ground, &mut case, change, by).await?;
    Ok(true)
}

fn permit() -> Permit {
    Permit::system("agreements.remind")
}
