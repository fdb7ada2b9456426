//! The case a matter was split from.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, drop_index, id_opt, index, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "cases", vec![id_opt("split_from_id")]).await?;
        index(m, "cases", &["split_from_id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_index(m, "cases", &["split_from_id"]).await?;
        remove(m, "cases", &["split_from_id"]).await
    }
}
