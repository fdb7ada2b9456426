//! From what a caller asks to what happens: the changes of co-handling, extensions, levels,
//! leaders, merges, results and callbacks. What status and right leave open is refused here, by name.

use chrono::{Days, NaiveDate};
use serde_json::Value;
use uuid::Uuid;

use super::change::{Change, Referred, RegionThen};
use super::dto::{
    AddAssistRequest, MergeCaseRequest, RecordCallbackRequest, RemoveAssistRequest,
    RequestExtensionRequest, ResolveCaseRequest, ReturnAssistRequest, TakeChargeRequest,
    TransferLevelRequest,
};
use super::ground::Ground;
use super::guards;
use super::ledger::sha256;
use super::model::{CaseStatus, Direction};
use super::projection::Referral;
use super::purpose::Purpose;
use super::repo::Loaded;
use super::service::{facts_of, referred};
use super::timekeeping::Timekeeper;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::org::directory::Directory;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::policy::{Action, Actor, Scope, holds};

/// 增加协办.
pub(super) fn add_assist(
    state: &AppState,
    ground: &Ground,
    case: &Loaded,
    body: &AddAssistRequest,
) -> AppResult<Change> {
    let has_part = |id: Uuid| {
        case.state.lead_department_id == Some(id)
            || case.state.assist_department_ids().contains(&id)
    };
    let assist = referred(state, ground, case, body.department_id, "/department_id")?;
    if has_part(body.department_id) {
        return Err(ErrorCode::CaseAssistDuplicate.into());
    }
    not_before_tomorrow(state, body.due_on, "/due_on")?;
    Ok(Change::AssistAdded { assist, task: body.task.trim().to_owned(), due_on: body.due_on })
}

/// 协办办结, of the actor's own department.
pub(super) fn complete_assist(actor: &Actor, case: &Loaded, result: &str) -> AppResult<Change> {
    let referral = guards::own_assistance(&case.state, actor);
    let referral = referral.ok_or(ErrorCode::CaseNotYourReferral)?;
    Ok(Change::AssistCompleted { referral_id: referral.id, result: result.trim().to_owned() })
}

/// 退回协办, of the actor's own department.
pub(super) fn return_assist(
    actor: &Actor,
    case: &Loaded,
    body: &ReturnAssistRequest,
) -> AppResult<Change> {
    let referral = guards::own_open_assistance(&case.state, actor);
    let referral = referral.ok_or(ErrorCode::CaseNotYourReferral)?;
    Ok(Change::AssistReturned {
        assist: part_of(referral),
        ground_code: body.ground_code.clone(),
        note: body.note.trim().to_owned(),
    })
}

/// 撤销协办, of a department that has not done its part.
pub(super) fn remove_assist(case: &Loaded, body: &RemoveAssistRequest) -> AppResult<Change> {
    let referral = guards::open_assistance(&case.state, body.department_id);
    let referral = referral.ok_or(ErrorCode::CaseNoAssistOpen)?;
    let reason = body.reason.trim().to_owned();
    Ok(Change::AssistRemoved { assist: part_of(referral), reason })
}

const fn part_of(referral: &Referral) -> Referred {
    Referred { referral_id: referral.id, department_id: referral.department_id }
}

/// 申请延期.
pub(super) fn request_extension(
    keeper: &Timekeeper,
    case: &Loaded,
    body: &RequestExtensionRequest,
) -> AppResult<Change> {
    // That it still runs has been asked by the guard.
    let clock = case.handling().ok_or(ErrorCode::CaseExtensionTooLate)?;
    let percent = keeper.bounds(&case.row).extension_percent;
    let share = u32::from(keeper.amount(clock)?) * percent / 100;
    let most = u16::try_from(share).unwrap_or(u16::MAX).max(1);
    if body.days > most {
        let params = serde_json::Map::from_iter([("max".to_owned(), most.into())]);
        let code = ErrorCode::CaseExtensionTooLong.as_str();
        return Err(AppError::Validation(vec![FieldError::rule("/days", code, params)]));
    }
    Ok(Change::ExtensionRequested { days: body.days, reason: body.reason.trim().to_owned() })
}

/// 上报、下派.
pub(super) fn transfer_level(
    ground: &Ground,
    case: &Loaded,
    body: &TransferLevelRequest,
) -> AppResult<Change> {
    let directory = &ground.directory;
    let unknown = || AppError::field("/to_center_id", ErrorCode::CenterUnknown);
    let to = center_region(directory, body.to_center_id).ok_or_else(unknown)?;
    let from = center_region(directory, case.row.center_id).ok_or_else(unknown)?;
    let direction = if from.code.starts_with(&to.code) && from != to {
        Direction::Up
    } else if to.code.starts_with(&from.code) && from != to {
        Direction::Down
    } else {
        return Err(AppError::field("/to_center_id", ErrorCode::CaseNotAboveOrBelow));
    };
    // A matter handed down lies where it is handed to, unless it was known more exactly already.
    let is_wider = to.code.starts_with(&case.row.region_code) && to.code != case.row.region_code;
    if direction == Direction::Down && !is_wider && !case.row.region_code.starts_with(&to.code) {
        return Err(AppError::field("/to_center_id", ErrorCode::CaseDepartmentOutOfReach));
    }
    Ok(Change::LevelTransferred {
        from_center_id: case.row.center_id,
        to_center_id: body.to_center_id,
        direction,
        region: (direction == Direction::Down && is_wider).then_some(to),
        reason: body.reason.trim().to_owned(),
    })
}

