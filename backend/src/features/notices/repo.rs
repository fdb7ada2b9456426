//! Queries over notices. Every finder takes whose they are.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};
use uuid::Uuid;

use super::entity::{cursor, delivery, notice, preference};
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// Rows in one INSERT: both databases bound the values of a statement.
const ROWS: usize = 500;

/// A notice of `person_id`.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    id: Uuid,
) -> AppResult<Option<notice::Model>> {
    let own = notice::Column::PersonId.eq(person_id);
    Ok(notice::Entity::find_by_id(id).filter(own).one(db).await?)
}

/// The notices of `person_id` that `matching` lets through before the id `before`, newest first.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<notice::Model>> {
    let found = notice::Entity::find()
        .filter(notice::Column::PersonId.eq(person_id))
        .filter(matching.add_option(before.map(|id| notice::Column::Id.lt(id))))
        .order_by_desc(notice::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many notices of `person_id` `matching` lets through.
pub(super) async fn count(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    matching: Condition,
) -> AppResult<u64> {
    let own = notice::Column::PersonId.eq(person_id);
    Ok(notice::Entity::find().filter(own).filter(matching).count(db).await?)
}

/// The unread notices of `person_id`, `most` at most.
pub(super) async fn unread(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    most: u64,
) -> AppResult<Vec<Uuid>> {
    let unread = notice::Entity::find()
        .select_only()
        .column(notice::Column::Id)
        .filter(notice::Column::PersonId.eq(person_id))
        .filter(notice::Column::ReadAt.is_null())
        .limit(most);
    Ok(unread.into_tuple().all(db).await?)
}

/// Keeps notices; those whose fact the person knows already are left out.
pub(super) async fn insert_notices(
    tx: &Tx,
    permit: Permit,
    rows: Vec<notice::Model>,
) -> AppResult<Vec<notice::Model>> {
    tracing::debug!(permit = permit.action(), rows = rows.len(), "notices inserted");
    let mut kept = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows.by_ref().take(ROWS).map(|row| row.into_active_model().reset_all());
        let known = OnConflict::columns([notice::Column::PersonId, notice::Column::FactKey])
            .do_nothing()
            .to_owned();
        let insert = notice::Entity::insert_many(some).on_conflict(known);
        kept.extend(insert.exec_with_returning(&**tx).await?);
    }
    Ok(kept)
}

/// Puts notices on their way.
pub(super) async fn insert_deliveries(tx: &Tx, rows: Vec<delivery::Model>) -> AppResult<()> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows.by_ref().take(ROWS).map(|row| row.into_active_model().reset_all());
        delivery::Entity::insert_many(some).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// Marks `matching` unread notices of `person_id` as read; answers how many there were.
pub(super) async fn mark_read(
    tx: &Tx,
    permit: Permit,
    person_id: Uuid,
    matching: Condition,
    now: DateTime<Utc>,
) -> AppResult<u64> {
    tracing::debug!(permit = permit.action(), "notices read");
    let read = notice::Entity::update_many()
        .col_expr(notice::Column::ReadAt, Expr::value(now))
        .col_expr(notice::Column::RowVersion, Expr::value(2))
        .filter(notice::Column::PersonId.eq(person_id))
        .filter(notice::Column::ReadAt.is_null())
        .filter(matching);
    Ok(read.exec(&**tx).await?.rows_affected)
}

/// Moves the cursor, unless another server has.
pub(super) async fn move_cursor(
    tx: &Tx,
    before: &cursor::Model,
    after: &cursor::Model,
) -> AppResult<bool> {
    let moved = cursor::Entity::update_many()
        .col_expr(cursor::Column::BlockNo, Expr::value(after.block_no))
        .col_expr(cursor::Column::Told, Expr::value(after.told))
        .filter(cursor::Column::Name.eq(&before.name))
        .filter(cursor::Column::BlockNo.eq(before.block_no))
        .filter(cursor::Column::Told.eq(before.told));
    Ok(moved.exec(&**tx).await?.rows_affected > 0)
}

/// What these people want; who has left gets nothing more.
pub(super) async fn find_preferences(
    db: &impl ConnectionTrait,
    people: impl Iterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, preference::Model>> {
    let people: HashSet<_> = people.collect();
    let found = preference::Entity::find()
        .filter(preference::Column::PersonId.is_in(people))
        .filter(preference::Column::PersonId.in_subquery(personnel::repo::active_people()));
    Ok(found.all(db).await?.into_iter().map(|row| (row.person_id, row)).collect())
}

/// Deletes what was read before `read` or made before `made`, and how it was delivered.
pub(super) async fn sweep(tx: &Tx, read: DateTime<Utc>, made: DateTime<Utc>) -> AppResult<u64> {
    let old = Condition::any()
        .add(notice::Column::ReadAt.lt(read))
        .add(notice::Column::CreatedAt.lt(made));
    let ids = notice::Entity::find()
        .select_only()
        .column(notice::Column::Id)
        .filter(old.clone())
        .into_query();
    delivery::Entity::delete_many()
        .filter(delivery::Column::NoticeId.in_subquery(ids))
        .exec(&**tx)
        .await?;
    Ok(notice::Entity::delete_many().filter(old).exec(&**tx).await?.rows_affected)
}
