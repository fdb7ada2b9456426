//! The reports are counted again from the first block: what people's mediation and escalation count
//! has changed, and the journal gets the difference.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

const FROM_THE_FIRST_BLOCK: &str = "UPDATE report_cursors SET block_no = 1 WHERE name = 'cases'";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.get_connection().execute_unprepared(FROM_THE_FIRST_BLOCK).await.map(|_| ())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
