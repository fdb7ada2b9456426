//! What time does to assessment: a period that is over closes by itself.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::closing::{self, By};
use super::entity::scheme;
use super::period::Period;
use super::repo;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::notices::direct::Bell;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::Permit;

/// How many periods back are looked at: a server that stood still catches up on these.
const PERIODS: usize = 4;

/// Closes every period whose day has come and that nobody closed by hand.
pub async fn close_due(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    let today = local_date(now);
    let all = repo::published(state.db.reader()).await?;
    let mut closed = 0;
    for versions in all.chunk_by(|one, next| one.line_id == next.line_id) {
        for (scheme, period) in due(versions, today)? {
            if repo::is_closed(state.db.reader(), scheme.line_id, period.from_on).await? {
                continue;
            }
            match Box::pin(close(&state, scheme, period)).await {
                Ok(()) => closed += 1,
                // Somebody was faster.
                Err(error) if error.code() == ErrorCode::AssessmentPeriodClosed => {}
                Err(error) => tracing::error!(%error, "a period of assessment was not closed"),
            }
        }
    }
    Ok(closed)
}

/// The periods of a scheme that close by themselves by `today`, the oldest first, each under the
/// version that was in force when it began.
fn due(versions: &[scheme::Model], today: NaiveDate) -> AppResult<Vec<(&scheme::Model, Period)>> {
    let Some(first) = versions.first() else { return Ok(Vec::new()) };
    let kind = closing::period_kind(first)?;
    let mut period = kind.before(today);
    let mut found = Vec::new();
    for _ in 0..PERIODS {
        if let Some(scheme) = repo::in_force(versions, period.from_on) {
            let days = u64::try_from(scheme.close_after_days).unwrap_or(0);
            let last = period.to_on.checked_add_days(Days::new(days));
            if last.is_some_and(|last| last < today) {
                found.push((scheme, period));
            }
        }
        period = kind.before(period.from_on);
    }
    found.reverse();
    Ok(found)
}

async fn close(state: &AppState, scheme: &scheme::Model, period: Period) -> AppResult<()> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let calendar = state.calendars.newest(&state.db, now).await?;
    let bell = Bell::of(state).await?;
    let db = state.db.reader();
    let prepared =
        Box::pin(closing::prepare(state, db, &directory, scheme.clone(), period)).await?;
    let work = async |tx: &Tx| {
        let permit = Permit::system("assessments.close_due");
        let by = By { person_id: None, at: now };
        let heard = Some((&bell, &*directory));
        let closing = closing::close_in(state, tx, permit, &prepared, &calendar, by, heard);
        Box::pin(closing).await?;
        Ok(())
    };
    state.db.write(work).await
}
