//! Whoever registers is shown what the same person brought before: the numbers of parties are looked up.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{drop_index, index};

const TABLE: &str = "case_parties";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        index(m, TABLE, &["id_number"], false).await?;
        index(m, TABLE, &["phone"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_index(m, TABLE, &["phone"]).await?;
        drop_index(m, TABLE, &["id_number"]).await
    }
}
