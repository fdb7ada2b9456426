//! Queries over people and capacities.

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use uuid::Uuid;

use super::entity::{capacity, person};
use crate::platform::error::AppResult;

/// A person.
pub async fn find_person(db: &impl ConnectionTrait, id: Uuid) -> AppResult<Option<person::Model>> {
    Ok(person::Entity::find_by_id(id).one(db).await?)
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
