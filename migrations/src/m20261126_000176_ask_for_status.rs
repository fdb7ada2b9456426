//! Whether an agreement is about status alone, which no court confirms.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, flag_opt, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "agreements", vec![flag_opt("is_status_only")]).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        remove(m, "agreements", &["is_status_only"]).await
    }
}
