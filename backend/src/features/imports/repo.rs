//! Rows of imports and of their problems.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::import::{Column, Entity, Model};
use super::entity::problem;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};

/// Rows a statement inserts, nine columns each, below the parameter limit of either database.
const ROWS_A_STATEMENT: usize = 500;

/// An import of this person; another does not exist (404).
pub(super) async fn find(db: &impl ConnectionTrait, person_id: Uuid, id: Uuid) -> AppResult<Model> {
    let found = Entity::find_by_id(id).filter(Column::PersonId.eq(person_id)).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction.
pub(super) async fn hold(tx: &Tx, person_id: Uuid, id: Uuid) -> AppResult<Model> {
    let found = Entity::find_by_id(id).filter(Column::PersonId.eq(person_id)).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The import a job works on.
pub(super) async fn of_job(db: &impl ConnectionTrait, job_id: Uuid) -> AppResult<Option<Model>> {
    Ok(Entity::find().filter(Column::JobId.eq(job_id)).one(db).await?)
}

/// The newest imports of a person, after one of them.
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

/// How many imports a person has.
pub(super) async fn count(db: &impl ConnectionTrait, person_id: Uuid) -> AppResult<u64> {
    Ok(Entity::find().filter(Column::PersonId.eq(person_id)).count(db).await?)
}

/// Keeps an import that was announced.
pub(super) async fn insert(tx: &Tx, row: Model) -> AppResult<()> {
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves an import whose job is held, or that has none.
pub(super) async fn save(tx: &Tx, row: Model) -> AppResult<()> {
    Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// Takes `key` for the file of an import that is awaited; false when somebody has.
pub(super) async fn claim(tx: &Tx, id: Uuid, key: Uuid, now: DateTime<Utc>) -> AppResult<bool> {
    let claimed = Entity::update_many()
        .col_expr(Column::StorageKey, Expr::value(key))
        .filter(Column::Id.eq(id))
        .filter(Column::StorageKey.is_null())
        .filter(Column::KeptAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .exec(&**tx)
        .await?;
    Ok(claimed.rows_affected > 0)
}

/// Gives `key` back: nothing is kept under it.
pub(super) async fn give_back(tx: &Tx, id: Uuid, key: Uuid) -> AppResult<bool> {
    let given = Entity::update_many()
        .col_expr(Column::StorageKey, Expr::value(None::<Uuid>))
        .filter(Column::Id.eq(id))
        .filter(Column::StorageKey.eq(key))
        .filter(Column::KeptAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(given.rows_affected > 0)
}

/// Whether `key` is the file of an import.
pub(super) async fn has_key(db: &impl ConnectionTrait, id: Uuid, key: Uuid) -> AppResult<bool> {
    let found = Entity::find_by_id(id).filter(Column::StorageKey.eq(key)).one(db).await?;
    Ok(found.is_some())
}

/// Forgets the keys of an import whose files are gone.
pub(super) async fn forget_keys(tx: &Tx, id: Uuid) -> AppResult<()> {
    Entity::update_many()
        .col_expr(Column::StorageKey, Expr::value(None::<Uuid>))
        .col_expr(Column::StagedKey, Expr::value(None::<Uuid>))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Writes what is wrong with rows.
pub(super) async fn insert_problems(tx: &Tx, problems: Vec<problem::Model>) -> AppResult<()> {
    for some in problems.chunks(ROWS_A_STATEMENT) {
        let rows = some.iter().cloned().map(|row| row.into_active_model().reset_all());
        problem::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// The problems of an import in the order of its rows, after the `seq` of one.
pub(super) async fn problems(
    db: &impl ConnectionTrait,
    import_id: Uuid,
    after: i64,
    most: u64,
) -> AppResult<Vec<problem::Model>> {
    Ok(problem::Entity::find()
        .filter(problem::Column::ImportId.eq(import_id))
        .filter(problem::Column::Seq.gt(after))
        .order_by_asc(problem::Column::Seq)
        .limit(most)
        .all(db)
        .await?)
}

/// How many problems an import has.
pub(super) async fn count_problems(db: &impl ConnectionTrait, import_id: Uuid) -> AppResult<u64> {
    Ok(problem::Entity::find().filter(problem::Column::ImportId.eq(import_id)).count(db).await?)
}

/// Forgets the problems of an import.
pub(super) async fn forget_problems(tx: &Tx, import_id: Uuid) -> AppResult<()> {
    problem::Entity::delete_many()
        .filter(problem::Column::ImportId.eq(import_id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Forgets an import.
pub(super) async fn forget(tx: &Tx, id: Uuid) -> AppResult<()> {
    Entity::delete_many().filter(Column::Id.eq(id)).exec(&**tx).await?;
    Ok(())
}

/// Imports whose time is over.
pub(super) async fn expired(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    most: u64,
) -> AppResult<Vec<Model>> {
    let over = Entity::find().filter(Column::ExpiresAt.lt(now));
    Ok(over.order_by_asc(Column::ExpiresAt).order_by_asc(Column::Id).limit(most).all(db).await?)
}
