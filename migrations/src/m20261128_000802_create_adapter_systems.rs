//! Sources a county makes known beside those that come with the program. Their mappings are versions in
//! `adapters`, from the first on.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at, create, drop, id, index, key, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            key(),
            text("code"),
            text("system"),
            text("name"),
            text("channel"),
            id("created_by_id"),
            at("created_at"),
        ];
        create(m, "adapter_systems", columns, &[("created_by_id", "people")]).await?;
        index(m, "adapter_systems", &["code"], true).await?;
        index(m, "adapter_systems", &["system"], true).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["adapter_systems"]).await
    }
}
