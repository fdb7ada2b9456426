//! What must hold besides status and right before a change is made.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::clocks::ClockKind;
use super::model::{CaseStatus, OwnerKind, ReferralKind, ReferralState};
use super::projection::{CaseState, Referral};
use super::workflow::{CaseAction, may_start};
use crate::features::calendars::civil_day::local_date;
use crate::features::dossiers::rules::DossierRules;
use crate::features::procedure_rules::Bounds;
use crate::platform::error::ErrorCode;
use crate::policy::{Actor, Condition, Facts};

/// What a guard weighs beside the state and the actor.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// What the rules of the procedure let be done with the case.
    pub bounds: Bounds,
    /// Which dossiers are sealed before they are archived.
    pub dossiers: &'a DossierRules,
    /// The instant it is asked at.
    pub now: DateTime<Utc>,
    /// Last instant of the limit for handling that runs: derived, so the state does not know it.
    pub handling_due_at: Option<DateTime<Utc>>,
    /// Whether the actor may resolve over an assistant that is not done.
    pub may_override: bool,
}

/// The reason `actor` may not do `action` now, although the right would let them.
pub fn refusal(
    state: &CaseState,
    action: CaseAction,
    actor: &Actor,
    around: Around<'_>,
) -> Option<ErrorCode> {
    let Around { bounds, dossiers, now, handling_due_at, may_override } = around;
    if !may_start(action, state.status) {
        return Some(ErrorCode::CaseIllegalTransition);
    }
    match action {
        CaseAction::Dispatch => may_dispatch(state),
        CaseAction::Sign => {
            if own_referral_to_sign(state, actor).is_some() {
                return None;
            }
            let has_part = state.referrals.iter().any(|referral| {
                referral.state.is_in_force() && Some(referral.department_id) == actor.department_id
            });
            let done = ErrorCode::CaseNothingToSign;
            Some(if has_part { done } else { ErrorCode::CaseNotYourReferral })
        }
        CaseAction::Return => may_return(state, bounds),
        CaseAction::Resolve => may_resolve(state, actor, may_override),
        CaseAction::Close => {
            (state.failed_callbacks < 2).then_some(ErrorCode::CaseCallbacksMissing)
        }
        CaseAction::Reopen => {
            let closed_at = state.closed_at.unwrap_or(now);
            (now - closed_at > TimeDelta::days(bounds.reopening_days))
                .then_some(ErrorCode::CaseReopenWindow)
        }
        CaseAction::CompleteAssist => {
            own_assistance(state, actor).is_none().then_some(ErrorCode::CaseNotYourReferral)
        }
        CaseAction::ReturnAssist => {
            own_open_assistance(state, actor).is_none().then_some(ErrorCode::CaseNotYourReferral)
        }
        CaseAction::RemoveAssist => {
            let is_open = state.assists().any(|assist| assist.state.is_open());
            (!is_open).then_some(ErrorCode::CaseNoAssistOpen)
        }
        CaseAction::Unsplit => may_unsplit(state),
        CaseAction::RequestSuspension => {
            state.suspension_request.is_some().then_some(ErrorCode::CaseSuspensionPending)
        }
        CaseAction::DecideSuspension => {
            state.suspension_request.is_none().then_some(ErrorCode::CaseNoSuspensionPending)
        }
        CaseAction::RecordProcedure => {
            let waits = state.suspension.as_ref().is_some_and(|stop| stop.procedure.is_some());
            (!waits).then_some(ErrorCode::CaseNoProcedure)
        }
        CaseAction::RequestExtension => may_ask_for_extension(state, handling_due_at, now),
        CaseAction::DecideExtension => {
            state.extension.is_none().then_some(ErrorCode::CaseNoExtensionPending)
        }
        CaseAction::Archive => may_archive(state, dossiers),
        CaseAction::Restrict => {
            state.restriction.is_some().then_some(ErrorCode::CaseAlreadyRestricted)
        }
        CaseAction::LiftRestriction => {
            state.restriction.is_none().then_some(ErrorCode::CaseNotRestricted)
        }
        CaseAction::Classify
        | CaseAction::AddAssist
        | CaseAction::Suspend
        | CaseAction::Resume
        | CaseAction::AutoResume
        | CaseAction::TransferLevel
        | CaseAction::TakeCharge
        | CaseAction::Merge
        | CaseAction::Unmerge
        | CaseAction::Split
        | CaseAction::AutoSign
        | CaseAction::Rule
        | CaseAction::ReportProgress
        | CaseAction::AcceptResolution
        | CaseAction::RejectResolution
        | CaseAction::RecordCallback
        | CaseAction::Decline
        | CaseAction::Withdraw
        | CaseAction::RuleNote => None,
    }
}

