//! At which window, and on which day, a citizen who rates a case was served, where they say so.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, drop_index, index, on_opt, remove, text_opt};

const TABLE: &str = "citizen_ratings";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, TABLE, vec![text_opt("window_no"), on_opt("visited_on")]).await?;
        index(m, TABLE, &["visited_on"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_index(m, TABLE, &["visited_on"]).await?;
        remove(m, TABLE, &["window_no", "visited_on"]).await
    }
}
