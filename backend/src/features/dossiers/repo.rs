//! Queries over seals. They are found through their case, which is found within a scope.

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::seal::{Column, Entity, Model};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// The last seal of a case.
pub async fn last(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::CaseId.eq(case_id))
        .order_by_desc(Column::SealedAt)
        .order_by_desc(Column::Id)
        .limit(1)
        .one(db)
        .await?)
}

/// Keeps a seal.
pub async fn insert(tx: &Tx, permit: &Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "dossier sealed");
    Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}
