//! The ledger: hash-chained events of each case, sealed into one global chain of blocks.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at, big, big_opt, create, drop, id, id_opt, index, int, key, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        create(
            m,
            "ledger_blocks",
            [
                key(),
                big("block_no"),
                int("event_count"),
                text("events"),
                text("prev_hash"),
                text("hash"),
                at("sealed_at"),
            ],
            &[],
        )
        .await?;
        index(m, "ledger_blocks", &["block_no"], true).await?;
        create(
            m,
            "case_events",
            [
                key(),
                id("case_id"),
                int("seq"),
                text("kind"),
                id_opt("actor_id"),
                id_opt("capacity_id"),
                text("capacity"),
                at("at"),
                at("recorded_at"),
                text("data"),
                text("prev_hash"),
                text("hash"),
                big_opt("block_no"),
            ],
            // No foreign key: the ledger outlives any row, and its index on the case is the next one.
            &[],
        )
        .await?;
        index(m, "case_events", &["case_id", "seq"], true).await?;
        index(m, "case_events", &["block_no"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["case_events", "ledger_blocks"]).await
    }
}