fn center_region(directory: &Directory, center_id: Uuid) -> Option<RegionThen> {
    let region = directory.regions.get(&directory.centers.get(&center_id)?.region_id)?;
    Some(RegionThen { id: region.id, code: region.code.clone() })
}

/// 包案, by the actor.
pub(super) fn take_charge(
    state: &AppState,
    actor: &Actor,
    body: &TakeChargeRequest,
) -> AppResult<Change> {
    if body.next_review_on < local_date(state.clock.now()) {
        return Err(AppError::field("/next_review_on", ErrorCode::CaseInvalidTime));
    }
    Ok(Change::TakenInCharge {
        // Who replaces a leader binds the leader.
        leader_id: actor.holder_id(),
        plan: body.plan.trim().to_owned(),
        next_review_on: body.next_review_on,
    })
}

/// 并案, into an open case the actor may merge as well. Locked, so that two cases never end up in
/// each other.
pub(super) async fn merge(
    tx: &Tx,
    purpose: Purpose<'_>,
    actor: &Actor,
    case: &Loaded,
    body: &MergeCaseRequest,
) -> AppResult<Change> {
    let refused = || AppError::field("/into_case_id", ErrorCode::CaseMergeTarget);
    if body.into_case_id == case.row.id {
        return Err(refused());
    }
    let scope = Scope::cases(actor, Action::CaseMerge);
    let into = match purpose.find(tx, &scope, body.into_case_id).await {
        Ok(into) => into,
        Err(error) if error.code() == ErrorCode::RequestNotFound => return Err(refused()),
        Err(error) => return Err(error),
    };
    if !CaseStatus::parse(&into.status).is_some_and(CaseStatus::is_open) {
        return Err(refused());
    }
    Ok(Change::Merged {
        into_case_id: into.id,
        into_case_no: into.case_no,
        reason: body.reason.clone(),
    })
}

/// A day to come, if one is named, within the bounds of a limit.
pub(super) fn not_before_tomorrow(
    state: &AppState,
    day: Option<NaiveDate>,
    pointer: &str,
) -> AppResult<()> {
    let today = local_date(state.clock.now());
    let latest = today.checked_add_days(Days::new(super::clocks::MAX_AMOUNT.into()));
    let is_wrong = |day: NaiveDate| day <= today || latest.is_some_and(|latest| day > latest);
    if day.is_some_and(is_wrong) {
        return Err(AppError::field(pointer, ErrorCode::CaseInvalidTime));
    }
    Ok(())
}

/// 办结申报: by the lead, or by who may over its assistants, with a reason.
pub(super) fn resolved(
    actor: &Actor,
    case: &Loaded,
    body: &ResolveCaseRequest,
) -> AppResult<Change> {
    let assists = case.state.assist_department_ids();
    let may_override = holds(actor, Action::CaseOverrideAssist, &facts_of(case, &assists));
    let is_lead =
        actor.department_id.is_some() && actor.department_id == case.row.lead_department_id;
    let reason = body.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if !is_lead && may_override && reason.is_none() {
        return Err(AppError::field("/reason", ErrorCode::CaseReasonRequired));
    }
    Ok(Change::Resolved {
        outcome: body.outcome,
        method_code: body.method_code.clone(),
        summary_hash: sha256(body.summary.as_bytes()),
        override_reason: reason.filter(|_| !is_lead).map(ToOwned::to_owned),
    })
}

/// 回访: who was reached answers, who was not does not.
pub(super) fn called_back(body: &RecordCallbackRequest) -> AppResult<Change> {
    if body.reached && body.solved.is_none() {
        let missing = FieldError::rule("/solved", "missing_field", serde_json::Map::new());
        return Err(AppError::Validation(vec![missing]));
    }
    if !body.reached && (body.solved.is_some() || body.fairly_treated.is_some()) {
        let params = serde_json::Map::from_iter([("reached".to_owned(), Value::Bool(false))]);
        let answered = FieldError::rule("/reached", "not_reached_has_no_answers", params);
        return Err(AppError::Validation(vec![answered]));
    }
    Ok(Change::CallbackRecorded {
        reached: body.reached,
        solved: body.solved,
        fairly_treated: body.fairly_treated,
        comment: body.comment.clone(),
    })
}
