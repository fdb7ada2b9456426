//! Use cases of a meeting before it begins: call it, change it, its agenda, cancel it.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::agenda::{AgendaRule, AgendaThresholds, Entry, Ground, agenda};
use super::candidates;
use super::dto::{
    AddAgendaItemRequest, CallReviewMeetingRequest, MeetingKind, MeetingState,
    MoveAgendaItemRequest, RemoveAgendaItemRequest, ReviewMeetingFilter, ReviewMeetingSort,
    ReviewMeetingView, UpdateReviewMeetingRequest,
};
use super::entity::meeting::{Column, Model};
use super::entity::{item, unit};
use super::repo;
use super::view::{By, Reader, Under, facts_of, kind_of, refusal};
use super::workflow::MeetingAction;
use crate::app::AppState;
use crate::features::calendars::civil_day::{end_of_day, local_date, start_of_day};
use crate::features::case_tasks::state::may_be_due;
use crate::features::cases::ground::Ground as CaseGround;
use crate::features::cases::repo as cases;
use crate::features::notices::direct::Bell;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::features::receptions::roster::own_center;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Permit, Scope, authorize};

/// Cases the rules may put on one agenda; nobody gets through more in a meeting.
pub const MOST: usize = 200;
/// People who may chair that are listed.
const CHAIRS: u64 = 200;

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
    pub ground: &'a CaseGround,
    /// Tells the units; none: nobody is told.
    pub bell: Option<&'a Bell>,
    /// The language of the answer.
    pub lang: Lang,
}

impl<'a> Asked<'a> {
    pub(super) fn by(&self) -> By<'a> {
        By {
            actor: self.actor,
            directory: &self.ground.directory,
            now: self.state.clock.now(),
            lang: self.lang,
        }
    }
}

/// One page of meetings.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &ReviewMeetingFilter,
    lang: Lang,
) -> AppResult<Page<ReviewMeetingView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let scope = repo::readable(actor);
    let matching = matching(filter);
    let (order, is_descending) = match filter.sort {
        ReviewMeetingSort::StartsAtDesc => ("review_meetings:-starts_at", true),
        ReviewMeetingSort::StartsAt => ("review_meetings:starts_at", false),
    };
    let after = match filter.cursor.as_deref() {
        Some(text) => {
            let cursor = Cursor::decode(text, order)?;
            Some((cursor.instant()?, cursor.id))
        }
        None => None,
    };
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), after, is_descending, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, now).await?;
    let nothing = Under::default();
    let by = By { actor, directory: &directory, now, lang };
    let reader = Reader::of(db, by, &found, &nothing).await?;
    let at =
        |row: &Model| (Some(row.starts_at.to_rfc3339_opts(SecondsFormat::Micros, true)), row.id);
    let page = Page::cut(found, most, order, at, |row| reader.view(&row, &nothing))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn matching(filter: &ReviewMeetingFilter) -> Condition {
    let kinds = (!filter.kind.is_empty())
        .then(|| Column::Kind.is_in(filter.kind.iter().map(|kind| kind.as_str())));
    let states = (!filter.state.is_empty())
        .then(|| Column::State.is_in(filter.state.iter().map(|state| state.as_str())));
    Condition::all()
        .add_option(kinds)
        .add_option(states)
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.from.map(|day| Column::StartsAt.gte(start_of_day(day))))
        .add_option(filter.to.map(|day| Column::StartsAt.lte(end_of_day(day))))
}

/// One meeting as its reader may see it.
pub(super) async fn shown(
    db: &impl ConnectionTrait,
    by: By<'_>,
    row: &Model,
) -> AppResult<ReviewMeetingView> {
    let under = Under::of(db, row.id).await?;
    Reader::of(db, by, std::slice::from_ref(row), &under).await?.view(row, &under)
}

/// One meeting; 404 outside the scope.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<ReviewMeetingView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let row = repo::find(db, &repo::readable(actor), id).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let view = shown(db, By { actor, directory: &directory, now, lang }, &row).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// Who may chair a meeting of the caller's centre, by name.
pub async fn chairs(state: &AppState, actor: &Actor) -> AppResult<Page<PersonRef>> {
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let Some(center_id) = actor.center_id else { return Ok(Page::whole(Vec::new())) };
    Ok(Page::whole(chairs_of(state.db.reader(), &directory, center_id).await?))
}

