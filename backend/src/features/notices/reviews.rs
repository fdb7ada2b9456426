//! 包案研判: on the day a leader in charge named, they are told to look at the case again. No event
//! of the ledger says that a day has come.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::kind::{NoticeAboutKind, NoticeKind};
use super::params::Params;
use super::seats::Seats;
use super::tell::{About, Telling, Told, tell};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::cases::service::facts_of;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::{Action, holds};

/// Cases looked at in one go.
const MOST: u64 = 200;
/// What was to be reviewed longer ago is history and no news.
const NEWS_DAYS: u64 = 7;

/// Tells every leader in charge whose day has come, once a day they named.
pub async fn remind(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    let today = local_date(now);
    let from = today.checked_sub_days(Days::new(NEWS_DAYS)).unwrap_or(today);
    let db = state.db.reader();
    let days = || from..=today;
    let mut rows = cases::to_review(db, days(), None, MOST).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let directory = state.directory.get(&state.db, now).await?;
    let seats = Seats::load(db, &directory, today).await?;
    let telling = Telling::of(&state).await?;
    let mut told = 0;
    while let Some(last) = rows.last() {
        let after = last.charge_review_on.map(|on| (on, last.id));
        let found = cases::load_all(db, rows).await?;
        let all: Vec<_> = found.iter().flat_map(|case| due(&seats, case)).collect();
        let write = async |tx: &Tx| tell(&state, tx, &telling, all.clone()).await;
        let fresh = state.db.write(write).await?;
        told += u64::try_from(fresh).unwrap_or(0);
        rows = cases::to_review(db, days(), after, MOST).await?;
    }
    Ok(told)
}

/// Whom the review of a case is told: its leader, and whoever stands in for them, where they may
/// read it.
fn due(seats: &Seats, case: &Loaded) -> Vec<Told> {
    let Some((leader, on)) = case.row.charge_leader_id.zip(case.row.charge_review_on) else {
        return Vec::new();
    };
    let assists = case.state.assist_department_ids();
    let facts = facts_of(case, &assists);
    let readers = seats.leader(leader).filter(|seat| holds(seat, Action::CaseRead, &facts));
    let told = readers.map(|seat| Told {
        person_id: seat.person_id,
        capacity_id: Some(seat.capacity_id),
        kind: NoticeKind::ReviewDue,
        fact_key: fact_key(case.row.id, leader, on),
        about: Some(About { kind: NoticeAboutKind::Case, id: case.row.id }),
        params: Params::default().with("case_no", &case.row.case_no).with("on", on.to_string()),
    });
    told.collect()
}

/// A day named anew is another fact.
fn fact_key(case_id: Uuid, leader: Uuid, on: NaiveDate) -> String {
    format!("review:{case_id}:{leader}:{on}")
}
