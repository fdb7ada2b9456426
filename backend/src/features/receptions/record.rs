//! What was received: cases linked or registered with it, promises set as tasks on them.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{
    PromiseRequest, ReceptionFilter, ReceptionReceipt, ReceptionView, RecordReceptionRequest,
};
use super::entity::reception::{Column, Model};
use super::entity::{appointment, day, reception_case};
use super::repo;
use super::roster::Asked;
use super::rules::AppointmentState;
use super::view::{Reader, Under, open_verbs, receiver_facts, refusal};
use crate::app::AppState;
use crate::features::calendars::civil_day::{end_of_day, local_date, start_of_day};
use crate::features::case_tasks::set::{self, NewTask, Setting, Source};
use crate::features::cases::change::Change;
use crate::features::cases::entity::clock;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::cases::service::{self as intake, ReadyToRegister};
use crate::features::cases::transit::{self, By, Noted};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Count, Cursor, Page, Reply, limit};
use crate::policy::{Action, Actor, Permit, Scope, authorize};

/// The only order of the list, in its cursors.
const ORDER: &str = "receptions:-received_at";

/// One page of receptions, the latest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &ReceptionFilter,
) -> AppResult<Page<ReceptionView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let scope = repo::readable(actor);
    let matching = matching(filter);
    let after = match filter.cursor.as_deref() {
        Some(text) => {
            let cursor = Cursor::decode(text, ORDER)?;
            Some((cursor.instant()?, cursor.id))
        }
        None => None,
    };
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), after, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let at =
        |row: &Model| (Some(row.received_at.to_rfc3339_opts(SecondsFormat::Micros, true)), row.id);
    let page = Page::cut(found, most, ORDER, at, |row| row)?;
    let directory = state.directory.get(&state.db, now).await?;
    let under = Under { receptions: page.items, ..Under::default() };
    let reader = Reader::of(db, (actor, &directory, now), &[], &under).await?;
    let items = under.receptions.iter().map(|row| reader.reception(row)).collect();
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn matching(filter: &ReceptionFilter) -> Condition {
    Condition::all()
        .add_option(filter.case_id.map(repo::about))
        .add_option(filter.day_id.map(|id| Column::DayId.eq(id)))
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.received_by_id.map(|id| Column::ReceivedById.eq(id)))
        .add_option(filter.from.map(|day| Column::ReceivedAt.gte(start_of_day(day))))
        .add_option(filter.to.map(|day| Column::ReceivedAt.lte(end_of_day(day))))
}

/// One reception; 404 outside the scope.
pub async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<Reply<ReceptionView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let row = repo::find(db, &repo::readable(actor), id).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let under = Under { receptions: vec![row], ..Under::default() };
    let reader = Reader::of(db, (actor, &directory, now), &[], &under).await?;
    let view = under.receptions.iter().map(|row| reader.reception(row)).next();
    let view = view.ok_or_else(|| AppError::internal("a reception was lost"))?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// What has to be known before a reception that registers a case; its fields are below `/new_case`.
pub async fn before(
    state: &AppState,
    actor: &Actor,
    body: &RecordReceptionRequest,
) -> AppResult<Option<ReadyToRegister>> {
    let Some(case) = &body.new_case else { return Ok(None) };
    intake::before_register(state, actor, case).await.map(Some).map_err(below_new_case)
}

fn below_new_case(error: AppError) -> AppError {
    match error {
        AppError::Validation(fields) => {
            AppError::Validation(fields.into_iter().map(|one| one.below("/new_case")).collect())
        }
        error @ (AppError::Code { .. } | AppError::Internal { .. }) => error,
    }
}

