//! Notices, what leaves for them over other channels, and how far the ledger has been told.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

use crate::columns::{
    at, at_opt, big, create, drop, id, id_opt, index, int, key, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What had happened before there were notices is history, not news.
const BEGIN_HERE: &str = "INSERT INTO notice_cursors (name, block_no, told) \
     SELECT 'cases', COALESCE(MAX(block_no), 0) + 1, 0 FROM ledger_blocks";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        notices(m).await?;
        deliveries(m).await?;
        let preferences = [
            id("person_id").primary_key().take(),
            text_opt("email"),
            text("email_groups"),
            text("digest"),
        ];
        create(m, "notice_preferences", preferences.into_iter().chain(versioned()), &[]).await?;
        let channels = [
            text("name").primary_key().take(),
            int("failures_in_row"),
            text_opt("last_error"),
            at_opt("last_failed_at"),
            at_opt("last_sent_at"),
            at_opt("silent_since"),
        ];
        create(m, "notice_channels", channels, &[]).await?;
        let cursors = [text("name").primary_key().take(), big("block_no"), int("told")];
        create(m, "notice_cursors", cursors, &[]).await?;
        m.get_connection().execute_unprepared(BEGIN_HERE).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "notice_cursors",
            "notice_channels",
            "notice_preferences",
            "notice_deliveries",
            "notices",
        ];
        drop(m, &tables).await
    }
}

async fn notices(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("person_id"),
        id_opt("capacity_id"),
        text("kind"),
        text("fact_key"),
        text_opt("about_kind"),
        id_opt("about_id"),
        text("params"),
        at("created_at"),
        at_opt("read_at"),
        int("row_version"),
    ];
    // No foreign keys: people are never deleted, and every index is paid for with each notice.
    create(m, "notices", columns, &[]).await?;
    // One fact is told to a person once.
    index(m, "notices", &["person_id", "fact_key"], true).await?;
    index(m, "notices", &["person_id", "id"], false).await?;
    index(m, "notices", &["person_id", "read_at"], false).await?;
    index(m, "notices", &["read_at"], false).await
}

async fn deliveries(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("notice_id"),
        id("person_id"),
        text("channel"),
        text("state"),
        int("attempts"),
        at("due_at"),
        at("next_attempt_at"),
        at_opt("sent_at"),
        text_opt("error"),
        at("created_at"),
    ];
    create(m, "notice_deliveries", columns, &[("notice_id", "notices")]).await?;
    index(m, "notice_deliveries", &["state", "next_attempt_at"], false).await
}
