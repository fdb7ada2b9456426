//! Between the state of a case and its rows: what is stored of a projection, and read back.

use uuid::Uuid;

use super::clocks::ClockKind;
use super::entity::{case, clock, referral};
use super::model::{
    CaseStatus, Direction, Level, Outcome, OwnerKind, Procedure, ReferralKind, ReferralState,
    RestrictionClass,
};
use super::projection::{
    Basis, CaseState, Charge, ClockSpan, Extension, Handed, Owner, Referral, Restriction,
    Suspension, SuspensionRequest,
};
use super::referral_graph::is_ping_pong;
use super::timekeeping::{NextLimit, moves_of};
use crate::platform::error::{AppError, AppResult};

fn word<T>(parsed: Option<T>, what: &'static str) -> AppResult<T> {
    parsed.ok_or_else(|| AppError::internal(format!("unknown {what} in the database")))
}

/// Reads the projection back out of its rows.
pub(super) fn state_of(
    row: &case::Model,
    referrals: &[referral::Model],
    clocks: &[clock::Model],
) -> AppResult<CaseState> {
    Ok(CaseState {
        status: word(CaseStatus::parse(&row.status), "status")?,
        owner: Owner {
            kind: word(OwnerKind::parse(&row.owner_kind), "owner")?,
            department_id: row.owner_department_id,
            since: row.owner_since,
        },
        type_code: row.type_code.clone(),
        scale_code: row.scale_code.clone(),
        level: row.level.as_deref().and_then(Level::parse),
        lead_department_id: row.lead_department_id,
        route: row.route.clone(),
        return_count: row.return_count,
        is_ruled: row.is_ruled,
        referrals: referrals.iter().map(referral_of).collect::<AppResult<_>>()?,
        clocks: clocks.iter().map(span_of).collect::<AppResult<_>>()?,
        resolved_at: row.resolved_at,
        closed_at: row.closed_at,
        outcome: row.outcome.as_deref().and_then(Outcome::parse),
        method_code: row.method_code.clone(),
        failed_callbacks: row.failed_callbacks,
        last_failed_callback_on: row.last_failed_callback_on,
        center_id: row.center_id,
        handed: handed_of(row),
        suspension: suspension_of(row),
        suspension_request: suspension_request_of(row)?,
        extension: extension_of(row),
        charge: charge_of(row),
        merged_into_id: row.merged_into_id,
        split_from_id: row.split_from_id,
        dossier_sealed_at: row.dossier_sealed_at,
        restriction: restriction_of(row),
    })
}

fn restriction_of(row: &case::Model) -> Option<Restriction> {
    Some(Restriction {
        class: RestrictionClass::parse(row.restriction.as_deref()?)?,
        reason: row.restriction_reason.clone(),
        since: row.restricted_at?,
    })
}

fn handed_of(row: &case::Model) -> Option<Handed> {
    Some(Handed {
        direction: Direction::parse(row.handed_direction.as_deref()?)?,
        from_center_id: row.handed_from_center_id?,
        at: row.handed_at?,
    })
}

fn suspension_of(row: &case::Model) -> Option<Suspension> {
    Some(Suspension {
        reason_code: row.suspend_reason_code.clone()?,
        procedure: row.suspend_procedure.as_deref().and_then(Procedure::parse),
        external_no: row.suspend_external_no.clone(),
        accepted_on: row.suspend_accepted_on,
        until_on: row.suspended_until_on,
        is_own: row.suspension_is_own.unwrap_or(false),
        since: row.suspended_at?,
    })
}

fn suspension_request_of(row: &case::Model) -> AppResult<Option<SuspensionRequest>> {
    Ok(row.suspension_request.as_deref().map(serde_json::from_str).transpose()?)
}

fn extension_of(row: &case::Model) -> Option<Extension> {
    let days = u16::try_from(row.extension_days?).ok()?;
    Some(Extension { days, asked_at: row.extension_asked_at? })
}

fn charge_of(row: &case::Model) -> Option<Charge> {
    Some(Charge {
        leader_id: row.charge_leader_id?,
        plan: row.charge_plan.clone()?,
        next_review_on: row.charge_review_on?,
        since: row.charged_at?,
    })
}

fn referral_of(row: &referral::Model) -> AppResult<Referral> {
    Ok(Referral {
        id: row.id,
        kind: word(ReferralKind::parse(&row.kind), "referral kind")?,
        department_id: row.department_id,
        state: word(ReferralState::parse(&row.state), "referral state")?,
        sent_at: row.sent_at,
        signed_at: row.signed_at,
        signed_by_id: row.signed_by_id,
        note: row.note.clone(),
        task: row.task.clone(),
        due_on: row.due_on,
        done_at: row.done_at,
        result: row.result.clone(),
        ground_code: row.ground_code.clone(),
        suggested_department_id: row.suggested_department_id,
        own_stop_days: u32::try_from(row.own_stop_days).unwrap_or(0),
    })
}

