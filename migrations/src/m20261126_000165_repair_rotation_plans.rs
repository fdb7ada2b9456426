//! A rotation plan may repair a published one: which, and within which days.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, drop_index, id_opt, index, on_opt, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns =
            vec![id_opt("repairs_id"), on_opt("repair_from_on"), on_opt("repair_until_on")];
        add(m, "rotation_plans", columns).await?;
        index(m, "rotation_plans", &["repairs_id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_index(m, "rotation_plans", &["repairs_id"]).await?;
        remove(m, "rotation_plans", &["repairs_id", "repair_from_on", "repair_until_on"]).await
    }
}
