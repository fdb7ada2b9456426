//! The roster: plan, change, publish, discard, and what happens when a leader cannot come.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::dto::{
    ExcuseReceptionDayRequest, PlanReceptionDayRequest, PublishReceptionDaysRequest,
    PublishedReceptionDays, ReceptionDayFilter, ReceptionDaySort, ReceptionDayView,
    UpdateReceptionDayRequest,
};
use super::entity::day::{Column, Model};
use super::repo;
use super::rules::{AppointmentState, DayState, is_early_enough};
use super::view::{Reader, Under, facts_of, open_verbs, refusal};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::ground::Ground;
use crate::features::notices::direct::Bell;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::features::time_limits::rules::ClockKind;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Count, Cursor, IfMatch, Page, Reply, limit};
use crate::policy::{Action, Actor, Facts, Permit, authorize, may_ever};

/// Appointments a day takes unless told otherwise.
const SLOTS: i32 = 10;
/// Leaders of a centre that are listed.
const LEADERS: u64 = 200;

/// Who asks, and what is looked at to answer.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The server.
    pub state: &'a AppState,
    /// The transaction.
    pub tx: &'a Tx,
    /// Who asks.
    pub actor: &'a Actor,
    /// Taken before the transaction began.
    pub ground: &'a Ground,
    /// Tells those concerned; none: nobody is told.
    pub bell: Option<&'a Bell>,
}

impl Asked<'_> {
    /// The present instant.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.state.clock.now()
    }
}

/// One page of days; drafts are for those who plan.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &ReceptionDayFilter,
) -> AppResult<Page<ReceptionDayView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let scope = repo::readable_days(actor);
    let matching = matching(filter, actor);
    let (order, is_descending) = match filter.sort {
        ReceptionDaySort::HeldOn => ("reception_days:held_on", false),
        ReceptionDaySort::HeldOnDesc => ("reception_days:-held_on", true),
    };
    let after = filter.cursor.as_deref().map(|text| place(text, order)).transpose()?;
    let most = limit(filter.limit);
    let found =
        repo::list_days(db, &scope, matching.clone(), after, is_descending, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_days(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, now).await?;
    let nothing = Under::default();
    let reader = Reader::of(db, (actor, &directory, now), &found, &nothing).await?;
    let at = |row: &Model| (Some(row.held_on.to_string()), row.id);
    let page = Page::cut(found, most, order, at, |row| reader.day(&row, &nothing))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn place(text: &str, order: &str) -> AppResult<(NaiveDate, Uuid)> {
    let cursor = Cursor::decode(text, order)?;
    Ok((cursor.day()?, cursor.id))
}

fn matching(filter: &ReceptionDayFilter, actor: &Actor) -> Condition {
    let states = if filter.state.is_empty() {
        Column::State.ne(DayState::Discarded.as_str())
    } else {
        Column::State.is_in(filter.state.iter().map(|state| state.as_str()))
    };
    let leader = filter
        .leader_id
        .map(|id| Condition::any().add(Column::LeaderId.eq(id)).add(Column::StandInId.eq(id)));
    Condition::all()
        .add(states)
        .add(seen_by(actor))
        .add_option(leader)
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.from.map(|day| Column::HeldOn.gte(day)))
        .add_option(filter.to.map(|day| Column::HeldOn.lte(day)))
}

/// What is not published is for those who plan.
fn seen_by(actor: &Actor) -> Condition {
    if may_ever(actor, Action::ReceptionPlan) {
        return Condition::all();
    }
    let unpublished = [DayState::Draft.as_str(), DayState::Discarded.as_str()];
    Condition::all().add(Column::State.is_not_in(unpublished))
}

/// One day with its appointments and receptions; 404 outside the scope.
pub async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<Reply<ReceptionDayView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let row = repo::find_day(db, &repo::readable_days(actor), id).await?;
    let is_hidden = [DayState::Draft.as_str(), DayState::Discarded.as_str()];
    if is_hidden.contains(&row.state.as_str()) && !may_ever(actor, Action::ReceptionPlan) {
        return Err(ErrorCode::RequestNotFound.into());
    }
    let directory = state.directory.get(&state.db, now).await?;
    answer(db, (actor, &directory, now), &row).await
}