fn span_of(row: &clock::Model) -> AppResult<ClockSpan> {
    Ok(ClockSpan {
        kind: word(ClockKind::parse(&row.kind), "clock kind")?,
        referral_id: row.referral_id,
        started_at: row.started_at,
        finished_at: row.finished_at,
        is_cancelled: row.is_cancelled,
        moves: moves_of(row)?,
        counted_from: row.counted_from,
        fixed_on: row.fixed_on,
        procedure: row.procedure.as_deref().and_then(Procedure::parse),
        basis: row.rebased_at.map(|since| Basis {
            rule_id: row.rule_id,
            calendar_version: row.calendar_version,
            since,
        }),
    })
}

/// Puts what the events decide into the columns of the row.
pub(super) fn project(
    row: &mut case::Model,
    state: &CaseState,
    next: Option<&NextLimit>,
) -> AppResult<()> {
    state.status.as_str().clone_into(&mut row.status);
    state.owner.kind.as_str().clone_into(&mut row.owner_kind);
    row.owner_department_id = state.owner.department_id;
    row.owner_since = state.owner.since;
    row.type_code.clone_from(&state.type_code);
    row.scale_code.clone_from(&state.scale_code);
    row.level = state.level.map(|level| level.as_str().to_owned());
    row.lead_department_id = state.lead_department_id;
    row.route.clone_from(&state.route);
    row.return_count = state.return_count;
    row.is_ruled = state.is_ruled;
    row.resolved_at = state.resolved_at;
    row.closed_at = state.closed_at;
    row.outcome = state.outcome.map(|outcome| outcome.as_str().to_owned());
    row.method_code.clone_from(&state.method_code);
    row.failed_callbacks = state.failed_callbacks;
    row.last_failed_callback_on = state.last_failed_callback_on;
    row.center_id = state.center_id;
    row.merged_into_id = state.merged_into_id;
    row.split_from_id = state.split_from_id;
    row.dossier_sealed_at = state.dossier_sealed_at;
    let restriction = state.restriction.as_ref();
    row.restriction = restriction.map(|why| why.class.as_str().to_owned());
    row.restriction_reason = restriction.and_then(|why| why.reason.clone());
    row.restricted_at = restriction.map(|why| why.since);
    row.is_ping_pong = Some(is_ping_pong(&state.referrals));
    project_handed(row, state.handed);
    project_suspension(row, state.suspension.as_ref());
    let asked = state.suspension_request.as_ref();
    row.suspension_request = asked.map(serde_json::to_string).transpose()?;
    row.extension_days = state.extension.map(|asked| i32::from(asked.days));
    row.extension_asked_at = state.extension.map(|asked| asked.asked_at);
    project_charge(row, state.charge.as_ref());
    row.clock_kind = next.map(|next| next.kind.as_str().to_owned());
    row.clock_unit = next.map(|next| next.unit.as_str().to_owned());
    row.clock_calendar_version = next.map(|next| next.calendar_version);
    row.due_at = next.map(|next| next.due_at);
    row.lamp_yellow_at = next.map(|next| next.yellow_at);
    Ok(())
}

fn project_handed(row: &mut case::Model, handed: Option<Handed>) {
    row.handed_direction = handed.map(|handed| handed.direction.as_str().to_owned());
    row.handed_from_center_id = handed.map(|handed| handed.from_center_id);
    row.handed_at = handed.map(|handed| handed.at);
}

fn project_suspension(row: &mut case::Model, stop: Option<&Suspension>) {
    row.suspended_at = stop.map(|stop| stop.since);
    row.suspend_reason_code = stop.map(|stop| stop.reason_code.clone());
    row.suspend_procedure = stop.and_then(|stop| Some(stop.procedure?.as_str().to_owned()));
    row.suspend_external_no = stop.and_then(|stop| stop.external_no.clone());
    row.suspend_accepted_on = stop.and_then(|stop| stop.accepted_on);
    row.suspended_until_on = stop.and_then(|stop| stop.until_on);
    row.suspension_is_own = stop.map(|stop| stop.is_own);
}

fn project_charge(row: &mut case::Model, charge: Option<&Charge>) {
    row.charge_leader_id = charge.map(|charge| charge.leader_id);
    row.charge_plan = charge.map(|charge| charge.plan.clone());
    row.charge_review_on = charge.map(|charge| charge.next_review_on);
    row.charged_at = charge.map(|charge| charge.since);
}

/// The row of a referral.
pub(super) fn referral_row(case_id: Uuid, referral: &Referral) -> referral::Model {
    referral::Model {
        id: referral.id,
        case_id,
        kind: referral.kind.as_str().to_owned(),
        department_id: referral.department_id,
        state: referral.state.as_str().to_owned(),
        sent_at: referral.sent_at,
        signed_at: referral.signed_at,
        signed_by_id: referral.signed_by_id,
        note: referral.note.clone(),
        task: referral.task.clone(),
        due_on: referral.due_on,
        done_at: referral.done_at,
        result: referral.result.clone(),
        ground_code: referral.ground_code.clone(),
        suggested_department_id: referral.suggested_department_id,
        own_stop_days: i32::try_from(referral.own_stop_days).unwrap_or(i32::MAX),
    }
}