async fn chairs_of(
    db: &impl ConnectionTrait,
    directory: &Directory,
    center_id: Uuid,
) -> AppResult<Vec<PersonRef>> {
    let center = directory.centers.get(&center_id).ok_or(ErrorCode::CenterUnknown)?;
    let held = repo::chairs_at(center.region_id);
    personnel::repo::list_holders(db, held, Uuid::nil(), None, CHAIRS).await
}

async fn check_chair(asked: Asked<'_>, center_id: Uuid, id: Uuid) -> AppResult<()> {
    let chairs = chairs_of(&**asked.tx, &asked.ground.directory, center_id).await?;
    if chairs.iter().any(|chair| chair.id == id) {
        return Ok(());
    }
    Err(AppError::field("/chair_id", ErrorCode::ReviewMeetingChair))
}

fn check_time(at: DateTime<Utc>, today: NaiveDate) -> AppResult<()> {
    if may_be_due(local_date(at), today) {
        return Ok(());
    }
    Err(AppError::field("/starts_at", ErrorCode::ReviewMeetingTime))
}

/// The units named, each once; 422 at the one that is not in use.
pub(super) fn units_of(
    asked: Asked<'_>,
    meeting_id: Uuid,
    ids: &[Uuid],
    is_present: bool,
) -> AppResult<Vec<unit::Model>> {
    let departments = &asked.ground.directory.departments;
    let (mut seen, mut units) = (HashSet::new(), Vec::new());
    for (at, id) in ids.iter().enumerate() {
        if !departments.get(id).is_some_and(|department| department.is_active) {
            let pointer = format!("/department_ids/{at}");
            return Err(AppError::field(pointer, ErrorCode::DepartmentUnknown));
        }
        if seen.insert(*id) {
            let department_id = *id;
            let id = asked.state.ids.next();
            units.push(unit::Model { id, meeting_id, department_id, is_present });
        }
    }
    Ok(units)
}

/// What the rules put on an agenda now. Asked before the transaction begins: a busy centre has many
/// cases.
pub async fn filled(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    kind: MeetingKind,
    from: AgendaThresholds,
    now: DateTime<Utc>,
) -> AppResult<Vec<Entry>> {
    let candidates = candidates::load(db, center_id, kind, from, now).await?;
    Ok(agenda(kind, center_id, &candidates, from, now))
}

