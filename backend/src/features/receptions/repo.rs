//! Queries over reception days, exchanges, appointments and receptions. Every finder for a reader
//! takes a [`Scope`].

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, JoinType, Order, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::entity::{appointment, day, reception, reception_case, swap};
use super::rules::{AppointmentState, DayState, SwapState};
use crate::features::org::entity::center;
use crate::features::personnel;
use crate::features::personnel::entity::{capacity, person};
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Permit, Role, Scope};

/// The reception days `actor` may read.
pub fn readable_days(actor: &Actor) -> Scope {
    Scope::of_center(actor, Action::ReceptionRead, "reception_days")
}

/// The exchanges `actor` may read.
pub fn readable_swaps(actor: &Actor) -> Scope {
    Scope::of_center(actor, Action::ReceptionRead, "reception_swaps")
}

/// The appointments `actor` may read.
pub fn readable_appointments(actor: &Actor) -> Scope {
    Scope::of_center(actor, Action::ReceptionRead, "reception_appointments")
}

/// The receptions `actor` may read.
pub fn readable(actor: &Actor) -> Scope {
    Scope::of_center(actor, Action::ReceptionRead, "receptions")
}

/// Holds a centre until the end of the transaction, so that its roster is planned one day after the
/// other.
pub async fn hold_center(tx: &Tx, id: Uuid) -> AppResult<()> {
    let held = center::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?;
    held.map(|_center| ()).ok_or_else(|| ErrorCode::CenterUnknown.into())
}

/// Those who hold the role of a leader at a region.
pub fn leaders_at(region_id: Uuid) -> Condition {
    Condition::all()
        .add(capacity::Column::RegionId.eq(region_id))
        .add(capacity::Column::IsActive.eq(true))
        .add(capacity::Column::Role.eq(Role::Leader.as_str()))
}

