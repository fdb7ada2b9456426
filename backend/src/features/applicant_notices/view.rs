//! A notice as one reader sees it.

use std::collections::BTreeMap;

use super::dto::{ApplicantNoticeKind, ApplicantNoticeState, ApplicantNoticeView, ToldWay};
use super::entity::notice;
use super::kind::is_open;
use super::text::Told;
use crate::features::cases::repo::{Loaded, Names};
use crate::features::cases::service::facts_of;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, holds};

/// Why `actor` may not write down that the applicant was told; none when they may.
pub(super) fn refusal(
    actor: &Actor,
    case: &Loaded,
    state: ApplicantNoticeState,
) -> Option<ErrorCode> {
    let assists = case.state.assist_department_ids();
    if !holds(actor, Action::CaseTellApplicant, &facts_of(case, &assists)) {
        return Some(ErrorCode::AuthNotAllowed);
    }
    (!is_open(state)).then_some(ErrorCode::ApplicantNoticeTold)
}

pub(super) fn state_of(row: &notice::Model) -> AppResult<ApplicantNoticeState> {
    ApplicantNoticeState::parse(&row.state).ok_or_else(unreadable)
}

pub(super) fn kind_of(row: &notice::Model) -> AppResult<ApplicantNoticeKind> {
    ApplicantNoticeKind::parse(&row.kind).ok_or_else(unreadable)
}

fn unreadable() -> AppError {
    AppError::internal("a notice to an applicant that cannot be read")
}

pub(super) fn view(
    row: &notice::Model,
    told: &Told<'_>,
    case: &Loaded,
    actor: &Actor,
    names: &Names,
) -> AppResult<ApplicantNoticeView> {
    let (kind, state) = (kind_of(row)?, state_of(row)?);
    let refusal = refusal(actor, case, state);
    let person = |id| PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() };
    let center = told.directory.centers.get(&row.center_id);
    Ok(ApplicantNoticeView {
        id: row.id,
        case_id: row.case_id,
        kind,
        title: told.title(kind).to_owned(),
        paragraphs: told.paragraphs(row, kind, &case.row.case_no),
        unit: told.unit(row),
        center: center.map(|center| center.name.clone()).unwrap_or_default(),
        reason: told.reason(row),
        until_on: row.until_on,
        days: row.days,
        state,
        way: row.way.as_deref().and_then(ToldWay::parse),
        told_at: row.told_at,
        told_by: row.told_by_id.map(person),
        error: row.error.clone(),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions: refusal.is_none().then(|| "tell".to_owned()).into_iter().collect(),
        refused_actions: refusal
            .map(|code| ("tell".to_owned(), code.as_str().to_owned()))
            .into_iter()
            .collect::<BTreeMap<_, _>>(),
    })
}
