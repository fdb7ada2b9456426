//! Queries over saved views.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
};
use uuid::Uuid;

use super::entity::{view, view_place};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::policy::{Actor, Permit};

/// The views an actor reaches: their own, and those published for their role in their centre.
/// Whoever publishes there reaches all that were, to keep them in order.
fn within(actor: &Actor, is_publisher: bool) -> Condition {
    let own = view::Column::PersonId.eq(actor.person_id);
    let published = actor.center_id.map(|id| {
        let here = Condition::all().add(view::Column::SharedCenterId.eq(id));
        if is_publisher { here } else { here.add(view::Column::SharedRole.eq(actor.role.as_str())) }
    });
    Condition::any().add(own).add_option(published)
}

/// A view within reach.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    is_publisher: bool,
    id: Uuid,
) -> AppResult<view::Model> {
    let found = view::Entity::find_by_id(id).filter(within(actor, is_publisher)).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The views within reach, by name.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    is_publisher: bool,
) -> AppResult<Vec<view::Model>> {
    let found = view::Entity::find().filter(within(actor, is_publisher));
    Ok(found.order_by_asc(view::Column::Id).all(db).await?)
}

/// How many views a person has saved.
pub(super) async fn count_own(db: &impl ConnectionTrait, person_id: Uuid) -> AppResult<u64> {
    Ok(view::Entity::find().filter(view::Column::PersonId.eq(person_id)).count(db).await?)
}

/// Where a person has put which view, and whether it is hidden.
pub(super) async fn places(
    db: &impl ConnectionTrait,
    person_id: Uuid,
) -> AppResult<HashMap<Uuid, (i32, bool)>> {
    let rows = view_place::Entity::find().filter(view_place::Column::PersonId.eq(person_id));
    let rows = rows.all(db).await?;
    Ok(rows.into_iter().map(|row| (row.view_id, (row.position, row.is_hidden))).collect())
}

/// Keeps a view.
pub(super) async fn insert(
    tx: &Tx,
    permit: Permit,
    row: view::ActiveModel,
) -> AppResult<view::Model> {
    tracing::debug!(permit = permit.action(), "view inserted");
    Ok(view::Entity::insert(row).exec_with_returning(&**tx).await?)
}

/// Writes `change` over the version `seen`; 412 when there is another by now.
pub(super) async fn save(
    tx: &Tx,
    permit: Permit,
    current: &view::Model,
    seen: IfMatch,
    change: view::ActiveModel,
) -> AppResult<view::Model> {
    tracing::debug!(permit = permit.action(), "view saved");
    seen.check(current.row_version, ErrorCode::RequestStaleVersion)?;
    let saved = view::Entity::update_many().set(change).filter(same(current));
    let saved = saved.exec_with_returning(&**tx).await?.pop();
    saved.ok_or_else(|| ErrorCode::RequestStaleVersion.into())
}

/// Takes the version `seen` of a view away, from all who had put it somewhere; 412 when there is
/// another by now.
pub(super) async fn remove(
    tx: &Tx,
    permit: Permit,
    current: &view::Model,
    seen: IfMatch,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "view removed");
    seen.check(current.row_version, ErrorCode::RequestStaleVersion)?;
    let put = view_place::Column::ViewId.eq(current.id);
    view_place::Entity::delete_many().filter(put).exec(&**tx).await?;
    let done = view::Entity::delete_many().filter(same(current)).exec(&**tx).await?;
    if done.rows_affected == 0 { Err(ErrorCode::RequestStaleVersion.into()) } else { Ok(()) }
}

fn same(current: &view::Model) -> Condition {
    Condition::all()
        .add(view::Column::Id.eq(current.id))
        .add(view::Column::RowVersion.eq(current.row_version))
}

/// Puts a person's views where they are to stand, and nowhere else.
pub(super) async fn arrange(
    tx: &Tx,
    permit: Permit,
    person_id: Uuid,
    places: &[(Uuid, bool)],
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "views arranged");
    let own = view_place::Column::PersonId.eq(person_id);
    view_place::Entity::delete_many().filter(own).exec(&**tx).await?;
    let rows = (0..).zip(places).map(|(position, (view_id, is_hidden))| view_place::ActiveModel {
        person_id: ActiveValue::Set(person_id),
        view_id: ActiveValue::Set(*view_id),
        position: ActiveValue::Set(position),
        is_hidden: ActiveValue::Set(*is_hidden),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        view_place::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
