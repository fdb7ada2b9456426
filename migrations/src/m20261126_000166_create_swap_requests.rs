//! Swaps of turns in a published roster (换班): asked, agreed to by the other, decided by the director.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at_opt, create, drop, id, id_opt, index, key, on, on_opt, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            key(),
            id("plan_id"),
            id("center_id"),
            text("region_code"),
            id("asked_by_id"),
            id("asked_of_id"),
            // The turn that is given, and the one that comes back: a later edition gives its
            // assignments other ids, and these stay what they were.
            id("gives_obligation_id"),
            on("gives_from_on"),
            on("gives_until_on"),
            id_opt("takes_obligation_id"),
            on_opt("takes_from_on"),
            on_opt("takes_until_on"),
            text("reason"),
            text("state"),
            text_opt("answer"),
            id_opt("decided_by_id"),
            at_opt("decided_at"),
            // The edition an approved swap made.
            id_opt("made_plan_id"),
        ];
        let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
        let foreign = [
            ("plan_id", "rotation_plans"),
            ("center_id", "centers"),
            ("asked_by_id", "people"),
            ("asked_of_id", "people"),
            ("gives_obligation_id", "stationing_obligations"),
            ("takes_obligation_id", "stationing_obligations"),
            ("decided_by_id", "people"),
            ("made_plan_id", "rotation_plans"),
        ];
        create(m, "swap_requests", columns, &foreign).await?;
        index(m, "swap_requests", &["state", "id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["swap_requests"]).await
    }
}