/// Records a reception. One transaction: the new case, the reception, its events on every case, its
/// promises.
pub async fn record(
    asked: Asked<'_>,
    day_id: Uuid,
    body: &RecordReceptionRequest,
    ready: Option<&ReadyToRegister>,
) -> AppResult<Reply<ReceptionView>> {
    let Asked { state, tx, actor, ground, .. } = asked;
    let now = asked.now();
    let day = repo::find_day_for_update(tx, &repo::readable_days(actor), day_id).await?;
    let may = || authorize(actor, Action::ReceptionRecord, &receiver_facts(&day));
    let permit = may()?;
    if let Some(code) = refusal(&day, "record", actor, now, false) {
        let open = open_verbs(&day, actor, now, false);
        return Err(AppError::from(code).standing(&day.state, open));
    }
    let received_at = instant(body, &day, now)?;
    let appointment = appointment(asked, &day, body.appointment_id).await?;
    let (mut held, receipt) = about(asked, body, ready).await?;
    let row = Model {
        id: state.ids.next(),
        day_id,
        center_id: day.center_id,
        region_code: day.region_code.clone(),
        appointment_id: appointment.as_ref().map(|one| one.id),
        received_by_id: day.stand_in_id.unwrap_or(day.leader_id),
        received_at,
        people_count: body.people_count.unwrap_or(1),
        note: body.note.as_deref().map(|text| text.trim().to_owned()),
        recorded_by_id: actor.person_id,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    let linked = held.iter().map(|case| reception_case::Model {
        id: state.ids.next(),
        reception_id: row.id,
        case_id: case.row.id,
    });
    repo::insert(tx, permit, row.clone(), linked.collect()).await?;
    if let Some(one) = appointment {
        let state = AppointmentState::Received.as_str().to_owned();
        let row_version = one.row_version + 1;
        let one = appointment::Model { state, updated_at: now, row_version, ..one };
        repo::save_appointment(tx, may()?, one).await?;
    }
    for case in &mut held {
        let change = Change::LeaderReceived {
            reception_id: row.id,
            leader_id: row.received_by_id,
            held_on: day.held_on,
        };
        let by = By { actor: Some(actor), at: now };
        let noted = Noted { change, by, clocks: Vec::<clock::Model>::new() };
        transit::note(state, tx, may()?, &ground.keeper, case, noted).await?;
    }
    promise(asked, &day, &row, &mut held, body, || Ok((may()?, may()?))).await?;
    answer(asked, row, receipt).await
}

async fn answer(
    asked: Asked<'_>,
    row: Model,
    receipt: Option<ReceptionReceipt>,
) -> AppResult<Reply<ReceptionView>> {
    let Asked { tx, actor, ground, .. } = asked;
    let location = format!("/api/v1/receptions/{}", row.id);
    let under = Under { receptions: vec![row], ..Under::default() };
    let by = (actor, &*ground.directory, asked.now());
    let reader = Reader::of(&**tx, by, &[], &under).await?;
    let view = under.receptions.iter().map(|row| reader.reception(row)).next();
    let view = view.ok_or_else(|| AppError::internal("a reception was lost"))?;
    let view = ReceptionView { receipt, ..view };
    Ok(Reply::created(&view, location)?.version(view.version).personal())
}

/// When it was: on the day, and not ahead of the clock.
fn instant(
    body: &RecordReceptionRequest,
    day: &day::Model,
    now: DateTime<Utc>,
) -> AppResult<DateTime<Utc>> {
    let is_today = local_date(now) == day.held_on;
    let at = body.received_at.unwrap_or(if is_today { now } else { day.starts_at });
    // A caller's clock may be a little ahead.
    if local_date(at) != day.held_on || at > now + TimeDelta::minutes(5) {
        return Err(AppError::field("/received_at", ErrorCode::CaseInvalidTime));
    }
    Ok(at)
}

/// The appointment of the day that is kept, held.
async fn appointment(
    asked: Asked<'_>,
    day: &day::Model,
    id: Option<Uuid>,
) -> AppResult<Option<appointment::Model>> {
    let Some(id) = id else { return Ok(None) };
    let unknown = || AppError::field("/appointment_id", ErrorCode::ReceptionAppointmentUnknown);
    let scope = repo::readable_appointments(asked.actor);
    let found = repo::find_appointment_for_update(asked.tx, &scope, id).await;
    let found = found.map_err(|error| {
        if error.code() == ErrorCode::RequestNotFound { unknown() } else { error }
    })?;
    let is_open = found.day_id == day.id && found.state == AppointmentState::Booked.as_str();
    if is_open { Ok(Some(found)) } else { Err(unknown()) }
}

/// The cases it is about, held: those named, in their order, then the new one.
async fn about(
    asked: Asked<'_>,
    body: &RecordReceptionRequest,
    ready: Option<&ReadyToRegister>,
) -> AppResult<(Vec<Loaded>, Option<ReceptionReceipt>)> {
    let Asked { state, tx, actor, .. } = asked;
    let mut wanted: Vec<Uuid> = Vec::with_capacity(body.case_ids.len());
    for id in &body.case_ids {
        if !wanted.contains(id) {
            wanted.push(*id);
        }
    }
    let scope = Scope::cases(actor, Action::CaseRead);
    let seen = cases::list_of(&**tx, &scope, &wanted).await?;
    let is_seen = |id: &Uuid| seen.iter().any(|row| row.id == *id);
    if let Some(at) = body.case_ids.iter().position(|id| !is_seen(id)) {
        let pointer = format!("/case_ids/{at}");
        return Err(AppError::field(pointer, ErrorCode::ReceptionCaseUnknown));
    }
    let rows = cases::hold_all(tx, wanted.clone()).await?;
    let mut held = cases::load_all(&**tx, rows).await?;
    held.sort_by_key(|case| wanted.iter().position(|id| *id == case.row.id));
    let mut receipt = None;
    if let (Some(case), Some(ready)) = (&body.new_case, ready) {
        let entered = Box::pin(intake::enter(state, tx, actor, case, ready)).await;
        let entered = entered.map_err(below_new_case)?;
        receipt = Some(ReceptionReceipt {
            case_no: entered.loaded.row.case_no.clone(),
            tracking_code: entered.tracking_code,
        });
        held.push(entered.loaded);
    }
    if held.is_empty() {
        return Err(AppError::field("/case_ids", ErrorCode::ReceptionCaseRequired));
    }
    Ok((held, receipt))
}

/// Sets the promises as tasks, each on its case.
async fn promise(
    asked: Asked<'_>,
    day: &day::Model,
    row: &Model,
    held: &mut [Loaded],
    body: &RecordReceptionRequest,
    may: impl Fn() -> AppResult<(Permit, Permit)>,
) -> AppResult<()> {
    let Asked { state, tx, actor, ground, bell } = asked;
    let setting = Setting {
        state,
        tx,
        actor,
        ground,
        bell,
        center_id: day.center_id,
        region_code: &day.region_code,
    };
    let today = local_date(asked.now());
    for (at, promised) in body.promises.iter().enumerate() {
        let pointer = format!("/promises/{at}");
        let has_new = body.new_case.is_some();
        let of_case = format!("{pointer}/case_id");
        let which = which(promised, held, has_new)
            .ok_or_else(|| AppError::field(of_case.clone(), ErrorCode::CaseTaskCase))?;
        let Some(case) = held.get_mut(which) else { continue };
        let task = NewTask {
            department_id: promised.department_id,
            text: &promised.text,
            due_on: promised.due_on,
            source: Source::Promise { reception_id: row.id },
        };
        set::check(&ground.directory, case, &task, today, (&of_case, &pointer))?;
        Box::pin(set::set(setting, may()?, case, &task)).await?;
    }
    Ok(())
}

/// Which of the cases a promise is about: the one it names, the only one, or the new one.
fn which(promised: &PromiseRequest, held: &[Loaded], has_new: bool) -> Option<usize> {
    match promised.case_id {
        Some(id) => held.iter().position(|case| case.row.id == id),
        None if held.len() == 1 || has_new => held.len().checked_sub(1),
        None => None,
    }
}
