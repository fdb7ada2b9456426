//! Minutes of review meetings as papers (会议纪要): one a meeting, frozen with its hashes.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, at, bytes, create, drop, id, index, int, key, remove, text, text_opt};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "review_meetings", vec![text_opt("minutes_no")]).await?;
        let columns = [
            key(),
            id("meeting_id"),
            text("document_no"),
            id("template_id"),
            int("template_version"),
            text("content"),
            text("content_hash"),
            bytes("file"),
            text("file_hash"),
            text("verify_url"),
            at("issued_at"),
            id("issued_by_id"),
        ];
        let foreign = [
            ("meeting_id", "review_meetings"),
            ("template_id", "document_templates"),
            ("issued_by_id", "people"),
        ];
        create(m, "review_meeting_minutes", columns, &foreign).await?;
        index(m, "review_meeting_minutes", &["meeting_id"], true).await?;
        index(m, "review_meeting_minutes", &["document_no"], true).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["review_meeting_minutes"]).await?;
        remove(m, "review_meetings", &["minutes_no"]).await
    }
}