/// A day within the scope; outside it does not exist (404).
pub async fn find_day(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> AppResult<day::Model> {
    let found = day::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find_day`], held until the end of the transaction.
pub async fn find_day_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<day::Model> {
    let day = day::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    day.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// Two days, held in one order whoever asks.
pub async fn hold_days(tx: &Tx, ids: [Uuid; 2]) -> AppResult<Vec<day::Model>> {
    let days = day::Entity::find().filter(day::Column::Id.is_in(ids)).order_by_asc(day::Column::Id);
    Ok(days.lock_exclusive().all(&**tx).await?)
}

/// The published days after `today`, up to `last`, the earliest first.
pub async fn published_ahead(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    last: NaiveDate,
    most: u64,
) -> AppResult<Vec<day::Model>> {
    Ok(day::Entity::find()
        .filter(day::Column::State.eq(DayState::Published.as_str()))
        .filter(day::Column::HeldOn.gt(today))
        .filter(day::Column::HeldOn.lte(last))
        .order_by_asc(day::Column::HeldOn)
        .order_by_asc(day::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// These days.
pub async fn days_by_ids(
    db: &impl ConnectionTrait,
    ids: Vec<Uuid>,
) -> AppResult<HashMap<Uuid, day::Model>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = day::Entity::find().filter(day::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|day| (day.id, day)).collect())
}

/// The days within the scope that `matching` lets through, in their order, after a place.
pub async fn list_days(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    after: Option<(NaiveDate, Uuid)>,
    is_descending: bool,
    limit: u64,
) -> AppResult<Vec<day::Model>> {
    let column = |column: day::Column| Expr::col((day::Entity, column).into_column_ref());
    let rest = after.map(|(on, id)| {
        let (key, by) = (column(day::Column::HeldOn), column(day::Column::Id));
        portable::after(&key, &by, Some(on), id, is_descending)
    });
    let direction = if is_descending { Order::Desc } else { Order::Asc };
    let found = day::Entity::find()
        .filter(scope.condition())
        .filter(matching.add_option(rest))
        .order_by(day::Column::HeldOn, direction.clone())
        .order_by(day::Column::Id, direction);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count_days(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(day::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// Whether a leader has another day of the centre then.
pub async fn is_taken(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    leader_id: Uuid,
    held_on: NaiveDate,
    but: Option<Uuid>,
) -> AppResult<bool> {
    let same = day::Entity::find()
        .filter(day::Column::CenterId.eq(center_id))
        .filter(day::Column::HeldOn.eq(held_on))
        .filter(day::Column::LeaderId.eq(leader_id))
        .filter(day::Column::State.ne(DayState::Discarded.as_str()))
        .filter(Condition::all().add_option(but.map(|id| day::Column::Id.ne(id))));
    Ok(same.one(db).await?.is_some())
}

/// The drafts of a centre in some days, held, the earliest first.
pub async fn hold_drafts(
    tx: &Tx,
    center_id: Uuid,
    from: NaiveDate,
    to: NaiveDate,
) -> AppResult<Vec<day::Model>> {
    let drafts = day::Entity::find()
        .filter(day::Column::CenterId.eq(center_id))
        .filter(day::Column::State.eq(DayState::Draft.as_str()))
        .filter(day::Column::HeldOn.between(from, to))
        .order_by_asc(day::Column::HeldOn)
        .order_by_asc(day::Column::Id);
    Ok(drafts.lock_exclusive().all(&**tx).await?)
}

/// Enters a day.
pub async fn insert_day(tx: &Tx, permit: Permit, row: day::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "reception day inserted");
    let row = row.into_active_model().reset_all();
    day::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a day that is held.
pub async fn save_day(tx: &Tx, permit: Permit, row: day::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "reception day saved");
    day::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// A day on which a leader receives, for the public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpcomingDay {
    /// The centre.
    pub center_id: Uuid,
    /// When.
    pub held_on: NaiveDate,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
    /// Who receives: the leader, or who stands in.
    pub leader_name: String,
    /// The leader's post; none when somebody stands in.
    pub leader_title: Option<String>,
    /// Where.
    pub place: String,
    /// `published`, or `absent` where nobody receives.
    pub state: String,
}

/// The published days of these centres, absences included, the earliest first. Names and posts of
/// leaders are published beforehand and no secret; nothing else is told.
pub async fn upcoming_days(
    db: &impl ConnectionTrait,
    center_ids: &[Uuid],
    from: NaiveDate,
    to: NaiveDate,
) -> AppResult<Vec<UpcomingDay>> {
    if center_ids.is_empty() {
        return Ok(Vec::new());
    }
    let days = day::Entity::find()
        .filter(day::Column::CenterId.is_in(center_ids.iter().copied()))
        .filter(day::Column::HeldOn.between(from, to))
        .filter(day::Column::State.is_in([DayState::Published.as_str(), DayState::Absent.as_str()]))
        .order_by_asc(day::Column::HeldOn)
        .order_by_asc(day::Column::StartsAt)
        .order_by_asc(day::Column::Id)
        .all(db)
        .await?;
    let people: Vec<Uuid> =
        days.iter().map(|day| day.stand_in_id.unwrap_or(day.leader_id)).collect();
    let names = personnel::repo::list_names(db, people).await?;
    let days = days.into_iter().map(|day| {
        let receiver = day.stand_in_id.unwrap_or(day.leader_id);
        UpcomingDay {
            center_id: day.center_id,
            held_on: day.held_on,
            starts_at: day.starts_at,
            ends_at: day.ends_at,
            leader_name: names.get(&receiver).cloned().unwrap_or_default(),
            leader_title: day.leader_title.filter(|_| day.stand_in_id.is_none()),
            place: day.place,
            state: day.state,
        }
    });
    Ok(days.collect())
}

/// How many appointments of these days stand, and how many matters were received.
pub async fn figures(
    db: &impl ConnectionTrait,
    days: &[Uuid],
) -> AppResult<HashMap<Uuid, (u64, u64)>> {
    let mut figures: HashMap<Uuid, (u64, u64)> = HashMap::new();
    if days.is_empty() {
        return Ok(figures);
    }
    let booked: Vec<(Uuid, i64)> = appointment::Entity::find()
        .select_only()
        .column(appointment::Column::DayId)
        .column_as(appointment::Column::Id.count(), "total")
        .filter(appointment::Column::DayId.is_in(days.iter().copied()))
        .filter(appointment::Column::State.ne(AppointmentState::Cancelled.as_str()))
        .group_by(appointment::Column::DayId)
        .into_tuple()
        .all(db)
        .await?;
    let received: Vec<(Uuid, i64)> = reception::Entity::find()
        .select_only()
        .column(reception::Column::DayId)
        .column_as(reception::Column::Id.count(), "total")
        .filter(reception::Column::DayId.is_in(days.iter().copied()))
        .group_by(reception::Column::DayId)
        .into_tuple()
        .all(db)
        .await?;
    for (id, count) in booked {
        figures.entry(id).or_default().0 = count.unsigned_abs();
    }
    for (id, count) in received {
        figures.entry(id).or_default().1 = count.unsigned_abs();
    }
    Ok(figures)
}

/// The appointments of a day, by their numbers.
pub async fn appointments(
    db: &impl ConnectionTrait,
    day_id: Uuid,
) -> AppResult<Vec<appointment::Model>> {
    let found = appointment::Entity::find().filter(appointment::Column::DayId.eq(day_id));
    let found = found.order_by_asc(appointment::Column::SlotNo);
    Ok(found.order_by_asc(appointment::Column::Id).all(db).await?)
}

/// An appointment within the scope, held; outside it does not exist (404).
pub async fn find_appointment_for_update(
    tx: &Tx,
    scope: &Scope,
    id: Uuid,
) -> AppResult<appointment::Model> {
    let found = appointment::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// Books an appointment.
pub async fn insert_appointment(tx: &Tx, permit: Permit, row: appointment::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "appointment inserted");
    let row = row.into_active_model().reset_all();
    appointment::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves an appointment that is held.
pub async fn save_appointment(tx: &Tx, permit: Permit, row: appointment::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "appointment saved");
    appointment::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// A reception within the scope; outside it does not exist (404).
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<reception::Model> {
    let found = reception::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The receptions within the scope that `matching` lets through, the latest first, after a place.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: u64,
) -> AppResult<Vec<reception::Model>> {
    let column =
        |column: reception::Column| Expr::col((reception::Entity, column).into_column_ref());
    let rest = after.map(|(at, id)| {
        let (key, by) = (column(reception::Column::ReceivedAt), column(reception::Column::Id));
        portable::after(&key, &by, Some(at), id, true)
    });
    let found = reception::Entity::find()
        .filter(scope.condition())
        .filter(matching.add_option(rest))
        .order_by_desc(reception::Column::ReceivedAt)
        .order_by_desc(reception::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(reception::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// The receptions about a case.
pub fn about(case_id: Uuid) -> Condition {
    let ids = reception_case::Entity::find()
        .select_only()
        .column(reception_case::Column::ReceptionId)
        .filter(reception_case::Column::CaseId.eq(case_id))
        .into_query();
    Condition::all().add(reception::Column::Id.in_subquery(ids))
}

/// What was received on a day, the earliest first.
pub async fn of_day(db: &impl ConnectionTrait, day_id: Uuid) -> AppResult<Vec<reception::Model>> {
    let found = reception::Entity::find().filter(reception::Column::DayId.eq(day_id));
    let found = found.order_by_asc(reception::Column::ReceivedAt);
    Ok(found.order_by_asc(reception::Column::Id).all(db).await?)
}

/// The cases of these receptions: reception and case.
pub async fn cases_of(
    db: &impl ConnectionTrait,
    receptions: &[Uuid],
) -> AppResult<Vec<(Uuid, Uuid)>> {
    if receptions.is_empty() {
        return Ok(Vec::new());
    }
    let found = reception_case::Entity::find()
        .filter(reception_case::Column::ReceptionId.is_in(receptions.iter().copied()))
        .order_by_asc(reception_case::Column::Id)
        .all(db)
        .await?;
    Ok(found.into_iter().map(|row| (row.reception_id, row.case_id)).collect())
}

/// Who received, and that person's name and the instant, by reception.
pub async fn receivers(
    db: &impl ConnectionTrait,
    receptions: Vec<Uuid>,
) -> AppResult<HashMap<Uuid, (Uuid, String, DateTime<Utc>)>> {
    if receptions.is_empty() {
        return Ok(HashMap::new());
    }
    let to_person = reception::Entity::belongs_to(person::Entity)
        .from(reception::Column::ReceivedById)
        .to(person::Column::Id)
        .into();
    let found: Vec<(Uuid, Uuid, String, DateTime<Utc>)> = reception::Entity::find()
        .select_only()
        .column(reception::Column::Id)
        .column(reception::Column::ReceivedById)
        .column(person::Column::Name)
        .column(reception::Column::ReceivedAt)
        .join(JoinType::InnerJoin, to_person)
        .filter(reception::Column::Id.is_in(receptions))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(id, who, name, at)| (id, (who, name, at))).collect())
}

/// Who received.
pub async fn received_by(db: &impl ConnectionTrait, id: Uuid) -> AppResult<Option<Uuid>> {
    let found = reception::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|row| row.received_by_id))
}

/// Enters a reception with its cases.
pub async fn insert(
    tx: &Tx,
    permit: Permit,
    row: reception::Model,
    cases: Vec<reception_case::Model>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "reception inserted");
    let row = row.into_active_model().reset_all();
    reception::Entity::insert(row).exec_without_returning(&**tx).await?;
    let cases = cases.into_iter().map(|row| row.into_active_model().reset_all());
    reception_case::Entity::insert_many(cases).exec_without_returning(&**tx).await?;
    Ok(())
}

/// An exchange within the scope, held; outside it does not exist (404).
pub async fn find_swap_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<swap::Model> {
    let found = swap::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The exchanges within the scope that `matching` lets through, the newest first.
pub async fn list_swaps(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<swap::Model>> {
    let before = before.map(|id| swap::Column::Id.lt(id));
    let found = swap::Entity::find().filter(scope.condition());
    let found = found.filter(matching.add_option(before)).order_by_desc(swap::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many exchanges there are in all.
pub async fn count_swaps(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(swap::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// Exchanges of any of these days that were asked for and not answered.
pub async fn asked_swaps(db: &impl ConnectionTrait, days: &[Uuid]) -> AppResult<Vec<swap::Model>> {
    let either = Condition::any()
        .add(swap::Column::DayId.is_in(days.iter().copied()))
        .add(swap::Column::OtherDayId.is_in(days.iter().copied()));
    let found = swap::Entity::find()
        .filter(swap::Column::State.eq(SwapState::Asked.as_str()))
        .filter(either)
        .order_by_asc(swap::Column::Id);
    Ok(found.all(db).await?)
}

/// Enters an exchange.
pub async fn insert_swap(tx: &Tx, permit: Permit, row: swap::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "reception swap inserted");
    let row = row.into_active_model().reset_all();
    swap::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves an exchange that is held.
pub async fn save_swap(tx: &Tx, permit: Permit, row: swap::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "reception swap saved");
    swap::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}
