//! 发布: what publishing asks of a simulation, and the beginning of what the job runner carries on.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use uuid::Uuid;

use super::basis;
use super::dto::{AppliesTo, ChangeSubject};
use super::entity::limit_change;
use super::figures::Figures;
use super::store::{self, PUBLICATION, RUNNING};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::Permit;

/// Refuses what was not simulated as it is, or under rules and calendars that have changed since.
/// Look before publishing: the digest covers what publishing changes.
pub async fn check(
    db: &impl ConnectionTrait,
    simulation_id: Option<Uuid>,
    hash: &str,
    is_required: bool,
) -> AppResult<()> {
    let pointer = "/simulation_id";
    let Some(id) = simulation_id else {
        let missing = || AppError::field(pointer, ErrorCode::TimeLimitSimulationRequired);
        return if is_required { Err(missing()) } else { Ok(()) };
    };
    let found = basis::simulation(db, id).await?;
    let unknown = || AppError::field(pointer, ErrorCode::TimeLimitSimulationUnknown);
    let simulation = found.ok_or_else(unknown)?;
    if simulation.draft_hash.as_deref() != Some(hash) {
        return Err(ErrorCode::TimeLimitSimulationDiffers.into());
    }
    if simulation.basis != Some(basis::now(db).await?) {
        return Err(ErrorCode::TimeLimitSimulationStale.into());
    }
    Ok(())
}

/// What is carried through.
#[derive(Debug, Clone)]
pub struct Publication {
    /// What is changed.
    pub subject: ChangeSubject,
    /// Which limits it is for.
    pub applies_to: AppliesTo,
    /// The change as it is shown.
    pub draft: Value,
    /// The version of the rule.
    pub rule_id: Option<Uuid>,
    /// The version of the calendar.
    pub calendar_version: Option<i32>,
    /// Why.
    pub reason: Option<String>,
}

/// Leaves a publication to the job runner, in the transaction that publishes.
pub async fn begin(
    tx: &Tx,
    permit: &Permit,
    id: Uuid,
    publication: Publication,
    now: DateTime<Utc>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), limit_change.id = %id, "limits will change");
    let change = limit_change::Model {
        id,
        purpose: PUBLICATION.to_owned(),
        subject: publication.subject.as_str().to_owned(),
        applies_to: publication.applies_to.as_str().to_owned(),
        draft: Some(publication.draft.to_string()),
        draft_hash: None,
        basis: None,
        rule_id: publication.rule_id,
        calendar_version: publication.calendar_version,
        reason: publication.reason,
        state: RUNNING.to_owned(),
        cursor: None,
        figures: serde_json::to_string(&Figures::default())?,
        created_at: now,
        finished_at: None,
    };
    store::insert(tx, change).await
}
