//! Addresses at which a person's calendar program reads their duty (RFC 5545): of each only the
//! hash of its token.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at_opt, create, drop, id, index, key, text, versioned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![key(), id("person_id"), text("token_hash"), at_opt("revoked_at")];
        let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
        create(m, "duty_feeds", columns, &[("person_id", "people")]).await?;
        index(m, "duty_feeds", &["token_hash"], true).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["duty_feeds"]).await
    }
}
