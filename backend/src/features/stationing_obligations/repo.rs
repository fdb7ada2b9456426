//! Queries over posts and obligations. Every finder for a reader takes a [`Scope`].

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{nominee, obligation, post};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Permit, Scope};

/// A post; unknown, none.
pub async fn find_post(db: &impl ConnectionTrait, id: Uuid) -> AppResult<Option<post::Model>> {
    Ok(post::Entity::find_by_id(id).one(db).await?)
}

/// A post, held until the end of the transaction.
pub async fn hold_post(tx: &Tx, id: Uuid) -> AppResult<Option<post::Model>> {
    Ok(post::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?)
}

/// The posts that `matching` lets through after the id `after`, oldest first.
pub async fn list_posts(
    db: &impl ConnectionTrait,
    matching: Condition,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<post::Model>> {
    let matching = matching.add_option(after.map(|id| post::Column::Id.gt(id)));
    let found = post::Entity::find().filter(matching).order_by_asc(post::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many posts there are.
pub async fn count_posts(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(post::Entity::find().filter(matching).count(db).await?)
}

/// These posts.
pub async fn posts_by_ids(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, post::Model>> {
    let ids: Vec<_> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = post::Entity::find().filter(post::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

/// Sets a post up.
pub async fn insert_post(tx: &Tx, permit: Permit, row: post::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "post inserted");
    post::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a post that is held.
pub async fn save_post(tx: &Tx, permit: Permit, row: post::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "post saved");
    post::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// In force on a day.
pub fn in_force(on: NaiveDate) -> Condition {
    touching(on, Some(on))
}

/// In force on some day from `from` to `to`, or on any from then on.
pub fn touching(from: NaiveDate, to: Option<NaiveDate>) -> Condition {
    let last = obligation::Column::ValidTo;
    Condition::all()
        .add_option(to.map(|to| obligation::Column::ValidFrom.lte(to)))
        .add(Condition::any().add(last.is_null()).add(last.gte(from)))
}

/// An obligation within the scope; outside it does not exist (404).
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<obligation::Model> {
    let found = obligation::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction.
pub async fn find_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<obligation::Model> {
    let found = obligation::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The obligations within the scope that `matching` lets through after the id `after`.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<obligation::Model>> {
    let matching = matching.add_option(after.map(|id| obligation::Column::Id.gt(id)));
    let found = obligation::Entity::find().filter(scope.condition()).filter(matching);
    Ok(found.order_by_asc(obligation::Column::Id).limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(obligation::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// The obligations that `matching` lets through, whoever asks: for what the program itself does.
pub async fn all(
    db: &impl ConnectionTrait,
    matching: Condition,
) -> AppResult<Vec<obligation::Model>> {
    let found = obligation::Entity::find().filter(matching);
    Ok(found.order_by_asc(obligation::Column::Id).all(db).await?)
}

/// Who is named for these obligations, in the order A, B, C.
pub async fn nominees(
    db: &impl ConnectionTrait,
    obligations: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<nominee::Model>> {
    let ids: Vec<_> = obligations.into_iter().collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(nominee::Entity::find()
        .filter(nominee::Column::ObligationId.is_in(ids))
        .order_by_asc(nominee::Column::Role)
        .order_by_asc(nominee::Column::Id)
        .all(db)
        .await?)
}

/// Enters an obligation with who is named for it.
pub async fn insert(
    tx: &Tx,
    permit: Permit,
    row: obligation::Model,
    named: Vec<nominee::Model>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "stationing obligation inserted");
    let row = row.into_active_model().reset_all();
    obligation::Entity::insert(row).exec_without_returning(&**tx).await?;
    insert_nominees(tx, named).await
}

/// Saves an obligation that is held, and who is named where they are named anew.
pub async fn save(
    tx: &Tx,
    permit: Permit,
    row: obligation::Model,
    named: Option<Vec<nominee::Model>>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "stationing obligation saved");
    let id = row.id;
    obligation::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    if let Some(named) = named {
        let before = nominee::Entity::delete_many().filter(nominee::Column::ObligationId.eq(id));
        before.exec(&**tx).await?;
        insert_nominees(tx, named).await?;
    }
    Ok(())
}

async fn insert_nominees(tx: &Tx, rows: Vec<nominee::Model>) -> AppResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    nominee::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}
