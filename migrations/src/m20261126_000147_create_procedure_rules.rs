//! Rules of the procedure that are no time limits (程序规则): versions with value, source and first day.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at, create, drop, index, int, key, on, text, text_opt};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            key(),
            text("code"),
            int("version"),
            int("value"),
            text("source"),
            on("valid_from"),
            text_opt("reason"),
            at("created_at"),
        ];
        create(m, "procedure_rules", columns, &[]).await?;
        index(m, "procedure_rules", &["code", "version"], true).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["procedure_rules"]).await
    }
}
