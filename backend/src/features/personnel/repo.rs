//! Queries over people and capacities.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::dto::PersonRef;
use super::entity::{capacity, person};
use crate::features::org::entity::region;
use crate::features::substitutions;
use crate::platform::db::Tx;
use crate::platform::db::portable::{below, starts_with};
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::policy::Permit;

/// A person.
pub async fn find_person(db: &impl ConnectionTrait, id: Uuid) -> AppResult<Option<person::Model>> {
    Ok(person::Entity::find_by_id(id).one(db).await?)
}

/// The ids of the people who still work here.
pub fn active_people() -> SelectStatement {
    person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::IsActive.eq(true))
        .into_query()
}

/// Whether there is such a person.
pub async fn exists(db: &impl ConnectionTrait, id: Uuid) -> AppResult<bool> {
    Ok(find_person(db, id).await?.is_some())
}

/// A person, held against changes of their capacities by others.
pub async fn find_person_for_update(tx: &Tx, id: Uuid) -> AppResult<Option<person::Model>> {
    Ok(person::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?)
}

/// The people that `matching` lets through after the id `after`, oldest first.
pub async fn list_people(
    db: &impl ConnectionTrait,
    matching: Condition,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<person::Model>> {
    let after = after.map(|id| person::Column::Id.gt(id));
    let matching = matching.add_option(after);
    let people = person::Entity::find().filter(matching).order_by_asc(person::Column::Id);
    Ok(people.limit(limit).all(db).await?)
}

/// How many people `matching` lets through.
pub async fn count_people(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(person::Entity::find().filter(matching).count(db).await?)
}

/// Enters a person.
pub async fn insert_person(
    tx: &Tx,
    permit: Permit,
    row: person::ActiveModel,
) -> AppResult<person::Model> {
    tracing::debug!(permit = permit.action(), "person inserted");
    Ok(person::Entity::insert(row).exec_with_returning(&**tx).await?)
}

/// Writes `change` over the version `seen`; 412 when there is another by now.
pub async fn save_person(
    tx: &Tx,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    change: person::ActiveModel,
) -> AppResult<person::Model> {
    tracing::debug!(permit = permit.action(), "person saved");
    let same =
        Condition::all().add(person::Column::Id.eq(id)).add(person::Column::RowVersion.eq(seen.0));
    let saved = person::Entity::update_many().set(change).filter(same);
    if let Some(saved) = saved.exec_with_returning(&**tx).await?.pop() {
        return Ok(saved);
    }
    let current = find_person(&**tx, id).await?.ok_or(ErrorCode::RequestNotFound)?;
    seen.check(current.row_version, ErrorCode::RequestStaleVersion)?;
    Ok(current)
}

/// A capacity with the person who holds it.
pub async fn find_capacity(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> AppResult<Option<(capacity::Model, String)>> {
    let Some(found) = capacity::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let name = find_person(db, found.person_id).await?.map(|person| person.name);
    Ok(Some((found, name.unwrap_or_default())))
}

/// The capacities a person may act in, oldest first.
pub async fn list_active_capacities(
    db: &impl ConnectionTrait,
    person_id: Uuid,
) -> AppResult<Vec<capacity::Model>> {
    let held = capacity::Entity::find()
        .filter(capacity::Column::PersonId.eq(person_id))
        .filter(capacity::Column::IsActive.eq(true))
        .order_by_asc(capacity::Column::CreatedAt)
        .order_by_asc(capacity::Column::Id);
    Ok(held.all(db).await?)
}

/// The capacities a person may act in on `today`, their own first: with those in which they
/// replace an absent colleague (代班).
pub async fn list_open_capacities(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    today: NaiveDate,
) -> AppResult<Vec<capacity::Model>> {
    let own = capacity::Column::PersonId.eq(person_id);
    let replaced =
        capacity::Column::Id.in_subquery(substitutions::repo::replaced_by(person_id, today));
    let open = capacity::Entity::find()
        .filter(Condition::any().add(own).add(replaced))
        .filter(capacity::Column::IsActive.eq(true))
        .order_by_asc(capacity::Column::CreatedAt)
        .order_by_asc(capacity::Column::Id);
    let mut open = open.all(db).await?;
    open.sort_by_key(|row| row.person_id != person_id);
    Ok(open)
}

/// The capacities that `matching` lets through after the id `after`, oldest first.
pub async fn list_capacities(
    db: &impl ConnectionTrait,
    matching: Condition,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<capacity::Model>> {
    let after = after.map(|id| capacity::Column::Id.gt(id));
    let matching = matching.add_option(after);
    let held = capacity::Entity::find().filter(matching).order_by_asc(capacity::Column::Id);
    Ok(held.limit(limit).all(db).await?)
}

/// The capacities that reach down from the region `root` or one below it.
pub fn held_below(root: &str) -> Condition {
    let regions = region::Entity::find()
        .select_only()
        .column(region::Column::Id)
        .filter(below(&Expr::col((region::Entity, region::Column::Code)), root))
        .into_query();
    Condition::all().add(capacity::Column::RegionId.in_subquery(regions))
}

/// The first `limit` people at work, but for one, who hold a capacity that `held` lets through, by
/// name; `named` is how it begins.
pub async fn list_holders(
    db: &impl ConnectionTrait,
    held: Condition,
    but: Uuid,
    named: Option<&str>,
    limit: u64,
) -> AppResult<Vec<PersonRef>> {
    let holders = capacity::Entity::find()
        .select_only()
        .column(capacity::Column::PersonId)
        .filter(held)
        .into_query();
    let named = named.map(|q| starts_with((person::Entity, person::Column::Name), q));
    let found = person::Entity::find()
        .filter(person::Column::IsActive.eq(true))
        .filter(person::Column::Id.ne(but))
        .filter(person::Column::Id.in_subquery(holders))
        .filter(Condition::all().add_option(named))
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(found.into_iter().map(|row| PersonRef { id: row.id, name: row.name }).collect())
}

/// Those of `people` at work who belong to the department: by their record, or by a capacity held
/// there, as somebody who works in two departments does.
pub async fn members_of(
    db: &impl ConnectionTrait,
    department_id: Uuid,
    people: &[Uuid],
) -> AppResult<HashSet<Uuid>> {
    if people.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(member_of(department_id))
        .filter(person::Column::Id.is_in(people.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// The first `limit` people at work of a department, by name; `named` is how it begins.
pub async fn list_members(
    db: &impl ConnectionTrait,
    department_id: Uuid,
    named: Option<&str>,
    limit: u64,
) -> AppResult<Vec<PersonRef>> {
    let named = named.map(|q| starts_with((person::Entity, person::Column::Name), q));
    let found = person::Entity::find()
        .filter(member_of(department_id))
        .filter(Condition::all().add_option(named))
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(found.into_iter().map(|row| PersonRef { id: row.id, name: row.name }).collect())
}

fn member_of(department_id: Uuid) -> Condition {
    let acting = capacity::Entity::find()
        .select_only()
        .column(capacity::Column::PersonId)
        .filter(capacity::Column::DepartmentId.eq(department_id))
        .filter(capacity::Column::IsActive.eq(true))
        .into_query();
    let member = Condition::any()
        .add(person::Column::DepartmentId.eq(department_id))
        .add(person::Column::Id.in_subquery(acting));
    Condition::all().add(person::Column::IsActive.eq(true)).add(member)
}

/// How many capacities `matching` lets through.
pub async fn count_capacities(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(capacity::Entity::find().filter(matching).count(db).await?)
}

/// Capacities by id, whoever asks: for what the program itself looks up.
pub async fn list_capacities_of(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, capacity::Model>> {
    let found = capacity::Entity::find().filter(capacity::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

/// The telephones at work of `ids`, of those who have one.
pub async fn list_phones(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, String>> {
    let ids: Vec<_> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(Uuid, Option<String>)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Phone])
        .filter(person::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().filter_map(|(id, phone)| Some((id, phone?))).collect())
}

/// The names of people, by id, in one query; none when there is nobody.
pub async fn list_names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, String>> {
    let ids: Vec<_> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let named: Vec<(Uuid, String)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Name])
        .filter(person::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(named.into_iter().collect())
}

/// Grants a capacity.
pub async fn insert_capacity(
    tx: &Tx,
    permit: Permit,
    row: capacity::ActiveModel,
) -> AppResult<capacity::Model> {
    tracing::debug!(permit = permit.action(), "capacity inserted");
    Ok(capacity::Entity::insert(row).exec_with_returning(&**tx).await?)
}

/// Writes `change` over the version `seen`; 412 when there is another by now.
pub async fn save_capacity(
    tx: &Tx,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    change: capacity::ActiveModel,
) -> AppResult<capacity::Model> {
    tracing::debug!(permit = permit.action(), "capacity saved");
    let same = Condition::all()
        .add(capacity::Column::Id.eq(id))
        .add(capacity::Column::RowVersion.eq(seen.0));
    let saved = capacity::Entity::update_many().set(change).filter(same);
    if let Some(saved) = saved.exec_with_returning(&**tx).await?.pop() {
        return Ok(saved);
    }
    let current = find_capacity(&**tx, id).await?.ok_or(ErrorCode::RequestNotFound)?.0;
    seen.check(current.row_version, ErrorCode::RequestStaleVersion)?;
    Ok(current)
}
