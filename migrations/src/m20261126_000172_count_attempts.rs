//! Wrong codes of late at tracking, so that every server counts on and none forgets: of a number, or of a
//! number and an address, each known by a pseudonym alone.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at, create, drop, index, int, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = [text("subject").primary_key().take(), at("since"), int("failures")];
        create(m, "public_attempts", columns, &[]).await?;
        // What the sweep looks for.
        index(m, "public_attempts", &["since"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["public_attempts"]).await
    }
}
