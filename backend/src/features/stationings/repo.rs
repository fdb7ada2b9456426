//! Queries over entries, leaves and qualifications.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{leave, qualification, stationing, step};
use super::workflow::{LeaveState, StationingState};
use crate::features::mediations::entity::mediator;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Permit, Scope};

/// The skill that is kept in the register of mediators.
pub const MEDIATION: &str = "mediation";

/// Who of `people` is admitted where on a day: person and centre. Who no longer works anywhere is
/// admitted nowhere.
pub async fn admitted(
    db: &impl ConnectionTrait,
    people: &BTreeSet<Uuid>,
    on: NaiveDate,
) -> AppResult<HashSet<(Uuid, Uuid)>> {
    let rows = stays(db, people, on, on).await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.center_id)).collect())
}

/// The entries of `people` with a day from `from` to `to`.
pub async fn stays(
    db: &impl ConnectionTrait,
    people: &BTreeSet<Uuid>,
    from: NaiveDate,
    to: NaiveDate,
) -> AppResult<Vec<stationing::Model>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let was = [StationingState::InForce, StationingState::ExitRequested, StationingState::Ended];
    let last = stationing::Column::UntilOn;
    Ok(stationing::Entity::find()
        .filter(stationing::Column::PersonId.is_in(people.iter().copied()))
        .filter(stationing::Column::PersonId.in_subquery(personnel::repo::active_people()))
        .filter(stationing::Column::State.is_in(was.map(StationingState::as_str)))
        .filter(stationing::Column::FromOn.lte(to))
        .filter(Condition::any().add(last.is_null()).add(last.gte(from)))
        .order_by_asc(stationing::Column::FromOn)
        .order_by_asc(stationing::Column::Id)
        .all(db)
        .await?)
}

/// What each of `people` is qualified for on a day, with the register of mediators.
pub async fn skills(
    db: &impl ConnectionTrait,
    people: &BTreeSet<Uuid>,
    on: NaiveDate,
) -> AppResult<HashMap<Uuid, BTreeSet<String>>> {
    let mut skills: HashMap<Uuid, BTreeSet<String>> = HashMap::new();
    if people.is_empty() {
        return Ok(skills);
    }
    let last = qualification::Column::ValidUntil;
    let held = qualification::Entity::find()
        .filter(qualification::Column::PersonId.is_in(people.iter().copied()))
        .filter(qualification::Column::IsRevoked.eq(false))
        .filter(qualification::Column::ValidFrom.lte(on))
        .filter(Condition::any().add(last.is_null()).add(last.gte(on)))
        .all(db)
        .await?;
    for one in held {
        skills.entry(one.person_id).or_default().insert(one.skill_code);
    }
    let mediators = mediator::Entity::find()
        .filter(mediator::Column::PersonId.is_in(people.iter().copied()))
        .filter(mediator::Column::IsActive.eq(true))
        .filter(mediator::Column::QualifiedFromOn.lte(on))
        .filter(mediator::Column::QualifiedUntilOn.gte(on))
        .all(db)
        .await?;
    for one in mediators {
        skills.entry(one.person_id).or_default().insert(MEDIATION.to_owned());
    }
    Ok(skills)
}

/// A skill somebody has from a first to a last day, where there is one.
pub type SkillDays = (Uuid, String, (NaiveDate, Option<NaiveDate>));

/// When each of `people` is qualified for what from `from` to `to`, with the register of mediators.
pub async fn skill_days(
    db: &impl ConnectionTrait,
    people: &BTreeSet<Uuid>,
    from: NaiveDate,
    to: NaiveDate,
) -> AppResult<Vec<SkillDays>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let last = qualification::Column::ValidUntil;
    let held = qualification::Entity::find()
        .filter(qualification::Column::PersonId.is_in(people.iter().copied()))
        .filter(qualification::Column::IsRevoked.eq(false))
        .filter(qualification::Column::ValidFrom.lte(to))
        .filter(Condition::any().add(last.is_null()).add(last.gte(from)))
        .order_by_asc(qualification::Column::Id)
        .all(db)
        .await?;
    let mediators = mediator::Entity::find()
        .filter(mediator::Column::PersonId.is_in(people.iter().copied()))
        .filter(mediator::Column::IsActive.eq(true))
        .filter(mediator::Column::QualifiedFromOn.lte(to))
        .filter(mediator::Column::QualifiedUntilOn.gte(from))
        .order_by_asc(mediator::Column::Id)
        .all(db)
        .await?;
    let held = held.into_iter().map(|row| {
        let days = (row.valid_from, row.valid_until);
        (row.person_id, row.skill_code, days)
    });
    let mediators = mediators.into_iter().map(|row| {
        let days = (row.qualified_from_on, Some(row.qualified_until_on));
        (row.person_id, MEDIATION.to_owned(), days)
    });
    Ok(held.chain(mediators).collect())
}

