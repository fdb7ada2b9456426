//! Accounts, former passwords, refresh tokens, failed sign-ins, and the security log.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, create, drop, flag, id, id_opt, index, int, key, text, text_opt, versioned,
};

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
            "users",
            [
                key(),
                id("person_id"),
                text("username"),
                text("password_hash"),
                flag("must_change_password"),
                flag("is_active"),
                id_opt("last_capacity_id"),
            ]
            .into_iter()
            .chain(versioned()),
            &[("person_id", "people")],
        )
        .await?;
        index(m, "users", &["username"], true).await?;
        create(
            m,
            "former_passwords",
            [key(), id("user_id"), text("password_hash"), at("created_at")],
            &[("user_id", "users")],
        )
        .await?;
        create(
            m,
            "refresh_tokens",
            [
                key(),
                id("family_id"),
                id("user_id"),
                id("capacity_id"),
                text("token_hash"),
                at("created_at"),
                at("expires_at"),
                at_opt("used_at"),
                at_opt("revoked_at"),
            ],
            &[("user_id", "users"), ("capacity_id", "capacities")],
        )
        .await?;
        index(m, "refresh_tokens", &["token_hash"], true).await?;
        index(m, "refresh_tokens", &["family_id"], false).await?;
        create(
            m,
            "sign_in_failures",
            [
                text("name_hash").primary_key().take(),
                int("failures"),
                at_opt("locked_until"),
                at("updated_at"),
            ],
            &[],
        )
        .await?;
        create(
            m,
            "audit_entries",
            [
                key(),
                at("at"),
                id_opt("user_id"),
                id_opt("capacity_id"),
                text("action"),
                text_opt("object_kind"),
                id_opt("object_id"),
                text("data"),
            ],
            &[],
        )
        .await?;
        index(m, "audit_entries", &["at", "id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(
            m,
            &["audit_entries", "sign_in_failures", "refresh_tokens", "former_passwords", "users"],
        )
        .await
    }
}
