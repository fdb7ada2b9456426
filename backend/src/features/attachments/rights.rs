//! Who may do what with an attachment, beside what the rights table says of its case.

use super::dto::AttachmentState;
use super::entity::attachment::Model;
use crate::features::cases::guards;
use crate::features::cases::projection::CaseState;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Facts, holds};

/// Whether papers that name a party may be seen: by whom may reveal masked fields, never by an
/// assisting department.
pub fn sees_identity(actor: &Actor, facts: &Facts<'_>) -> bool {
    holds(actor, Action::CaseReveal, facts) && !guards::only_assists(actor, facts)
}

/// Papers may be brought and filed until the dossier is sealed or the case has ended.
pub fn may_add(case: &CaseState) -> AppResult<()> {
    if case.dossier_sealed_at.is_some() {
        return Err(ErrorCode::DossierSealed.into());
    }
    if case.status.is_final() {
        return Err(ErrorCode::AttachmentCaseEnded.into());
    }
    Ok(())
}

/// Nothing is removed once the case was closed.
pub fn may_remove(case: &CaseState) -> AppResult<()> {
    if case.dossier_sealed_at.is_some() {
        return Err(ErrorCode::DossierSealed.into());
    }
    if case.status.is_open() { Ok(()) } else { Err(ErrorCode::AttachmentCaseClosed.into()) }
}

/// Only what is there can be opened, filed or removed.
pub fn is_kept(row: &Model) -> AppResult<()> {
    if row.state == AttachmentState::Kept.as_str() {
        return Ok(());
    }
    Err(ErrorCode::AttachmentNotKept.into())
}
