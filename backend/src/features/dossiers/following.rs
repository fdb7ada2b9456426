//! Which rules the dossier of a case follows.

use std::collections::HashSet;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::filler::Paper;
use super::rules::{DocumentRule, Occasion, Retention, Settled, Volume};
use super::{occasions, repo};
use crate::app::AppState;
use crate::features::agreements;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::repo::Loaded;
use crate::platform::error::{AppError, AppResult};

/// The rules a case's dossier follows: those of the day it was closed, today's before; once it is
/// sealed, the list it was sealed by.
pub(super) struct Following<'a> {
    pub(super) volume: &'a Volume,
    pub(super) retention: Option<&'a Retention>,
    pub(super) closed_on: Option<NaiveDate>,
    occasions: HashSet<Occasion>,
}

pub(super) async fn following<'a>(
    state: &'a AppState,
    db: &impl ConnectionTrait,
    case: &Loaded,
) -> AppResult<Following<'a>> {
    let closed_on = case.state.closed_at.map(local_date);
    let settled = Settled {
        method: case.state.method_code.as_deref(),
        is_oral: agreements::repo::is_oral_only(db, case.row.id).await?,
    };
    let today = local_date(state.clock.now());
    let followed = state.dossier_rules.followed(settled, closed_on, today);
    let (volume, retention) = followed.ok_or_else(|| AppError::internal("no rule for dossiers"))?;
    let seal = match case.state.dossier_sealed_at {
        Some(_) => repo::last(db, case.row.id).await?,
        None => None,
    };
    let sealed_by =
        seal.and_then(|seal| state.dossier_rules.version(&seal.volume_code, seal.volume_version));
    let occasions = occasions::of_case(db, case.row.id).await?;
    Ok(Following { volume: sealed_by.unwrap_or(volume), retention, closed_on, occasions })
}

impl Following<'_> {
    /// The last day the dossier is kept; none before the case is closed, or when for ever.
    pub(super) fn until(&self) -> Option<NaiveDate> {
        self.retention?.until(self.closed_on?)
    }

    /// The documents that are due and nobody brought.
    pub(super) fn missing(&self, papers: &[Paper]) -> Vec<&DocumentRule> {
        let filled: HashSet<_> =
            papers.iter().filter_map(|paper| paper.document_code.as_deref()).collect();
        self.volume.missing(&filled, &self.occasions)
    }
}