/// The same for a meeting that was called already; 404 outside the scope.
pub async fn filled_for(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<Vec<Entry>> {
    let db = state.db.reader();
    let row = repo::find(db, &repo::readable(actor), id).await?;
    let from = thresholds(state).await?;
    filled(db, row.center_id, kind_of(&row)?, from, state.clock.now()).await
}

/// What puts a case on an agenda today.
pub async fn thresholds(state: &AppState) -> AppResult<AgendaThresholds> {
    let now = state.clock.now();
    let rules = state.procedure_rules.get(&state.db, now).await?;
    Ok(rules.on(local_date(now)).agenda)
}

/// Items of a meeting of a centre, of those entries whose case is not among `but` and still in its
/// charge.
async fn items_of(
    asked: Asked<'_>,
    (meeting_id, center_id): (Uuid, Uuid),
    entries: Vec<Entry>,
    but: &HashSet<Uuid>,
) -> AppResult<(Vec<item::Model>, i32)> {
    let now = asked.state.clock.now();
    let mut fresh: Vec<Entry> =
        entries.into_iter().filter(|entry| !but.contains(&entry.case_id)).collect();
    let left_out = fresh.len().saturating_sub(MOST);
    fresh.truncate(MOST);
    let ids = fresh.iter().map(|entry| entry.case_id);
    let ours = candidates::of_center(&**asked.tx, center_id, ids).await?;
    fresh.retain(|entry| ours.contains(&entry.case_id));
    let items = (1..).zip(fresh).map(|(position, entry)| -> AppResult<item::Model> {
        Ok(item::Model {
            id: asked.state.ids.next(),
            meeting_id,
            position,
            case_id: entry.case_id,
            grounds: serde_json::to_string(&entry.grounds)?,
            as_of: now,
            is_by_hand: false,
            added_by_id: None,
            reason: None,
            removed_at: None,
            removed_by_id: None,
            remove_reason: None,
        })
    });
    let items = items.collect::<AppResult<Vec<_>>>()?;
    Ok((items, i32::try_from(left_out).unwrap_or(i32::MAX)))
}

/// Calls a meeting of the caller's centre; the rules fill its agenda.
pub async fn call(
    asked: Asked<'_>,
    body: &CallReviewMeetingRequest,
    entries: Vec<Entry>,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Asked { state, tx, actor, ground, .. } = asked;
    let now = state.clock.now();
    let (center_id, region_code) = own_center(actor, &ground.directory)?;
    let facts =
        Facts { region_code: Some(&region_code), center_id: Some(center_id), ..Facts::default() };
    let permit = authorize(actor, Action::ReviewMeetingCall, &facts)?;
    check_time(body.starts_at, local_date(now))?;
    let chair_id = body.chair_id.unwrap_or(actor.holder_id());
    check_chair(asked, center_id, chair_id).await?;
    let id = state.ids.next();
    let units = units_of(asked, id, &body.department_ids, false)?;
    let nobody = HashSet::new();
    let (items, left_out_count) = items_of(asked, (id, center_id), entries, &nobody).await?;
    let row = Model {
        id,
        center_id,
        region_code,
        kind: body.kind.as_str().to_owned(),
        state: MeetingState::Called.as_str().to_owned(),
        starts_at: body.starts_at,
        place: body.place.as_deref().map(|text| text.trim().to_owned()),
        chair_id,
        called_by_id: actor.person_id,
        agenda_as_of: now,
        left_out_count,
        started_at: None,
        closed_at: None,
        summary: None,
        cancel_reason: None,
        minutes_no: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    repo::insert(tx, permit, row.clone(), items, units).await?;
    let view = shown(&**tx, asked.by(), &row).await?;
    let location = format!("/api/v1/review-meetings/{id}");
    Ok(Reply::created(&view, location)?.version(view.version).personal())
}

/// A meeting that is held, and the permit for `action`: 404, 412, 403 or 409.
pub(super) async fn opened(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    action: MeetingAction,
) -> AppResult<(Model, Permit)> {
    let Asked { tx, actor, .. } = asked;
    let row = repo::find_for_update(tx, &repo::readable(actor), id).await?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    let permit = authorize(actor, action.right(), &facts_of(&row))?;
    match refusal(&row, action, actor)? {
        None => Ok((row, permit)),
        Some(code) => {
            let mut open = Vec::new();
            for action in MeetingAction::ALL {
                if refusal(&row, *action, actor)?.is_none() {
                    open.push(action.as_str());
                }
            }
            Err(AppError::from(code).standing(&row.state, open))
        }
    }
}

/// The meeting as it is saved.
pub(super) async fn saved(
    asked: Asked<'_>,
    permit: Permit,
    row: Model,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Asked { state, tx, .. } = asked;
    let version = row.row_version + 1;
    let row = Model { updated_at: state.clock.now(), row_version: version, ..row };
    repo::save(tx, permit, row.clone()).await?;
    let view = shown(&**tx, asked.by(), &row).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// Changes when, where, under whom and with whom.
pub async fn update(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    body: &UpdateReviewMeetingRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let (row, permit) = opened(asked, id, seen, MeetingAction::Update).await?;
    if let Some(at) = body.starts_at {
        check_time(at, local_date(asked.state.clock.now()))?;
    }
    if let Some(chair_id) = body.chair_id {
        check_chair(asked, row.center_id, chair_id).await?;
    }
    if let Some(ids) = &body.department_ids {
        let units = units_of(asked, id, ids, false)?;
        repo::replace_units(asked.tx, id, units).await?;
    }
    let place = body.place.as_deref().map(|text| text.trim().to_owned());
    let row = Model {
        starts_at: body.starts_at.unwrap_or(row.starts_at),
        place: place.or(row.place),
        chair_id: body.chair_id.unwrap_or(row.chair_id),
        ..row
    };
    saved(asked, permit, row).await
}

/// Lets the rules fill the agenda anew. What people put there or took off stays as they left it.
pub async fn refill(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    entries: Vec<Entry>,
) -> AppResult<Reply<ReviewMeetingView>> {
    let (row, permit) = opened(asked, id, seen, MeetingAction::Refill).await?;
    let (tx, now) = (asked.tx, asked.state.clock.now());
    let old = repo::items(&**tx, id).await?;
    let (kept, gone): (Vec<_>, Vec<_>) =
        old.into_iter().partition(|item| item.is_by_hand || item.removed_at.is_some());
    let but: HashSet<Uuid> = kept.iter().map(|item| item.case_id).collect();
    let (items, left_out_count) = items_of(asked, (id, row.center_id), entries, &but).await?;
    repo::delete_items(tx, gone.into_iter().map(|item| item.id).collect()).await?;
    let after = i32::try_from(items.len()).unwrap_or(i32::MAX);
    repo::insert_items(tx, items).await?;
    for (position, item) in (after + 1..).zip(kept) {
        repo::save_item(tx, item::Model { position, ..item }).await?;
    }
    saved(asked, permit, Model { agenda_as_of: now, left_out_count, ..row }).await
}

/// Puts a case on the agenda by hand; one that was taken off comes back.
pub async fn add_item(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    body: &AddAgendaItemRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Asked { state, tx, actor, .. } = asked;
    let (row, permit) = opened(asked, id, seen, MeetingAction::AddItem).await?;
    let scope = Scope::cases(actor, Action::CaseRead);
    let found = cases::list_of(&**tx, &scope, &[body.case_id]).await?.pop();
    // A case outside the centre is never on its agenda.
    let is_ours = found.is_some_and(|case| case.center_id == row.center_id);
    if !is_ours {
        return Err(AppError::field("/case_id", ErrorCode::ReviewMeetingCaseUnknown));
    }
    let items = repo::items(&**tx, id).await?;
    let last = items.iter().map(|item| item.position).max().unwrap_or(0);
    let reason = Some(body.reason.trim().to_owned());
    match items.into_iter().find(|item| item.case_id == body.case_id) {
        Some(item) if item.removed_at.is_none() => {
            return Err(AppError::field("/case_id", ErrorCode::ReviewMeetingItemDuplicate));
        }
        Some(item) => {
            let item = item::Model {
                position: last + 1,
                added_by_id: Some(actor.person_id),
                reason,
                removed_at: None,
                removed_by_id: None,
                remove_reason: None,
                ..item
            };
            repo::save_item(tx, item).await?;
        }
        None => {
            let grounds = serde_json::to_string(&[Ground::of(AgendaRule::ByHand)])?;
            let item = item::Model {
                id: state.ids.next(),
                meeting_id: id,
                position: last + 1,
                case_id: body.case_id,
                grounds,
                as_of: state.clock.now(),
                is_by_hand: true,
                added_by_id: Some(actor.person_id),
                reason,
                removed_at: None,
                removed_by_id: None,
                remove_reason: None,
            };
            repo::insert_items(tx, vec![item]).await?;
        }
    }
    saved(asked, permit, row).await
}

/// The item of a meeting's agenda that was not taken off.
pub(super) async fn item_on(
    asked: Asked<'_>,
    meeting_id: Uuid,
    item_id: Uuid,
) -> AppResult<item::Model> {
    let items = repo::items(&**asked.tx, meeting_id).await?;
    let found = items.into_iter().find(|item| item.id == item_id && item.removed_at.is_none());
    found.ok_or_else(|| AppError::field("/item_id", ErrorCode::ReviewMeetingItemUnknown))
}

/// Takes an item off; it stays in the minutes with the reason.
pub async fn remove_item(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    body: &RemoveAgendaItemRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let (row, permit) = opened(asked, id, seen, MeetingAction::RemoveItem).await?;
    let item = item_on(asked, id, body.item_id).await?;
    let item = item::Model {
        removed_at: Some(asked.state.clock.now()),
        removed_by_id: Some(asked.actor.person_id),
        remove_reason: Some(body.reason.trim().to_owned()),
        ..item
    };
    repo::save_item(asked.tx, item).await?;
    saved(asked, permit, row).await
}

/// Moves an item to another place among those not removed.
pub async fn move_item(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    body: &MoveAgendaItemRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let (row, permit) = opened(asked, id, seen, MeetingAction::MoveItem).await?;
    let moved = item_on(asked, id, body.item_id).await?;
    let moved = item::Model { reason: Some(body.reason.trim().to_owned()), ..moved };
    let items = repo::items(&**asked.tx, id).await?;
    let (on, off): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.removed_at.is_none());
    let mut order: Vec<item::Model> = on.into_iter().filter(|item| item.id != moved.id).collect();
    let at = usize::try_from(body.position - 1).unwrap_or(0).min(order.len());
    let moved_id = moved.id;
    order.insert(at, moved);
    for (position, item) in (1..).zip(order.into_iter().chain(off)) {
        if item.position != position || item.id == moved_id {
            repo::save_item(asked.tx, item::Model { position, ..item }).await?;
        }
    }
    saved(asked, permit, row).await
}

/// Cancels a meeting that has not begun.
pub async fn cancel(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    reason: &str,
) -> AppResult<Reply<ReviewMeetingView>> {
    let (row, permit) = opened(asked, id, seen, MeetingAction::Cancel).await?;
    let row = Model {
        state: MeetingState::Cancelled.as_str().to_owned(),
        cancel_reason: Some(reason.trim().to_owned()),
        ..row
    };
    saved(asked, permit, row).await
}