/// The reason a rule may not do `action` now. It has no department: what only departments do, it
/// cannot ask for.
pub fn refusal_of_rule(state: &CaseState, action: CaseAction) -> Option<ErrorCode> {
    if !may_start(action, state.status) {
        return Some(ErrorCode::CaseIllegalTransition);
    }
    if action == CaseAction::Dispatch { may_dispatch(state) } else { None }
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

/// The part `actor`'s department still has to do as an assistant, once it has signed for it.
pub fn own_assistance<'a>(state: &'a CaseState, actor: &Actor) -> Option<&'a Referral> {
    let department = actor.department_id?;
    state
        .assists()
        .find(|assist| assist.department_id == department && assist.state == ReferralState::Signed)
}

/// The part `actor`'s department has as an assistant and has not done yet, signed for or not.
pub fn own_open_assistance<'a>(state: &'a CaseState, actor: &Actor) -> Option<&'a Referral> {
    open_assistance(state, actor.department_id?)
}

/// The part a department has as an assistant and has not done yet.
pub fn open_assistance(state: &CaseState, department_id: Uuid) -> Option<&Referral> {
    let mut open = state.assists().filter(|assist| assist.state.is_open());
    open.find(|assist| assist.department_id == department_id)
}

/// Whether `actor`'s department had a part as an assistant, returned it, and leads nothing of it now:
/// what it was never shown it is not shown afterwards either.
pub fn gave_up_assisting(state: &CaseState, actor: &Actor) -> bool {
    let Some(department_id) = actor.department_id else { return false };
    let is_returned = |r: &Referral| {
        r.kind == ReferralKind::Assist
            && r.state == ReferralState::Returned
            && r.department_id == department_id
    };
    state.lead_department_id != Some(department_id) && state.referrals.iter().any(is_returned)
}

fn may_ask_for_extension(
    state: &CaseState,
    due_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<ErrorCode> {
    if state.extension.is_some() {
        return Some(ErrorCode::CaseExtensionPending);
    }
    if state.clocks.iter().any(|c| c.kind == ClockKind::Handling && c.is_extended()) {
        return Some(ErrorCode::CaseExtensionUsed);
    }
    let is_running = due_at.is_some_and(|due_at| due_at >= now);
    (!is_running).then_some(ErrorCode::CaseExtensionTooLate)
}

/// Where papers are required by the rule of the day it was closed, the dossier is sealed first.
fn may_archive(state: &CaseState, dossiers: &DossierRules) -> Option<ErrorCode> {
    let method = state.method_code.as_deref();
    let is_required =
        state.closed_at.is_some_and(|at| dossiers.is_seal_required(method, local_date(at)));
    (is_required && state.dossier_sealed_at.is_none()).then_some(ErrorCode::DossierNotSealed)
}

/// A part goes back into its original only while nobody has begun with it.
fn may_unsplit(state: &CaseState) -> Option<ErrorCode> {
    if state.split_from_id.is_none() {
        return Some(ErrorCode::CaseNotAPart);
    }
    let is_worked = !state.referrals.is_empty() || state.handed.is_some() || state.charge.is_some();
    is_worked.then_some(ErrorCode::CasePartWorked)
}

fn may_dispatch(state: &CaseState) -> Option<ErrorCode> {
    if state.status == CaseStatus::Returned && state.owner.kind == OwnerKind::Director {
        return Some(ErrorCode::CaseRulingRequired);
    }
    // The level may come with the dispatch.
    state.type_code.is_none().then_some(ErrorCode::CaseNotClassified)
}

fn may_return(state: &CaseState, bounds: Bounds) -> Option<ErrorCode> {
    if state.is_ruled {
        return Some(ErrorCode::CaseRuledFinal);
    }
    (state.returns_here() >= bounds.returns).then_some(ErrorCode::CaseReturnLimit)
}

fn may_resolve(state: &CaseState, actor: &Actor, may_override: bool) -> Option<ErrorCode> {
    let is_lead = actor.department_id.is_some() && actor.department_id == state.lead_department_id;
    let is_waiting = state.assists().any(|assist| assist.state != ReferralState::Done);
    match (is_lead, is_waiting) {
        (true, false) => None,
        (_, true) if may_override => None,
        (true, true) => Some(ErrorCode::CaseAssistantOpen),
        // Without an assistant to be overridden, resolving is the lead's.
        (false, _) => Some(ErrorCode::CaseNotYourReferral),
    }
}
