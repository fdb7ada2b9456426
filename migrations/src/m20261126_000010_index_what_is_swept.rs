//! Indexes for what is deleted when its time is over.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, Index, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        index(m, "refresh_tokens", &["expires_at"], false).await?;
        index(m, "sign_in_failures", &["updated_at"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for name in ["ix_sign_in_failures_updated_at", "ix_refresh_tokens_expires_at"] {
            m.drop_index(Index::drop().name(name).to_owned()).await?;
        }
        Ok(())
    }
}
