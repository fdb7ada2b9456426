//! Applications (第三方应用): other systems that act as one capacity of whoever set them up, within
//! limits; and their secrets, of which only hashes are kept.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, create, drop, flag, id, id_opt, index, key, text, text_opt, versioned,
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
            id("person_id"),
            id("user_id"),
            id("capacity_id"),
            text("name"),
            text("purpose"),
            text("client_id"),
            text("scopes"),
            text("type_prefixes"),
            text_opt("region_code"),
            flag("sees_restricted"),
            at("expires_at"),
            text("state"),
            text_opt("state_reason"),
            id_opt("decided_by_id"),
            at_opt("decided_at"),
            at_opt("last_used_at"),
        ];
        let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
        let foreign = [
            ("person_id", "people"),
            ("user_id", "users"),
            ("capacity_id", "capacities"),
            ("decided_by_id", "people"),
        ];
        create(m, "applications", columns, &foreign).await?;
        index(m, "applications", &["client_id"], true).await?;
        let secrets = vec![
            key(),
            id("application_id"),
            text("prefix"),
            text("secret_hash"),
            at_opt("expires_at"),
            at_opt("revoked_at"),
            at("created_at"),
        ];
        create(m, "application_secrets", secrets, &[("application_id", "applications")]).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["application_secrets", "applications"]).await
    }
}
