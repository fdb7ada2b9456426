//! A sign-in at a computer of a window, kept as evidence of the duty day: once, and without the hour.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::entity::sign_in;
use super::repo;
use crate::app::AppState;
use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::ledger::sha256;
use crate::features::stationing_obligations::entity::obligation;
use crate::features::stationing_obligations::opening::Opening;
use crate::features::stationing_obligations::{opening_of, repo as obligations};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// How long before a window opens a sign-in at it counts.
const READY: TimeDelta = TimeDelta::minutes(30);

/// What is stored of the key of a computer.
pub(super) fn hash(key: &str) -> String {
    sha256(key.as_bytes())
}

/// Keeps that somebody signed in at the computer with this key, where it stands at a window whose duty
/// is going on. A key nobody knows is no error: the computer was moved, and people still work.
pub async fn note(state: &AppState, tx: &Tx, person_id: Uuid, key: Option<&str>) -> AppResult<()> {
    let Some(key) = key else { return Ok(()) };
    let Some(station) = repo::workstation_of(&**tx, &hash(key)).await? else { return Ok(()) };
    let now = state.clock.now();
    let today = local_date(now);
    let eve = today.pred_opt().unwrap_or(today);
    let owing = obligations::touching(eve, Some(today))
        .add(obligation::Column::PostId.eq(station.post_id))
        .add(obligation::Column::Headcount.gt(0));
    let rows = obligations::all(&**tx, Condition::all().add(owing)).await?;
    let openings: Vec<Opening> = rows.iter().map(opening_of).collect::<AppResult<_>>()?;
    let calendar = state.calendars.newest(&state.db, now).await?;
    let Some(duty_on) = duty_day(&openings, &calendar, [today, eve], now) else { return Ok(()) };
    let id = state.ids.next();
    let row = sign_in::Model { id, post_id: station.post_id, person_id, duty_on };
    repo::insert_sign_in(tx, row).await
}

/// The day whose duty is going on: today's, or the night's that began yesterday. Shortly before a window
/// opens people are getting ready.
fn duty_day(
    openings: &[Opening],
    calendar: &Calendar,
    days: [NaiveDate; 2],
    now: DateTime<Utc>,
) -> Option<NaiveDate> {
    let is_on = |day: NaiveDate| {
        openings.iter().any(|opening| {
            let (from, to) = opening.hours(day);
            let from = from.checked_sub_signed(READY).unwrap_or(from);
            opening.on(calendar, day).is_open && from <= now && now < to
        })
    };
    days.into_iter().find(|day| is_on(*day))
}
