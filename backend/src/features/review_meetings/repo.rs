//! Queries over review meetings. Every finder for a reader takes a [`Scope`].

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    FromQueryResult, IntoActiveModel as _, Order, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
};
use uuid::Uuid;

use super::entity::{item, meeting, minutes as kept, unit};
use crate::features::case_tasks::entity::case_task;
use crate::features::cases::entity::{case, party};
use crate::features::personnel::entity::capacity;
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Permit, Role, Scope};

/// The meetings `actor` may read.
pub fn readable(actor: &Actor) -> Scope {
    Scope::of_center(actor, Action::ReviewMeetingRead, "review_meetings")
}

/// Those who may chair a meeting at a region: its leaders and its directors.
pub fn chairs_at(region_id: Uuid) -> Condition {
    let roles = [Role::Leader.as_str(), Role::CenterDirector.as_str()];
    Condition::all()
        .add(capacity::Column::RegionId.eq(region_id))
        .add(capacity::Column::IsActive.eq(true))
        .add(capacity::Column::Role.is_in(roles))
}

/// A meeting within the scope; outside it does not exist (404).
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> AppResult<meeting::Model> {
    let found = meeting::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction.
pub async fn find_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<meeting::Model> {
    let found = meeting::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The meetings within the scope that `matching` lets through, in their order, after a place.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    after: Option<(DateTime<Utc>, Uuid)>,
    is_descending: bool,
    limit: u64,
) -> AppResult<Vec<meeting::Model>> {
    let column = |column: meeting::Column| Expr::col((meeting::Entity, column).into_column_ref());
    let rest = after.map(|(at, id)| {
        let (key, by) = (column(meeting::Column::StartsAt), column(meeting::Column::Id));
        portable::after(&key, &by, Some(at), id, is_descending)
    });
    let direction = if is_descending { Order::Desc } else { Order::Asc };
    let found = meeting::Entity::find()
        .filter(scope.condition())
        .filter(matching.add_option(rest))
        .order_by(meeting::Column::StartsAt, direction.clone())
        .order_by(meeting::Column::Id, direction);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(meeting::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// Figures of a meeting.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// Items not removed.
    pub items: u64,
    /// Decisions.
    pub decisions: u64,
    /// Of these, neither done nor withdrawn.
    pub open: u64,
}

/// The figures of these meetings.
pub async fn figures(db: &impl ConnectionTrait, ids: &[Uuid]) -> AppResult<HashMap<Uuid, Figures>> {
    let mut figures: HashMap<Uuid, Figures> = HashMap::new();
    if ids.is_empty() {
        return Ok(figures);
    }
    let items: Vec<(Uuid, i64)> = item::Entity::find()
        .select_only()
        .column(item::Column::MeetingId)
        .column_as(item::Column::Id.count(), "total")
        .filter(item::Column::MeetingId.is_in(ids.iter().copied()))
        .filter(item::Column::RemovedAt.is_null())
        .group_by(item::Column::MeetingId)
        .into_tuple()
        .all(db)
        .await?;
    for (id, count) in items {
        figures.entry(id).or_default().items = count.unsigned_abs();
    }
    for is_open in [false, true] {
        let of_kind = Condition::all().add_option(is_open.then(|| {
            Condition::all()
                .add(case_task::Column::DoneAt.is_null())
                .add(case_task::Column::WithdrawnAt.is_null())
        }));
        let tasks: Vec<(Option<Uuid>, i64)> = case_task::Entity::find()
            .select_only()
            .column(case_task::Column::MeetingId)
            .column_as(case_task::Column::Id.count(), "total")
            .filter(case_task::Column::MeetingId.is_in(ids.iter().copied()))
            .filter(of_kind)
            .group_by(case_task::Column::MeetingId)
            .into_tuple()
            .all(db)
            .await?;
        for (id, count) in tasks {
            let Some(id) = id else { continue };
            let of_meeting = figures.entry(id).or_default();
            let figure = if is_open { &mut of_meeting.open } else { &mut of_meeting.decisions };
            *figure = count.unsigned_abs();
        }
    }
    Ok(figures)
}

/// The agenda of a meeting, in its order.
pub async fn items(db: &impl ConnectionTrait, meeting_id: Uuid) -> AppResult<Vec<item::Model>> {
    let found = item::Entity::find().filter(item::Column::MeetingId.eq(meeting_id));
    let found = found.order_by_asc(item::Column::Position).order_by_asc(item::Column::Id);
    Ok(found.all(db).await?)
}

fn of_case(scope: &Scope, case_id: Uuid) -> Condition {
    let meetings = meeting::Entity::find().select_only().column(meeting::Column::Id);
    let meetings = meetings.filter(scope.condition()).into_query();
    Condition::all()
        .add(item::Column::CaseId.eq(case_id))
        .add(item::Column::MeetingId.in_subquery(meetings))
}

/// Where a case is or was on the agenda of a meeting of the scope, the last first, after an id.
pub async fn items_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    case_id: Uuid,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<item::Model>> {
    let wanted = of_case(scope, case_id).add_option(before.map(|id| item::Column::Id.lt(id)));
    let found = item::Entity::find().filter(wanted).order_by_desc(item::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count_items_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    case_id: Uuid,
) -> AppResult<u64> {
    Ok(item::Entity::find().filter(of_case(scope, case_id)).count(db).await?)
}

/// These meetings, within the scope.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    scope: &Scope,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<meeting::Model>> {
    let these = meeting::Column::Id.is_in(ids);
    Ok(meeting::Entity::find().filter(scope.condition()).filter(these).all(db).await?)
}

/// The cases that are or were on the agendas of some meetings: meeting, case.
pub async fn cases_on(
    db: &impl ConnectionTrait,
    meetings: &[Uuid],
) -> AppResult<Vec<(Uuid, Uuid)>> {
    if meetings.is_empty() {
        return Ok(Vec::new());
    }
    Ok(item::Entity::find()
        .select_only()
        .columns([item::Column::MeetingId, item::Column::CaseId])
        .filter(item::Column::MeetingId.is_in(meetings.iter().copied()))
        .into_tuple()
        .all(db)
        .await?)
}

/// The units of a meeting.
pub async fn units(db: &impl ConnectionTrait, meeting_id: Uuid) -> AppResult<Vec<unit::Model>> {
    let found = unit::Entity::find().filter(unit::Column::MeetingId.eq(meeting_id));
    Ok(found.order_by_asc(unit::Column::Id).all(db).await?)
}

/// Enters a meeting with its agenda and units.
pub async fn insert(
    tx: &Tx,
    permit: Permit,
    row: meeting::Model,
    items: Vec<item::Model>,
    units: Vec<unit::Model>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "review meeting inserted");
    let row = row.into_active_model().reset_all();
    meeting::Entity::insert(row).exec_without_returning(&**tx).await?;
    insert_items(tx, items).await?;
    insert_units(tx, units).await
}

/// Saves a meeting that is held.
pub async fn save(tx: &Tx, permit: Permit, row: meeting::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "review meeting saved");
    meeting::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// Adds items to a meeting that is held.
pub async fn insert_items(tx: &Tx, items: Vec<item::Model>) -> AppResult<()> {
    if items.is_empty() {
        return Ok(());
    }
    let items = items.into_iter().map(|row| row.into_active_model().reset_all());
    item::Entity::insert_many(items).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves an item of a meeting that is held.
pub async fn save_item(tx: &Tx, row: item::Model) -> AppResult<()> {
    item::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// Takes items of a meeting that is held away, so that the rules can fill the agenda anew.
pub async fn delete_items(tx: &Tx, ids: Vec<Uuid>) -> AppResult<()> {
    if !ids.is_empty() {
        item::Entity::delete_many().filter(item::Column::Id.is_in(ids)).exec(&**tx).await?;
    }
    Ok(())
}

/// The units of a meeting that is held, all of them anew.
pub async fn replace_units(tx: &Tx, meeting_id: Uuid, units: Vec<unit::Model>) -> AppResult<()> {
    let old = unit::Entity::delete_many().filter(unit::Column::MeetingId.eq(meeting_id));
    old.exec(&**tx).await?;
    insert_units(tx, units).await
}

async fn insert_units(tx: &Tx, units: Vec<unit::Model>) -> AppResult<()> {
    if units.is_empty() {
        return Ok(());
    }
    let units = units.into_iter().map(|row| row.into_active_model().reset_all());
    unit::Entity::insert_many(units).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Of these cases, those few may know of (限制知悉).
pub async fn restricted(db: &impl ConnectionTrait, ids: &[Uuid]) -> AppResult<HashSet<Uuid>> {
    let found = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Id.is_in(ids.iter().copied()))
        .filter(case::Column::Restriction.is_not_null())
        .into_tuple::<Uuid>()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// The parties of these cases.
pub async fn parties_of(db: &impl ConnectionTrait, ids: &[Uuid]) -> AppResult<Vec<party::Model>> {
    let of_cases = party::Column::CaseId.is_in(ids.iter().copied());
    Ok(party::Entity::find().filter(of_cases).all(db).await?)
}

/// Issued minutes without what they say.
#[derive(Debug, Clone, FromQueryResult)]
pub struct MinutesHead {
    /// 文书编号.
    pub document_no: String,
    /// SHA-256 over what they say.
    pub content_hash: String,
    /// SHA-256 of the file.
    pub file_hash: String,
    /// What the QR code says.
    pub verify_url: String,
    /// When they were issued.
    pub issued_at: DateTime<Utc>,
    /// By whom.
    pub issued_by_id: Uuid,
}

/// The head of the minutes of a meeting; none until they are issued.
pub async fn minutes_head(
    db: &impl ConnectionTrait,
    meeting_id: Uuid,
) -> AppResult<Option<MinutesHead>> {
    let found = heads().filter(kept::Column::MeetingId.eq(meeting_id));
    Ok(found.into_model::<MinutesHead>().one(db).await?)
}

/// The head of the minutes of a number.
pub async fn minutes_of_number(
    db: &impl ConnectionTrait,
    document_no: &str,
) -> AppResult<Option<MinutesHead>> {
    let found = heads().filter(kept::Column::DocumentNo.eq(document_no));
    Ok(found.into_model::<MinutesHead>().one(db).await?)
}

fn heads() -> Select<kept::Entity> {
    kept::Entity::find().select_only().columns([
        kept::Column::DocumentNo,
        kept::Column::ContentHash,
        kept::Column::FileHash,
        kept::Column::VerifyUrl,
        kept::Column::IssuedAt,
        kept::Column::IssuedById,
    ])
}

/// The minutes of a meeting with their file; whoever asks has found the meeting within a scope.
pub async fn minutes(
    db: &impl ConnectionTrait,
    meeting_id: Uuid,
) -> AppResult<Option<kept::Model>> {
    let of_meeting = kept::Column::MeetingId.eq(meeting_id);
    Ok(kept::Entity::find().filter(of_meeting).one(db).await?)
}

/// Keeps the minutes of a meeting that is held.
pub async fn insert_minutes(tx: &Tx, row: kept::Model) -> AppResult<()> {
    let row = row.into_active_model().reset_all();
    kept::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}
