//! Queries over devices and looks. Every finder for a reader takes a [`Scope`].

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{device, look};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Permit, Scope};

/// A device within the scope; outside it does not exist (404).
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> AppResult<device::Model> {
    let found = device::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The same, held until the end of the transaction.
pub async fn hold(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<device::Model> {
    let found = device::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The devices that `matching` lets through after the id `after`, oldest first.
pub async fn list(
    db: &impl ConnectionTrait,
    matching: Condition,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<device::Model>> {
    let matching = matching.add_option(after.map(|id| device::Column::Id.gt(id)));
    let found = device::Entity::find().filter(matching).order_by_asc(device::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(device::Entity::find().filter(matching).count(db).await?)
}

/// Enters a device.
pub async fn insert(tx: &Tx, permit: Permit, row: device::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "device inserted");
    device::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Saves a device that is held.
pub async fn save(tx: &Tx, permit: Permit, row: device::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "device saved");
    device::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// Notes a look.
pub async fn insert_look(tx: &Tx, permit: Permit, row: look::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "a look is noted");
    look::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The looks of a device before the id `before`, newest first.
pub async fn looks(
    db: &impl ConnectionTrait,
    device_id: Uuid,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<look::Model>> {
    let matching = Condition::all()
        .add(look::Column::DeviceId.eq(device_id))
        .add_option(before.map(|id| look::Column::Id.lt(id)));
    let found = look::Entity::find().filter(matching).order_by_desc(look::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there were.
pub async fn count_looks(db: &impl ConnectionTrait, device_id: Uuid) -> AppResult<u64> {
    Ok(look::Entity::find().filter(look::Column::DeviceId.eq(device_id)).count(db).await?)
}
