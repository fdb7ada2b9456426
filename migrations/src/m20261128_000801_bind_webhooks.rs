//! Binds webhooks to applications: what is delivered to another system is not more than it may read itself.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, drop_index, id_opt, index, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "webhooks", vec![id_opt("application_id")]).await?;
        index(m, "webhooks", &["application_id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_index(m, "webhooks", &["application_id"]).await?;
        remove(m, "webhooks", &["application_id"]).await
    }
}
