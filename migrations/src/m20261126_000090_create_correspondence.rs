//! What is said about a case: internal notes (备注), and public replies (答复) to its citizen.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at, create, drop, id, id_opt, index, key, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let notes = [
            key(),
            id("case_id"),
            id_opt("department_id"),
            text("text"),
            id("written_by_id"),
            at("created_at"),
        ];
        let foreign =
            [("case_id", "cases"), ("department_id", "departments"), ("written_by_id", "people")];
        create(m, "case_notes", notes, &foreign).await?;
        index(m, "case_notes", &["case_id", "id"], false).await?;
        let replies = [
            key(),
            id("case_id"),
            id_opt("message_id"),
            id("center_id"),
            id_opt("department_id"),
            text("text"),
            id("written_by_id"),
            at("created_at"),
        ];
        let foreign = [
            ("case_id", "cases"),
            ("message_id", "citizen_messages"),
            ("center_id", "centers"),
            ("department_id", "departments"),
            ("written_by_id", "people"),
        ];
        create(m, "case_replies", replies, &foreign).await?;
        index(m, "case_replies", &["case_id", "id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["case_replies", "case_notes"]).await
    }
}
