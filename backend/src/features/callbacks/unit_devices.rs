//! From which devices units work, as pseudonyms: a rating from one of the unit that handled the matter
//! may not be the citizen's. No person stands here, and what is old is forgotten with the devices of
//! citizens.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::entity::unit_device;
use crate::features::cases::entity::referral;
use crate::features::personnel::entity::capacity;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// Remembers that the unit of a capacity signed in from a device; nothing for who is of none.
pub async fn note(
    tx: &Tx,
    device_hash: &str,
    capacity_id: Uuid,
    now: DateTime<Utc>,
) -> AppResult<()> {
    let held = capacity::Entity::find_by_id(capacity_id).one(&**tx).await?;
    let Some(department_id) = held.and_then(|held| held.department_id) else { return Ok(()) };
    let row =
        unit_device::Model { device_hash: device_hash.to_owned(), department_id, seen_at: now };
    let known = [unit_device::Column::DeviceHash, unit_device::Column::DepartmentId];
    let known = OnConflict::columns(known).update_column(unit_device::Column::SeenAt).to_owned();
    unit_device::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(known)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Whether a unit the case was ever with worked from this device since then.
pub async fn is_of_a_unit(
    db: &impl ConnectionTrait,
    device_hash: &str,
    case_id: Uuid,
    since: DateTime<Utc>,
) -> AppResult<bool> {
    let units = referral::Entity::find()
        .select_only()
        .column(referral::Column::DepartmentId)
        .filter(referral::Column::CaseId.eq(case_id))
        .into_query();
    let found = unit_device::Entity::find()
        .filter(unit_device::Column::DeviceHash.eq(device_hash))
        .filter(unit_device::Column::DepartmentId.in_subquery(units))
        .filter(unit_device::Column::SeenAt.gte(since));
    Ok(found.one(db).await?.is_some())
}

/// Forgets what was not seen since then; how many there were.
pub async fn forget(tx: &Tx, before: DateTime<Utc>) -> AppResult<u64> {
    let old = unit_device::Entity::delete_many().filter(unit_device::Column::SeenAt.lt(before));
    Ok(old.exec(&**tx).await?.rows_affected)
}
