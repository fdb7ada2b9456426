//! 中止: who may stop a case for how long, who asks for more, and what is decided on that.
//!
//! The days of all stops the lead made by itself count together, as long as the matter is with it:
//! else a stop after a stop would hold the limit still for ever (`docs/adr/0145`).

use chrono::{Days, NaiveDate};

use super::change::Change;
use super::dto::{DecideSuspensionRequest, RequestSuspensionRequest, SuspendCaseRequest};
use super::model::Procedure;
use super::procedures;
use super::repo::Loaded;
use super::requests::not_before_tomorrow;
use super::service::facts_of;
use super::timekeeping::Timekeeper;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::policy::{Action, Actor, holds};

/// The reason of a stop that waits for a procedure of the law.
const PROCEDURE: &str = "procedure";

/// 中止.
pub(super) fn suspend(
    state: &AppState,
    keeper: &Timekeeper,
    actor: &Actor,
    case: &Loaded,
    body: &SuspendCaseRequest,
) -> AppResult<Change> {
    check(state, keeper, (&body.reason_code, body.procedure, body.accepted_on))?;
    not_before_tomorrow(state, body.until_on, "/until_on")?;
    let assists = case.state.assist_department_ids();
    let is_own = !holds(actor, Action::CaseSuspendLong, &facts_of(case, &assists));
    if is_own {
        let most = keeper.bounds(&case.row).own_stop_days;
        let left = most.saturating_sub(case.state.own_stop_days());
        let last = local_date(state.clock.now()).checked_add_days(Days::new(left.into()));
        let is_within = body.until_on.zip(last).is_some_and(|(until, last)| until <= last);
        if !is_within {
            let refused = AppError::from(ErrorCode::CaseSuspensionTooLong);
            return Err(refused.with("days_left", left));
        }
    }
    Ok(Change::Suspended {
        reason_code: body.reason_code.clone(),
        procedure: body.procedure,
        external_no: body.external_no.clone(),
        until_on: body.until_on,
        note: body.note.clone(),
        accepted_on: body.accepted_on,
        is_own,
        decision: None,
    })
}

/// 申请中止: for longer than the lead may stop it by itself, or for no named time.
pub(super) fn request(
    state: &AppState,
    keeper: &Timekeeper,
    case: &Loaded,
    body: &RequestSuspensionRequest,
) -> AppResult<Change> {
    check(state, keeper, (&body.reason_code, body.procedure, body.accepted_on))?;
    not_before_tomorrow(state, body.until_on, "/until_on")?;
    if case.state.suspension_request.is_some() {
        return Err(ErrorCode::CaseSuspensionPending.into());
    }
    Ok(Change::SuspensionRequested {
        reason_code: body.reason_code.clone(),
        procedure: body.procedure,
        external_no: body.external_no.clone(),
        until_on: body.until_on,
        reason: body.reason.trim().to_owned(),
        accepted_on: body.accepted_on,
    })
}

/// 审批中止: as it was asked for, or until another day; from now on, because the limit ran meanwhile.
pub(super) fn decide(
    state: &AppState,
    case: &Loaded,
    body: &DecideSuspensionRequest,
) -> AppResult<Change> {
    let asked = case.state.suspension_request.as_ref();
    let asked = asked.ok_or(ErrorCode::CaseNoSuspensionPending)?;
    let reason = body.reason.trim().to_owned();
    if !body.approve {
        let odd = body.until_on.map(|_| wrong("/until_on", "not_applicable"));
        return odd.map_or(Ok(Change::SuspensionRefused { reason }), Err);
    }
    let until_on = body.until_on.or(asked.until_on);
    // What was asked for may be over by the time it is decided on.
    not_before_tomorrow(state, until_on, "/until_on")?;
    Ok(Change::Suspended {
        reason_code: asked.reason_code.clone(),
        procedure: asked.procedure,
        external_no: asked.external_no.clone(),
        until_on,
        note: Some(asked.reason.clone()),
        accepted_on: asked.accepted_on,
        is_own: false,
        decision: Some(reason),
    })
}

/// Who waits for a procedure of the law names it and the day it was accepted, and nobody else does.
fn check(
    state: &AppState,
    keeper: &Timekeeper,
    (reason_code, procedure, accepted_on): (&str, Option<Procedure>, Option<NaiveDate>),
) -> AppResult<()> {
    match (reason_code == PROCEDURE, procedure) {
        (true, None) => Err(wrong("/procedure", "missing_field")),
        (false, Some(_)) => Err(wrong("/procedure", "not_applicable")),
        (false, None) if accepted_on.is_some() => Err(wrong("/accepted_on", "not_applicable")),
        (false, None) => Ok(()),
        (true, Some(procedure)) => procedures::accepted(state, keeper, procedure, accepted_on),
    }
}

fn wrong(pointer: &str, rule: &str) -> AppError {
    AppError::Validation(vec![FieldError::rule(pointer, rule, serde_json::Map::new())])
}
