//! Rows of exports.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::export::{Column, Entity, Model};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};

/// An export of this person; another does not exist (404).
pub(super) async fn find(db: &impl ConnectionTrait, person_id: Uuid, id: Uuid) -> AppResult<Model> {
    let found = Entity::find_by_id(id).filter(Column::PersonId.eq(person_id)).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The export a job makes.
pub(super) async fn of_job(db: &impl ConnectionTrait, job_id: Uuid) -> AppResult<Option<Model>> {
    Ok(Entity::find().filter(Column::JobId.eq(job_id)).one(db).await?)
}

/// The newest exports of a person, after one of them.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    after: Option<Uuid>,
    most: u64,
) -> AppResult<Vec<Model>> {
    let wanted = Condition::all()
        .add(Column::PersonId.eq(person_id))
        .add_option(after.map(|id| Column::Id.lt(id)));
    Ok(Entity::find().filter(wanted).order_by_desc(Column::Id).limit(most).all(db).await?)
}

/// How many exports a person has.
pub(super) async fn count(db: &impl ConnectionTrait, person_id: Uuid) -> AppResult<u64> {
    Ok(Entity::find().filter(Column::PersonId.eq(person_id)).count(db).await?)
}

/// Keeps an export that was asked for.
pub(super) async fn insert(tx: &Tx, row: Model) -> AppResult<()> {
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves an export whose job was advanced in the same transaction.
pub(super) async fn save(tx: &Tx, row: Model) -> AppResult<()> {
    Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// Forgets an export.
pub(super) async fn forget(tx: &Tx, id: Uuid) -> AppResult<()> {
    Entity::delete_many().filter(Column::Id.eq(id)).exec(&**tx).await?;
    Ok(())
}

/// Exports whose time is over.
pub(super) async fn expired(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    most: u64,
) -> AppResult<Vec<Model>> {
    let over = Entity::find().filter(Column::ExpiresAt.lt(now));
    Ok(over.order_by_asc(Column::ExpiresAt).order_by_asc(Column::Id).limit(most).all(db).await?)
}
