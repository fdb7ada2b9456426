//! Appointments: places booked at the window, one number each, without a name.

use uuid::Uuid;

use super::dto::{AppointmentView, BookAppointmentRequest};
use super::entity::{appointment, day};
use super::repo;
use super::roster::{Asked, opened};
use super::rules::AppointmentState;
use super::view::{Reader, Under, appointment_facts};
use crate::features::cases::repo as cases;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{IfMatch, Reply};
use crate::policy::{Action, Scope, authorize};

/// Books a place on a day; the first free number unless one is asked for.
pub async fn book(
    asked: Asked<'_>,
    day_id: Uuid,
    body: &BookAppointmentRequest,
) -> AppResult<Reply<AppointmentView>> {
    let Asked { state, tx, actor, .. } = asked;
    let appoint = ("appoint", Action::ReceptionAppoint);
    // The day is held: nobody else books on it meanwhile.
    let (day, permit) = opened(asked, day_id, None, appoint).await?;
    if let Some(id) = body.case_id {
        let scope = Scope::cases(actor, Action::CaseRead);
        if cases::list_of(&**tx, &scope, &[id]).await?.is_empty() {
            return Err(AppError::field("/case_id", ErrorCode::ReceptionCaseUnknown));
        }
    }
    let slot_no = free(asked, &day, body.slot_no).await?;
    let now = asked.now();
    let row = appointment::Model {
        id: state.ids.next(),
        day_id,
        center_id: day.center_id,
        region_code: day.region_code,
        slot_no,
        subject: body.subject.as_deref().map(|text| text.trim().to_owned()),
        people_count: body.people_count,
        case_id: body.case_id,
        state: AppointmentState::Booked.as_str().to_owned(),
        booked_by_id: actor.person_id,
        cancel_reason: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    repo::insert_appointment(tx, permit, row.clone()).await?;
    let view = shown(asked, row).await?;
    let location = format!("/api/v1/receptions/days/{day_id}");
    Ok(Reply::created(&view, location)?.version(view.version).personal())
}

async fn free(asked: Asked<'_>, day: &day::Model, wanted: Option<i32>) -> AppResult<i32> {
    let cancelled = AppointmentState::Cancelled.as_str();
    let booked = repo::appointments(&**asked.tx, day.id).await?;
    let is_free =
        |number: &i32| !booked.iter().any(|one| one.slot_no == *number && one.state != cancelled);
    let first = (1..=day.slots).find(is_free).ok_or(ErrorCode::ReceptionFull)?;
    match wanted {
        None => Ok(first),
        Some(number) if (1..=day.slots).contains(&number) && is_free(&number) => Ok(number),
        Some(_) => Err(AppError::field("/slot_no", ErrorCode::ReceptionSlotTaken)),
    }
}

/// How an appointment ends without a reception.
#[derive(Debug, Clone)]
pub enum Ending {
    /// It was cancelled, for a reason.
    Cancelled(String),
    /// Nobody came.
    Missed,
}

/// Ends an appointment: 404 outside the scope, 412 when stale, 403 or 409 when refused.
pub async fn end(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    ending: &Ending,
) -> AppResult<Reply<AppointmentView>> {
    let Asked { tx, actor, .. } = asked;
    let scope = repo::readable_appointments(actor);
    let row = repo::find_appointment_for_update(tx, &scope, id).await?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    let permit = authorize(actor, Action::ReceptionAppoint, &appointment_facts(&row))?;
    if row.state != AppointmentState::Booked.as_str() {
        return Err(ErrorCode::ReceptionAppointmentEnded.into());
    }
    let (state, reason) = match ending {
        Ending::Cancelled(reason) => (AppointmentState::Cancelled, Some(reason.trim().to_owned())),
        Ending::Missed => (AppointmentState::Missed, None),
    };
    let row = appointment::Model {
        state: state.as_str().to_owned(),
        cancel_reason: reason,
        updated_at: asked.now(),
        row_version: row.row_version + 1,
        ..row
    };
    repo::save_appointment(tx, permit, row.clone()).await?;
    let view = shown(asked, row).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

async fn shown(asked: Asked<'_>, row: appointment::Model) -> AppResult<AppointmentView> {
    let Asked { tx, actor, ground, .. } = asked;
    let under = Under { appointments: vec![row], ..Under::default() };
    let by = (actor, &*ground.directory, asked.now());
    let reader = Reader::of(&**tx, by, &[], &under).await?;
    let shown = under.appointments.iter().map(|row| reader.appointment(row)).next();
    shown.ok_or_else(|| AppError::internal("an appointment was lost"))?
}
