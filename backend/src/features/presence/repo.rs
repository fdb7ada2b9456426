//! Queries over records, computers of windows, and sign-ins; and over what was done at the posts.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    FromQueryResult, IntoActiveModel as _, JoinType, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{record, sign_in, workstation};
use crate::features::cases::entity::{case, event};
use crate::features::public::entity::rating;
use crate::features::visits::entity::{visit, visit_event};
use crate::platform::db::Tx;
use crate::platform::db::portable::below;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Permit, Scope};

/// The records of a centre's days that stand.
pub async fn standing(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> AppResult<Vec<record::Model>> {
    Ok(record::Entity::find()
        .filter(record::Column::CenterId.eq(center_id))
        .filter(record::Column::DutyOn.gte(from))
        .filter(record::Column::DutyOn.lte(to))
        .filter(record::Column::WithdrawnAt.is_null())
        .order_by_asc(record::Column::Id)
        .all(db)
        .await?)
}

/// The records that `matching` lets through before the id `before`, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<record::Model>> {
    let matching = matching.add_option(before.map(|id| record::Column::Id.lt(id)));
    let found = record::Entity::find().filter(matching).order_by_desc(record::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(record::Entity::find().filter(matching).count(db).await?)
}

/// Whether somebody has a record of a person-day that stands.
pub async fn is_recorded(tx: &Tx, row: &record::Model) -> AppResult<bool> {
    let same = record::Entity::find()
        .filter(record::Column::ObligationId.eq(row.obligation_id))
        .filter(record::Column::PersonId.eq(row.person_id))
        .filter(record::Column::DutyOn.eq(row.duty_on))
        .filter(record::Column::RecordedById.eq(row.recorded_by_id))
        .filter(record::Column::WithdrawnAt.is_null());
    Ok(same.count(&**tx).await? > 0)
}

/// A record among `readable`, held until the end of the transaction; another does not exist (404).
pub async fn find_for_update(tx: &Tx, readable: Condition, id: Uuid) -> AppResult<record::Model> {
    let found = record::Entity::find_by_id(id).filter(readable).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// Keeps a record.
pub async fn insert(tx: &Tx, permit: Permit, row: record::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "presence record inserted");
    let row = row.into_active_model().reset_all();
    record::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a record that is held.
pub async fn save(tx: &Tx, permit: Permit, row: record::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "presence record saved");
    record::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// The computers within the scope that `matching` lets through after the id `after`, oldest first.
pub async fn workstations(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<workstation::Model>> {
    let matching = matching.add_option(after.map(|id| workstation::Column::Id.gt(id)));
    let found = workstation::Entity::find().filter(scope.condition()).filter(matching);
    Ok(found.order_by_asc(workstation::Column::Id).limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count_workstations(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(workstation::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// A computer within the scope, held until the end of the transaction.
pub async fn hold_workstation(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<workstation::Model> {
    let found = workstation::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The computer in use whose key has this hash.
pub async fn workstation_of(
    db: &impl ConnectionTrait,
    key_hash: &str,
) -> AppResult<Option<workstation::Model>> {
    Ok(workstation::Entity::find()
        .filter(workstation::Column::KeyHash.eq(key_hash))
        .filter(workstation::Column::IsActive.eq(true))
        .one(db)
        .await?)
}

/// Names a computer of a window.
pub async fn insert_workstation(tx: &Tx, permit: Permit, row: workstation::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "workstation inserted");
    let row = row.into_active_model().reset_all();
    workstation::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a computer that is held.
pub async fn save_workstation(tx: &Tx, permit: Permit, row: workstation::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "workstation saved");
    workstation::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// Keeps that somebody signed in at a window on a duty day; once is enough.
pub async fn insert_sign_in(tx: &Tx, row: sign_in::Model) -> AppResult<()> {
    let once = OnConflict::columns([
        sign_in::Column::PostId,
        sign_in::Column::DutyOn,
        sign_in::Column::PersonId,
    ])
    .do_nothing()
    .to_owned();
    sign_in::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(once)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Who signed in at which window on which duty day.
pub async fn sign_ins(
    db: &impl ConnectionTrait,
    people: &BTreeSet<Uuid>,
    (from, to): (NaiveDate, NaiveDate),
) -> AppResult<Vec<sign_in::Model>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sign_in::Entity::find()
        .filter(sign_in::Column::PersonId.is_in(people.iter().copied()))
        .filter(sign_in::Column::DutyOn.gte(from))
        .filter(sign_in::Column::DutyOn.lte(to))
        .order_by_asc(sign_in::Column::Id)
        .all(db)
        .await?)
}

/// Something somebody did to a case.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Act {
    /// Who.
    pub actor_id: Option<Uuid>,
    /// In which capacity, as the ledger wrote it.
    pub capacity: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Where the case lies.
    pub region_code: String,
    /// What it is about.
    pub type_code: Option<String>,
}

/// The first id of an instant: ids are made in the order of time (UUIDv7), and the ledger has no other
/// index that would find what was done on some days.
fn first_id(at: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

/// What `people` did to cases between two instants, as it happened.
pub async fn acts(
    db: &impl ConnectionTrait,
    people: &BTreeSet<Uuid>,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> AppResult<Vec<Act>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let to_case = event::Entity::belongs_to(case::Entity)
        .from(event::Column::CaseId)
        .to(case::Column::Id)
        .into();
    Ok(event::Entity::find()
        .select_only()
        .columns([event::Column::ActorId, event::Column::Capacity, event::Column::At])
        .columns([case::Column::RegionCode, case::Column::TypeCode])
        .join(JoinType::InnerJoin, to_case)
        .filter(event::Column::Id.gte(first_id(from)))
        .filter(event::Column::Id.lt(first_id(to)))
        .filter(event::Column::ActorId.is_in(people.iter().copied()))
        .order_by_asc(event::Column::Id)
        .into_model::<Act>()
        .all(db)
        .await?)
}

/// What `people` did for visitors of a centre between two instants: who, and when.
pub async fn receptions(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    people: &BTreeSet<Uuid>,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> AppResult<Vec<(Uuid, DateTime<Utc>)>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let to_visit = visit_event::Entity::belongs_to(visit::Entity)
        .from(visit_event::Column::VisitId)
        .to(visit::Column::Id)
        .into();
    Ok(visit_event::Entity::find()
        .select_only()
        .columns([visit_event::Column::ActorId, visit_event::Column::At])
        .join(JoinType::InnerJoin, to_visit)
        .filter(visit_event::Column::Id.gte(first_id(from)))
        .filter(visit_event::Column::Id.lt(first_id(to)))
        .filter(visit_event::Column::ActorId.is_in(people.iter().copied()))
        .filter(visit::Column::CenterId.eq(center_id))
        .into_tuple()
        .all(db)
        .await?)
}

/// The windows that ratings of a centre's cases name, with the days.
pub async fn rated(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> AppResult<Vec<(String, NaiveDate)>> {
    let to_case = rating::Entity::belongs_to(case::Entity)
        .from(rating::Column::CaseId)
        .to(case::Column::Id)
        .into();
    Ok(rating::Entity::find()
        .select_only()
        .columns([rating::Column::WindowNo, rating::Column::VisitedOn])
        .join(JoinType::InnerJoin, to_case)
        .filter(rating::Column::WindowNo.is_not_null())
        .filter(rating::Column::VisitedOn.gte(from))
        .filter(rating::Column::VisitedOn.lte(to))
        .filter(case::Column::CenterId.eq(center_id))
        .into_tuple()
        .all(db)
        .await?)
}

/// What arrived at a centre for which department between two instants: department and type.
pub async fn arrived(
    db: &impl ConnectionTrait,
    region_code: &str,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> AppResult<Vec<(Option<Uuid>, Option<String>)>> {
    Ok(case::Entity::find()
        .select_only()
        .columns([case::Column::LeadDepartmentId, case::Column::TypeCode])
        .filter(case::Column::RegisteredAt.gte(from))
        .filter(case::Column::RegisteredAt.lt(to))
        .filter(below(&Expr::col(case::Column::RegionCode), region_code))
        .into_tuple()
        .all(db)
        .await?)
}
