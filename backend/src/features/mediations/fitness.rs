//! Whether those who were booked may still mediate when the session is held: a qualification may be
//! cut short, a party may come to the case, after the booking.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use super::booking::Around;
use super::entity::mediator;
use super::partiality;
use super::repo::{self, Session};
use super::view::state_of;
use crate::features::calendars::civil_day::local_date;
use crate::features::org::directory::Directory;
use crate::platform::error::{AppResult, ErrorCode};

/// What is to be said of the mediators of a session that is not over.
#[derive(Debug, Default)]
pub(super) struct Fitness {
    /// Why it cannot begin with them.
    pub(super) refusal: Option<ErrorCode>,
    /// Those whose qualification ends before the session or soon after it.
    pub(super) ending: Vec<mediator::Model>,
}

/// Looks at the register as it is now; of a session that is over there is nothing to say.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    directory: &Directory,
    session: &Session,
    now: DateTime<Utc>,
) -> AppResult<Fitness> {
    if !state_of(&session.row).0.is_held() || session.sittings.is_empty() {
        return Ok(Fitness::default());
    }
    let ids = session.sittings.iter().map(|sitting| sitting.mediator_id);
    let rows = repo::mediators_by(db, ids).await?;
    let day = local_date(session.row.starts_at).max(local_date(now));
    let around = Around::read(db, directory, session.row.case_id, &rows).await?;
    let is_unfit = rows.iter().any(|row| around.obstacle(row, day).is_some());
    let ends_soon = |row: &mediator::Model| partiality::ends_soon(row.qualified_until_on, day);
    Ok(Fitness {
        refusal: is_unfit.then_some(ErrorCode::MediationMediatorUnfit),
        ending: rows.into_iter().filter(ends_soon).collect(),
    })
}