async fn shown(
    db: &impl ConnectionTrait,
    by: (&Actor, &Directory, DateTime<Utc>),
    row: &Model,
) -> AppResult<ReceptionDayView> {
    let under = Under::of(db, row.id).await?;
    let reader = Reader::of(db, by, std::slice::from_ref(row), &under).await?;
    reader.day(row, &under)
}

/// The answer to whatever was done with a day.
pub(super) async fn answer(
    db: &impl ConnectionTrait,
    by: (&Actor, &Directory, DateTime<Utc>),
    row: &Model,
) -> AppResult<Reply<ReceptionDayView>> {
    let view = shown(db, by, row).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// The leaders who may be put on the roster of the caller's centre, by name.
pub async fn leaders(state: &AppState, actor: &Actor) -> AppResult<Page<PersonRef>> {
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let Some(center_id) = actor.center_id else { return Ok(Page::whole(Vec::new())) };
    let found = leaders_of(state.db.reader(), &directory, center_id).await?;
    Ok(Page::whole(found))
}

/// The leaders of a centre, by name.
pub async fn leaders_of(
    db: &impl ConnectionTrait,
    directory: &Directory,
    center_id: Uuid,
) -> AppResult<Vec<PersonRef>> {
    let center = directory.centers.get(&center_id).ok_or(ErrorCode::CenterUnknown)?;
    let held = repo::leaders_at(center.region_id);
    personnel::repo::list_holders(db, held, Uuid::nil(), None, LEADERS).await
}

async fn check_leader(asked: Asked<'_>, center_id: Uuid, id: Uuid, at: &str) -> AppResult<()> {
    let leaders = leaders_of(&**asked.tx, &asked.ground.directory, center_id).await?;
    if leaders.iter().any(|leader| leader.id == id) {
        return Ok(());
    }
    Err(AppError::field(at, ErrorCode::ReceptionLeader))
}

/// The day both times lie on, today or later.
fn day_of(
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> AppResult<NaiveDate> {
    let held_on = local_date(starts_at);
    let fits = held_on == local_date(ends_at) && starts_at < ends_at && held_on >= local_date(now);
    if fits { Ok(held_on) } else { Err(AppError::field("/starts_at", ErrorCode::ReceptionTimes)) }
}

/// Plans a day for the caller's centre, as a draft.
pub async fn plan(
    asked: Asked<'_>,
    body: &PlanReceptionDayRequest,
) -> AppResult<Reply<ReceptionDayView>> {
    let Asked { state, tx, actor, ground, .. } = asked;
    let now = asked.now();
    let (center_id, region_code) = own_center(actor, &ground.directory)?;
    let facts =
        Facts { region_code: Some(&region_code), center_id: Some(center_id), ..Facts::default() };
    let permit = authorize(actor, Action::ReceptionPlan, &facts)?;
    let held_on = day_of((body.starts_at, body.ends_at), now)?;
    repo::hold_center(tx, center_id).await?;
    check_leader(asked, center_id, body.leader_id, "/leader_id").await?;
    if repo::is_taken(&**tx, center_id, body.leader_id, held_on, None).await? {
        return Err(ErrorCode::ReceptionDuplicate.into());
    }
    let row = Model {
        id: state.ids.next(),
        center_id,
        region_code,
        held_on,
        starts_at: body.starts_at,
        ends_at: body.ends_at,
        leader_id: body.leader_id,
        leader_title: body.leader_title.as_deref().map(|text| text.trim().to_owned()),
        stand_in_id: None,
        place: body.place.trim().to_owned(),
        slots: body.slots.unwrap_or(SLOTS),
        state: DayState::Draft.as_str().to_owned(),
        planned_by_id: actor.person_id,
        published_at: None,
        is_published_late: false,
        late_reason: None,
        absent_at: None,
        absence_reason: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    repo::insert_day(tx, permit, row.clone()).await?;
    let view = shown(&**tx, (actor, &ground.directory, now), &row).await?;
    let location = format!("/api/v1/receptions/days/{}", row.id);
    Ok(Reply::created(&view, location)?.version(view.version).personal())
}

/// The centre somebody acts for, and where its reach begins.
pub fn own_center(actor: &Actor, directory: &Directory) -> AppResult<(Uuid, String)> {
    let id = actor.center_id.ok_or(ErrorCode::CenterUnknown)?;
    let center = directory.centers.get(&id).ok_or(ErrorCode::CenterUnknown)?;
    let region = directory.regions.get(&center.region_id).ok_or(ErrorCode::CenterUnknown)?;
    Ok((id, region.code.clone()))
}

/// A day that is held, and the permit for `verb`: 404, 412, 403 or 409.
pub(super) async fn opened(
    asked: Asked<'_>,
    id: Uuid,
    seen: Option<IfMatch>,
    (verb, right): (&str, Action),
) -> AppResult<(Model, Permit)> {
    let Asked { tx, actor, .. } = asked;
    let row = repo::find_day_for_update(tx, &repo::readable_days(actor), id).await?;
    if let Some(seen) = seen {
        seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    }
    let permit = authorize(actor, right, &facts_of(&row))?;
    let is_received = repo::figures(&**tx, &[id]).await?.get(&id).is_some_and(|of| of.1 > 0);
    match refusal(&row, verb, actor, asked.now(), is_received) {
        None => Ok((row, permit)),
        Some(code) => {
            let open = open_verbs(&row, actor, asked.now(), is_received);
            Err(AppError::from(code).standing(&row.state, open))
        }
    }
}

/// The day as it is saved.
pub(super) async fn saved(
    asked: Asked<'_>,
    permit: Permit,
    row: Model,
) -> AppResult<Reply<ReceptionDayView>> {
    let Asked { tx, actor, ground, .. } = asked;
    let now = asked.now();
    let version = row.row_version + 1;
    let row = Model { updated_at: now, row_version: version, ..row };
    repo::save_day(tx, permit, row.clone()).await?;
    answer(&**tx, (actor, &ground.directory, now), &row).await
}

/// Changes a day. Who receives and when is fixed once it is published.
pub async fn update(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    body: &UpdateReceptionDayRequest,
) -> AppResult<Reply<ReceptionDayView>> {
    let plan = ("update", Action::ReceptionPlan);
    let (row, permit) = opened(asked, id, Some(seen), plan).await?;
    let is_fixed = row.state != DayState::Draft.as_str();
    let moves = body.leader_id.is_some() || body.starts_at.is_some() || body.ends_at.is_some();
    if is_fixed && moves {
        let is_received =
            repo::figures(&**asked.tx, &[id]).await?.get(&id).is_some_and(|of| of.1 > 0);
        let open = open_verbs(&row, asked.actor, asked.now(), is_received);
        return Err(AppError::from(ErrorCode::ReceptionWrongState).standing(&row.state, open));
    }
    let times = (body.starts_at.unwrap_or(row.starts_at), body.ends_at.unwrap_or(row.ends_at));
    let held_on = day_of(times, asked.now())?;
    let leader_id = body.leader_id.unwrap_or(row.leader_id);
    if moves {
        check_leader(asked, row.center_id, leader_id, "/leader_id").await?;
        let but = Some(row.id);
        if repo::is_taken(&**asked.tx, row.center_id, leader_id, held_on, but).await? {
            return Err(ErrorCode::ReceptionDuplicate.into());
        }
    }
    let slots = body.slots.unwrap_or(row.slots);
    let booked = repo::appointments(&**asked.tx, row.id).await?;
    let cancelled = AppointmentState::Cancelled.as_str();
    if booked.iter().any(|one| one.state != cancelled && one.slot_no > slots) {
        return Err(AppError::field("/slots", ErrorCode::ReceptionSlotsBooked));
    }
    let text = |text: &Option<String>| text.as_deref().map(|text| text.trim().to_owned());
    let row = Model {
        held_on,
        starts_at: times.0,
        ends_at: times.1,
        leader_id,
        leader_title: text(&body.leader_title).or(row.leader_title),
        place: text(&body.place).unwrap_or(row.place),
        slots,
        ..row
    };
    saved(asked, permit, row).await
}

/// Gives a draft up.
pub async fn discard(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
) -> AppResult<Reply<ReceptionDayView>> {
    let plan = ("discard", Action::ReceptionPlan);
    let (row, permit) = opened(asked, id, Some(seen), plan).await?;
    saved(asked, permit, Model { state: DayState::Discarded.as_str().to_owned(), ..row }).await
}

/// Publishes the drafts of the caller's centre in some days: all of them, or none.
pub async fn publish(
    asked: Asked<'_>,
    body: &PublishReceptionDaysRequest,
) -> AppResult<Reply<PublishedReceptionDays>> {
    let Asked { tx, actor, ground, .. } = asked;
    let now = asked.now();
    let today = local_date(now);
    let (center_id, _) = own_center(actor, &ground.directory)?;
    let drafts = repo::hold_drafts(tx, center_id, body.from.max(today), body.to).await?;
    if drafts.is_empty() {
        return Err(ErrorCode::ReceptionNothingToPublish.into());
    }
    let first = ground.keeper.reach(ClockKind::ReceptionNotice, today);
    let late: HashSet<Uuid> = drafts
        .iter()
        .filter(|day| !is_early_enough(day.held_on, first))
        .map(|day| day.id)
        .collect();
    let reason = body.late_reason.as_deref().map(|text| text.trim().to_owned());
    if !late.is_empty() && reason.is_none() {
        return Err(AppError::field("/late_reason", ErrorCode::ReceptionLeadTime));
    }
    let mut published = Vec::with_capacity(drafts.len());
    for day in drafts {
        let permit = authorize(actor, Action::ReceptionPlan, &facts_of(&day))?;
        let is_late = late.contains(&day.id);
        let row = Model {
            state: DayState::Published.as_str().to_owned(),
            published_at: Some(now),
            is_published_late: is_late,
            late_reason: reason.clone().filter(|_| is_late),
            updated_at: now,
            row_version: day.row_version + 1,
            ..day
        };
        repo::save_day(tx, permit, row.clone()).await?;
        published.push(row);
    }
    let nothing = Under::default();
    let by = (actor, &*ground.directory, now);
    let reader = Reader::of(&**tx, by, &published, &nothing).await?;
    let items = published.iter().map(|day| reader.day(day, &nothing));
    let items = items.collect::<AppResult<_>>()?;
    Ok(Reply::ok(&PublishedReceptionDays { items })?.personal())
}

/// A leader cannot come: somebody stands in, or everybody sees that nobody does.
pub async fn excuse(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    body: &ExcuseReceptionDayRequest,
) -> AppResult<Reply<ReceptionDayView>> {
    let excuse = ("excuse", Action::ReceptionExcuse);
    let (row, permit) = opened(asked, id, Some(seen), excuse).await?;
    if let Some(stand_in) = body.stand_in_id {
        if stand_in == row.leader_id {
            return Err(AppError::field("/stand_in_id", ErrorCode::ReceptionLeader));
        }
        check_leader(asked, row.center_id, stand_in, "/stand_in_id").await?;
    }
    let state = if body.stand_in_id.is_some() { DayState::Published } else { DayState::Absent };
    let row = Model {
        state: state.as_str().to_owned(),
        stand_in_id: body.stand_in_id,
        absent_at: Some(row.absent_at.unwrap_or_else(|| asked.now())),
        absence_reason: Some(body.reason.trim().to_owned()),
        ..row
    };
    saved(asked, permit, row).await
}