/// The leaves of `people` that are approved and have a day from `from` to `to`; wishes among them.
pub async fn absences(
    db: &impl ConnectionTrait,
    people: &BTreeSet<Uuid>,
    from: NaiveDate,
    to: NaiveDate,
) -> AppResult<Vec<leave::Model>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    Ok(leave::Entity::find()
        .filter(leave::Column::PersonId.is_in(people.iter().copied()))
        .filter(leave::Column::State.eq(LeaveState::Approved.as_str()))
        .filter(touching(Some(from), Some(to)))
        .order_by_asc(leave::Column::FromOn)
        .order_by_asc(leave::Column::Id)
        .all(db)
        .await?)
}

/// Leaves with a day from `from` to `to`.
pub fn touching(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Condition {
    Condition::all()
        .add_option(from.map(|from| leave::Column::UntilOn.gte(from)))
        .add_option(to.map(|to| leave::Column::FromOn.lte(to)))
}

/// An entry within the scope; outside it does not exist (404).
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<stationing::Model> {
    let found = stationing::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction.
pub async fn find_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<stationing::Model> {
    let found = stationing::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The entries within the scope that `matching` lets through before the id `before`, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<stationing::Model>> {
    let matching = matching.add_option(before.map(|id| stationing::Column::Id.lt(id)));
    let found = stationing::Entity::find().filter(scope.condition()).filter(matching);
    Ok(found.order_by_desc(stationing::Column::Id).limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(stationing::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// Entries that `matching` lets through, whoever asks, the earliest first.
pub async fn all(
    db: &impl ConnectionTrait,
    matching: Condition,
) -> AppResult<Vec<stationing::Model>> {
    let found = stationing::Entity::find().filter(matching);
    let found = found.order_by_asc(stationing::Column::FromOn);
    Ok(found.order_by_asc(stationing::Column::Id).all(db).await?)
}

/// The steps of an entry, oldest first.
pub async fn steps(db: &impl ConnectionTrait, id: Uuid) -> AppResult<Vec<step::Model>> {
    let found = step::Entity::find().filter(step::Column::StationingId.eq(id));
    Ok(found.order_by_asc(step::Column::Seq).all(db).await?)
}

/// Keeps a request with its first step.
pub async fn insert(
    tx: &Tx,
    permit: Permit,
    row: stationing::Model,
    first: step::Model,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "stationing inserted");
    let row = row.into_active_model().reset_all();
    stationing::Entity::insert(row).exec_without_returning(&**tx).await?;
    add_step(tx, first).await
}

/// Saves an entry that is held, with its next step.
pub async fn save(
    tx: &Tx,
    permit: Permit,
    row: stationing::Model,
    next: step::Model,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "stationing saved");
    stationing::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    add_step(tx, next).await
}

async fn add_step(tx: &Tx, row: step::Model) -> AppResult<()> {
    let row = row.into_active_model().reset_all();
    step::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// A leave, held until the end of the transaction.
pub async fn hold_leave(tx: &Tx, id: Uuid) -> AppResult<Option<leave::Model>> {
    Ok(leave::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?)
}

/// The leaves that `matching` lets through before the id `before`, newest first.
pub async fn list_leaves(
    db: &impl ConnectionTrait,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<leave::Model>> {
    let matching = matching.add_option(before.map(|id| leave::Column::Id.lt(id)));
    let found = leave::Entity::find().filter(matching).order_by_desc(leave::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many leaves there are.
pub async fn count_leaves(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(leave::Entity::find().filter(matching).count(db).await?)
}

/// Keeps a leave.
pub async fn insert_leave(tx: &Tx, permit: Permit, row: leave::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "leave inserted");
    let row = row.into_active_model().reset_all();
    leave::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a leave that is held.
pub async fn save_leave(tx: &Tx, permit: Permit, row: leave::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "leave saved");
    leave::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// A qualification, held until the end of the transaction.
pub async fn hold_qualification(tx: &Tx, id: Uuid) -> AppResult<Option<qualification::Model>> {
    Ok(qualification::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?)
}

/// The qualifications of a person, oldest first.
pub async fn qualifications(
    db: &impl ConnectionTrait,
    person_id: Uuid,
) -> AppResult<Vec<qualification::Model>> {
    let found = qualification::Entity::find().filter(qualification::Column::PersonId.eq(person_id));
    Ok(found.order_by_asc(qualification::Column::Id).all(db).await?)
}

/// The entry of a person in the register of mediators.
pub async fn register_entry(
    db: &impl ConnectionTrait,
    person_id: Uuid,
) -> AppResult<Option<mediator::Model>> {
    let found = mediator::Entity::find().filter(mediator::Column::PersonId.eq(person_id));
    Ok(found.one(db).await?)
}

/// Enters a qualification.
pub async fn insert_qualification(
    tx: &Tx,
    permit: Permit,
    row: qualification::Model,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "qualification inserted");
    let row = row.into_active_model().reset_all();
    qualification::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a qualification that is held.
pub async fn save_qualification(
    tx: &Tx,
    permit: Permit,
    row: qualification::Model,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "qualification saved");
    qualification::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}
