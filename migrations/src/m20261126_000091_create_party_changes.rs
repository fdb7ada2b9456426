//! Parties that were added or corrected after registration: what was said before stays.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at, create, drop, id, int, key, text, text_opt};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let changes = [
            key(),
            id("case_id"),
            id("party_id"),
            int("party_no"),
            text_opt("before"),
            text("after"),
            text("salt"),
            text("reason"),
            id("changed_by_id"),
            at("created_at"),
        ];
        let foreign =
            [("case_id", "cases"), ("party_id", "case_parties"), ("changed_by_id", "people")];
        create(m, "case_party_changes", changes, &foreign).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["case_party_changes"]).await
    }
}
