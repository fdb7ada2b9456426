//! 补发查询码: another tracking code for who lost theirs. Only the hash of a code is kept, so there is
//! nothing to look up; the old one opens nothing from the same instant on. The ledger holds who did it
//! and why, never a code.

use uuid::Uuid;

use super::change::Change;
use super::dto::{ReceiptView, ReplaceTrackingCodeRequest};
use super::guards;
use super::intake;
use super::repo::{self, Loaded};
use super::service::{Asked, facts_of};
use super::transit::{self, By};
use super::unnamed::Unnamed;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::Reply;
use crate::policy::{Action, Actor, Facts, Scope, authorize, holds};

/// Whether `actor` may hand out a code: who may see whose it is, never who only assists.
pub fn may_replace(actor: &Actor, facts: &Facts<'_>) -> bool {
    holds(actor, Action::CaseReveal, facts) && !guards::only_assists(actor, facts)
}

/// Makes another code and answers it, this once.
pub async fn replace(
    asked: Asked<'_>,
    case_id: Uuid,
    body: &ReplaceTrackingCodeRequest,
) -> AppResult<Reply<ReceiptView>> {
    let Asked { state, tx, actor, ground } = asked;
    let scope = Scope::cases(actor, Action::CaseRead);
    let row = repo::find_for_update(tx, &scope, case_id).await?;
    let mut case: Loaded = repo::load(&**tx, row).await?;
    let before = case.row.clone();
    let assists = case.state.assist_department_ids();
    let facts = facts_of(&case, &assists);
    if !may_replace(actor, &facts) {
        return Err(ErrorCode::AuthNotAllowed.into());
    }
    let permit = authorize(actor, Action::CaseReveal, &facts)?;
    let change = Change::TrackingCodeReplaced { reason: body.reason.trim().to_owned() };
    let change = Unnamed::read(&**tx, case_id, change).await?;
    let by = By { actor: Some(actor), at: state.clock.now() };
    let pending = transit::apply(state, &ground.keeper, &mut case, &change, by)?;
    let code = intake::tracking_code(state);
    case.row.tracking_hash = state.keys.tracking_hash(&case.row.case_no, &code)?;
    // Whoever edits the case goes on.
    case.row.row_version = before.row_version;
    transit::store(tx, permit, &before, &case, pending).await?;
    Ok(Reply::ok(&ReceiptView { tracking_code: code })?.personal())
}
