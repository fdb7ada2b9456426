//! When the citizen of a case looked last, and at how much: what is new is marked on any device.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at, create, drop, id, int};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = [id("case_id").primary_key().take(), int("event_count"), at("looked_at")];
        create(m, "citizen_looks", columns, &[("case_id", "cases")]).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["citizen_looks"]).await
    }
}
