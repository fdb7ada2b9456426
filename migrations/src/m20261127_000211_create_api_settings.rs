//! What may be asked of the API how often, how large, how long and from which pages: one row, made by
//! the first change; until then the settings of the server hold.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{create, drop, id, key, text, versioned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![key(), text("content"), id("changed_by_id")];
        let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
        create(m, "api_settings", columns, &[("changed_by_id", "people")]).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["api_settings"]).await
    }
}
