//! 登记法定程序: what becomes known of the procedure a case waits for. Its limit is counted from the day
//! it was accepted there (受理之日), and grows by what the organ in charge has decided, as far as the
//! article lets it.

use chrono::{Days, NaiveDate};

use super::change::Change;
use super::clocks::{ClockEvent, ClockKind, MAX_AMOUNT};
use super::dto::RecordProcedureRequest;
use super::entity::clock;
use super::model::Procedure;
use super::projection::ClockSpan;
use super::repo::Loaded;
use super::timekeeping::{Timekeeper, Traits};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};

/// What was learned of it.
pub(super) fn record(
    state: &AppState,
    keeper: &Timekeeper,
    case: &Loaded,
    body: &RecordProcedureRequest,
) -> AppResult<Change> {
    let (row, span) = statutory(case).ok_or(ErrorCode::CaseNoProcedure)?;
    let says_nothing =
        body.accepted_on.is_none() && body.external_no.is_none() && body.extended_days.is_none();
    if says_nothing {
        return Err(wrong("/accepted_on", "missing_field"));
    }
    if let Some(procedure) = span.procedure {
        accepted(state, keeper, procedure, body.accepted_on)?;
    }
    let was_extended = span.is_extended();
    let span = ClockSpan { counted_from: body.accepted_on.or(span.counted_from), ..span.clone() };
    let moved = match keeper.moved(row, &span) {
        Ok(moved) => moved,
        // What was extended before would have been before it began, or after its end.
        Err(_) if was_extended && body.accepted_on.is_some() => {
            return Err(AppError::field("/accepted_on", ErrorCode::CaseInvalidTime));
        }
        Err(error) => return Err(error),
    };
    let row = moved.as_ref().unwrap_or(row);
    match (body.extended_days, body.extended_on) {
        (None, None) => {}
        (Some(_), None) => return Err(wrong("/extended_on", "missing_field")),
        (None, Some(_)) => return Err(wrong("/extended_days", "missing_field")),
        (Some(days), Some(on)) => extended(state, keeper, (row, &span), days, on)?,
    }
    Ok(Change::ProcedureRecorded {
        accepted_on: body.accepted_on,
        external_no: body.external_no.clone(),
        extended_days: body.extended_days,
        extended_on: body.extended_on,
        note: body.note.clone(),
    })
}

/// The day a procedure was accepted: today or before, and one a rule for it was in force on.
pub(super) fn accepted(
    state: &AppState,
    keeper: &Timekeeper,
    procedure: Procedure,
    accepted_on: Option<NaiveDate>,
) -> AppResult<()> {
    let Some(day) = accepted_on else { return Ok(()) };
    let today = local_date(state.clock.now());
    let earliest = today.checked_sub_days(Days::new(MAX_AMOUNT.into()));
    let traits = Traits { procedure: Some(procedure.as_str()), ..Traits::default() };
    let has_rule = keeper.rules().choose(ClockKind::Statutory, traits, day).is_some();
    if day > today || earliest.is_some_and(|earliest| day < earliest) || !has_rule {
        return Err(AppError::field("/accepted_on", ErrorCode::CaseInvalidTime));
    }
    Ok(())
}

/// Whether the organ could make it longer by so many days on that day: while it ran as it is counted
/// now, and within what the article allows.
fn extended(
    state: &AppState,
    keeper: &Timekeeper,
    (row, span): (&clock::Model, &ClockSpan),
    days: u16,
    on: NaiveDate,
) -> AppResult<()> {
    let is_possible = on <= local_date(state.clock.now()) && on >= local_date(span.begun_at());
    if !is_possible {
        return Err(AppError::field("/extended_on", ErrorCode::CaseInvalidTime));
    }
    if on > local_date(row.due_at) {
        return Err(AppError::field("/extended_on", ErrorCode::CaseExtensionTooLate));
    }
    let most = keeper.rule(row)?.extension.unwrap_or(0);
    let before = span.moves.iter().map(extension_days).sum::<u32>();
    if before + u32::from(days) > u32::from(most) {
        let left = u32::from(most).saturating_sub(before);
        let params = serde_json::Map::from_iter([("max".to_owned(), left.into())]);
        let code = ErrorCode::CaseProcedureExtension.as_str();
        return Err(AppError::Validation(vec![FieldError::rule("/extended_days", code, params)]));
    }
    Ok(())
}

/// The limit of the law that runs.
fn statutory(case: &Loaded) -> Option<(&clock::Model, &ClockSpan)> {
    let open = case.clocks.iter().zip(&case.state.clocks).rev();
    let mut open = open.filter(|(_, span)| span.is_open());
    open.find(|(_, span)| span.kind == ClockKind::Statutory)
}

fn extension_days(event: &ClockEvent) -> u32 {
    if let ClockEvent::Extended { days, .. } = event { u32::from(*days) } else { 0 }
}

fn wrong(pointer: &str, rule: &str) -> AppError {
    AppError::Validation(vec![FieldError::rule(pointer, rule, serde_json::Map::new())])
}
