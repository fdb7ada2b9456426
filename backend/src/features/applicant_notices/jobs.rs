//! What leaves for applicants, by the channels notices leave by, and addresses that are forgotten.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DerivePartialModel, EntityTrait as _, QueryFilter as _,
};
use uuid::Uuid;

use super::entity::{contact, notice};
use super::kind::{ApplicantNoticeKind, ApplicantNoticeState};
use super::letter::letter;
use super::repo;
use super::service;
use super::text::Told;
use super::view::{kind_of, state_of};
use crate::app::AppState;
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::model::CaseStatus;
use crate::features::notices::delivery::hours::Hours;
use crate::features::notices::delivery::{Channel, SendError, health};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;
use crate::policy::Permit;

/// Notices looked at in one round.
const MOST: u64 = 50;
/// Minutes between two attempts.
const WAIT_MINUTES: i64 = 60;

/// Sends what is due within the hours in which notices may leave. What a channel refuses, or gives up,
/// is for the window to tell.
pub async fn send(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    let db = state.db.reader();
    let due = repo::due(db, now, MOST).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let Some(channel) = state.channels.iter().next() else {
        // The channel was switched off in the meantime.
        for row in due {
            given_up(&state, &row, "channel.off").await?;
        }
        return Ok(0);
    };
    let calendar = state.calendars.newest(&state.db, now).await?;
    let is_open = Hours::of(&state.config.notices).is_open(&calendar, now);
    if !is_open || health::is_resting(db, channel.name(), now).await? {
        return Ok(0);
    }
    let ids: Vec<Uuid> = due.iter().map(|row| row.case_id).collect();
    let contacts = repo::contacts(db, ids.clone()).await?;
    let contacts: HashMap<Uuid, contact::Model> =
        contacts.into_iter().map(|row| (row.case_id, row)).collect();
    let cases = cases_of(db, ids).await?;
    let ground = Ground::of(&state).await?;
    let mut sent = 0;
    for row in due {
        let (Some(to), Some(case)) = (contacts.get(&row.case_id), cases.get(&row.case_id)) else {
            given_up(&state, &row, "contact.none").await?;
            continue;
        };
        // The mail would say what is no longer so.
        if is_past(&row, case)? {
            left(&state, &row, (ApplicantNoticeState::Published, None), None).await?;
            continue;
        }
        let outcome = send_one(&state, &ground, channel, &row, &case.case_no, to).await?;
        sent += u64::from(outcome.is_ok());
        if outcome.is_err_and(|error| error.is_down) {
            break;
        }
    }
    Ok(sent)
}

/// What a mail looks at of its case.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "case::Entity")]
struct Standing {
    id: Uuid,
    case_no: String,
    suspended_at: Option<DateTime<Utc>>,
    lead_department_id: Option<Uuid>,
}

async fn cases_of(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> AppResult<HashMap<Uuid, Standing>> {
    let found = case::Entity::find()
        .filter(case::Column::Id.is_in(ids))
        .into_partial_model::<Standing>()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|case| (case.id, case)).collect())
}

/// Whether it is no longer so: what stood still goes on again, or another unit has it by now.
fn is_past(row: &notice::Model, case: &Standing) -> AppResult<bool> {
    Ok(match kind_of(row)? {
        ApplicantNoticeKind::Suspended => case.suspended_at.is_none(),
        ApplicantNoticeKind::Dispatched => case.lead_department_id != row.department_id,
        ApplicantNoticeKind::Extended
        | ApplicantNoticeKind::Accepted
        | ApplicantNoticeKind::Resolved
        | ApplicantNoticeKind::Closed => false,
    })
}

async fn send_one(
    state: &AppState,
    ground: &Ground,
    channel: &dyn Channel,
    row: &notice::Model,
    case_no: &str,
    to: &contact::Model,
) -> AppResult<Result<(), SendError>> {
    let lang = if to.lang == "en" { Lang::En } else { Lang::Zh };
    let told = Told { directory: &ground.directory, codes: &ground.codes, lang };
    let letter = letter(&told, row, kind_of(row)?, case_no, to);
    let outcome = channel.send(&letter).await;
    let now = state.clock.now();
    let noted = async |tx: &Tx| health::note(tx, channel.name(), outcome, now).await;
    state.db.write(noted).await?;
    match outcome {
        Ok(()) => {
            let kept = async |tx: &Tx| {
                Box::pin(service::sent(state, tx, ground, (row.case_id, row.id))).await
            };
            state.db.write(kept).await?;
        }
        Err(error) => {
            let tries = row.attempts + 1;
            if error.is_permanent || tries >= state.config.notices.smtp.max_attempts {
                given_up(state, row, error.code).await?;
            } else {
                put_off(state, row, error.code, now + TimeDelta::minutes(WAIT_MINUTES)).await?;
            }
        }
    }
    Ok(outcome)
}

/// It did not leave: somebody has to tell the applicant what has to be told.
async fn given_up(state: &AppState, row: &notice::Model, code: &'static str) -> AppResult<()> {
    let to = if kind_of(row)?.is_mail_only() {
        ApplicantNoticeState::Published
    } else {
        ApplicantNoticeState::ToTell
    };
    left(state, row, (to, None), Some(code)).await
}

async fn put_off(
    state: &AppState,
    row: &notice::Model,
    code: &'static str,
    next: DateTime<Utc>,
) -> AppResult<()> {
    left(state, row, (ApplicantNoticeState::ToSend, Some(next)), Some(code)).await
}

/// Says what becomes of a notice that did not leave; nothing where somebody told the applicant in the
/// meantime.
async fn left(
    state: &AppState,
    row: &notice::Model,
    (to, next): (ApplicantNoticeState, Option<DateTime<Utc>>),
    code: Option<&'static str>,
) -> AppResult<()> {
    let permit = Permit::system("applicant_notices.send");
    let (case_id, id, now) = (row.case_id, row.id, state.clock.now());
    let keep = async |tx: &Tx| {
        let row = repo::hold(tx, case_id, id).await?;
        if state_of(&row)? != ApplicantNoticeState::ToSend {
            return Ok(());
        }
        let row = notice::Model {
            state: to.as_str().to_owned(),
            attempts: row.attempts + i32::from(code.is_some()),
            next_attempt_at: next,
            error: code.map(ToOwned::to_owned),
            updated_at: now,
            row_version: row.row_version + 1,
            ..row
        };
        repo::save(tx, &permit, row).await
    };
    state.db.write(keep).await
}

/// Forgets the addresses of applicants whose case has ended for good.
pub async fn sweep(state: Arc<AppState>) -> AppResult<u64> {
    let ended = [CaseStatus::Archived, CaseStatus::NotAccepted, CaseStatus::Withdrawn];
    let ended = ended.map(CaseStatus::as_str);
    state.db.write(async |tx: &Tx| repo::forget_contacts(tx, &ended).await).await
}
