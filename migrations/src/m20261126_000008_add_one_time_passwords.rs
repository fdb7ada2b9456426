//! One-time passwords (RFC 6238) of accounts.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, at_opt, big_opt, remove, text_opt};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![text_opt("otp_secret"), at_opt("otp_confirmed_at"), big_opt("otp_step")];
        add(m, "users", columns).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        remove(m, "users", &["otp_secret", "otp_confirmed_at", "otp_step"]).await
    }
}
