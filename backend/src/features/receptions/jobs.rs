//! What time does to reception days: who receives, and the centre, are told of the appointments on the
//! working day before (预约前一日报告, older county form; domain 3.6).

use std::sync::Arc;

use super::entity::day;
use super::repo;
use super::rules::AppointmentState;
use super::view::facts_of;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::timekeeping::Timekeeper;
use crate::features::notices::direct::{Bell, Call, ring};
use crate::features::notices::from_events::Audience;
use crate::features::notices::kind::{NoticeAboutKind, NoticeKind};
use crate::features::notices::params::Params;
use crate::features::notices::tell::About;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::policy::Action;

/// Days told of in one round.
const MOST: u64 = 200;

/// Tells of the published days from tomorrow to the next working day, in office hours; who knows
/// already is not told again. Answers how many were told.
pub async fn report(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    if !Timekeeper::of(&state).await?.is_office_open(now) {
        return Ok(0);
    }
    let today = local_date(now);
    let calendar = state.calendars.newest(&state.db, now).await?;
    let next = calendar.add_working_days(today, 1).map_err(AppError::internal)?;
    let days = repo::published_ahead(state.db.reader(), today, next, MOST).await?;
    if days.is_empty() {
        return Ok(0);
    }
    let bell = Bell::of(&state).await?;
    let mut told = 0;
    for day in days {
        let tell = async |tx: &Tx| tell_of(&state, tx, &bell, &day).await;
        let count = state.db.write(tell).await?;
        told += u64::try_from(count).unwrap_or(0);
    }
    Ok(told)
}

async fn tell_of(state: &AppState, tx: &Tx, bell: &Bell, day: &day::Model) -> AppResult<usize> {
    let booked = repo::appointments(&**tx, day.id).await?;
    let waits = AppointmentState::Booked.as_str();
    let count = booked.iter().filter(|one| one.state == waits).count();
    let receiver = day.stand_in_id.unwrap_or(day.leader_id);
    let kind = NoticeKind::ReceptionAhead;
    let both = [
        (Audience::Leaders(day.center_id), Some(receiver)),
        (Audience::Directors(day.center_id), None),
    ];
    let mut told = 0;
    for (audience, only) in both {
        let params =
            Params::default().with("on", day.held_on.to_string()).with("count", count.to_string());
        let call = Call {
            kind,
            to: &[audience],
            only,
            but: None,
            right: Action::ReceptionRead,
            facts: facts_of(day),
            about: About { kind: NoticeAboutKind::ReceptionDay, id: day.id },
            fact_key: format!("{}:{}:{}", day.id, day.held_on, kind.as_str()),
            params,
        };
        told += ring(state, tx, bell, call).await?;
    }
    Ok(told)
}
