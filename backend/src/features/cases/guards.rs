//! What must hold besides status and right before a change is made.

use chrono::{DateTime, TimeDelta, Utc};

use super::model::{CaseStatus, ReferralKind, ReferralState};
use super::projection::{CaseState, Referral};
use super::workflow::{CaseAction, may_start, verbs_from};
use crate::config::DeadlinesConfig;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Actor, Condition, Facts};

/// Refuses with 409, `state` and `allowed_actions`, unless `action` may start from here.
pub fn in_status(state: &CaseState, action: CaseAction) -> AppResult<()> {
    if may_start(action, state.status) {
        return Ok(());
    }
    let verbs: Vec<_> = verbs_from(state.status).map(|row| row.verb).collect();
    Err(AppError::from(ErrorCode::CaseIllegalTransition)
        .with("state", state.status.as_str())
        .with("allowed_actions", verbs))
}

/// The reason `actor` may not do `action` now, although status and right would let them.
pub fn refusal(
    state: &CaseState,
    action: CaseAction,
    actor: &Actor,
    limits: &DeadlinesConfig,
    now: DateTime<Utc>,
    may_override: bool,
) -> Option<ErrorCode> {
    match action {
        CaseAction::Dispatch => may_dispatch(state, limits),
        CaseAction::Sign => {
            own_referral_to_sign(state, actor).is_none().then_some(ErrorCode::CaseNotYourReferral)
        }
        CaseAction::Return => may_return(state, limits),
        CaseAction::Resolve => may_resolve(state, actor, may_override),
        CaseAction::Close => {
            (state.failed_callbacks < 2).then_some(ErrorCode::CaseCallbacksMissing)
        }
        CaseAction::Reopen => {
            let closed_at = state.closed_at.unwrap_or(now);
            (now - closed_at > TimeDelta::days(limits.reopen_days))
                .then_some(ErrorCode::CaseReopenWindow)
        }
        CaseAction::Classify
        | CaseAction::AutoSign
        | CaseAction::Rule
        | CaseAction::ReportProgress
        | CaseAction::AcceptResolution
        | CaseAction::RejectResolution
        | CaseAction::RecordCallback
        | CaseAction::Archive
        | CaseAction::Decline
        | CaseAction::Withdraw => None,
    }
}

/// Whether `actor`'s department only assists: such a department never sees who applied (domain 3.4,
/// PIPL art. 6), whatever the role.
pub fn only_assists(actor: &Actor, facts: &Facts<'_>) -> bool {
    Condition::AssistDepartment.holds(actor, facts)
        && !Condition::LeadDepartment.holds(actor, facts)
}

/// The referral `actor`'s department still has to sign for: an assistant signs its own.
pub fn own_referral_to_sign<'a>(state: &'a CaseState, actor: &Actor) -> Option<&'a Referral> {
    let department = actor.department_id?;
    state.referrals.iter().find(|referral| {
        referral.department_id == department
            && referral.state == ReferralState::Sent
            && (referral.kind == ReferralKind::Assist || state.status == CaseStatus::Dispatched)
    })
}

fn may_dispatch(state: &CaseState, limits: &DeadlinesConfig) -> Option<ErrorCode> {
    (state.status == CaseStatus::Returned && state.return_count >= limits.max_returns)
        .then_some(ErrorCode::CaseRulingRequired)
}

fn may_return(state: &CaseState, limits: &DeadlinesConfig) -> Option<ErrorCode> {
    if state.is_ruled {
        return Some(ErrorCode::CaseRuledFinal);
    }
    (state.return_count >= limits.max_returns).then_some(ErrorCode::CaseReturnLimit)
}

fn may_resolve(state: &CaseState, actor: &Actor, may_override: bool) -> Option<ErrorCode> {
    let is_lead = actor.department_id.is_some() && actor.department_id == state.lead_department_id;
    if !is_lead && !may_override {
        return Some(ErrorCode::CaseNotYourReferral);
    }
    let open = state.assists().any(|assist| assist.state != ReferralState::Done);
    (open && !may_override).then_some(ErrorCode::CaseAssistantOpen)
}
