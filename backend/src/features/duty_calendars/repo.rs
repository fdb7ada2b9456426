//! Queries over feeds. A feed is found by the hash of its token, or by whose it is.

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::feed::{Column, Entity, Model};
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// The feed in use of a person.
pub async fn of_person(db: &impl ConnectionTrait, person_id: Uuid) -> AppResult<Option<Model>> {
    let found = Entity::find().filter(Column::PersonId.eq(person_id));
    let found = found.filter(Column::RevokedAt.is_null()).order_by_desc(Column::Id);
    Ok(found.one(db).await?)
}

/// The same, held until the end of the transaction.
pub async fn hold_of_person(tx: &Tx, person_id: Uuid) -> AppResult<Option<Model>> {
    let found = Entity::find().filter(Column::PersonId.eq(person_id));
    let found = found.filter(Column::RevokedAt.is_null()).order_by_desc(Column::Id);
    Ok(found.lock_exclusive().one(&**tx).await?)
}

/// The feed in use with a token, of somebody still at work.
pub async fn by_token(db: &impl ConnectionTrait, token_hash: &str) -> AppResult<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::PersonId.in_subquery(personnel::repo::active_people()))
        .one(db)
        .await?)
}

/// Keeps a feed.
pub async fn insert(tx: &Tx, permit: Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "duty feed inserted");
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a feed that is held.
pub async fn save(tx: &Tx, permit: &Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "duty feed saved");
    Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}
