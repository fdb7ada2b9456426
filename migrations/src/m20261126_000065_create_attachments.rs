//! Attachments (附件): what is known of the files of a case; their contents are kept elsewhere, under
//! `storage_key`.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, big, create, drop, flag, id, id_opt, key, named_index, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let attachments = vec![
            key(),
            id("case_id"),
            text("state"),
            text("file_name"),
            big("size_bytes"),
            text_opt("media_type"),
            text_opt("sha256"),
            text("scan"),
            flag("is_identity"),
            text_opt("document_code"),
            flag("has_thumbnail"),
            id_opt("storage_key"),
            id("added_by_id"),
            at("expires_at"),
            at_opt("kept_at"),
            at_opt("removed_at"),
            id_opt("removed_by_id"),
            text_opt("remove_reason"),
        ];
        let foreign =
            [("case_id", "cases"), ("added_by_id", "people"), ("removed_by_id", "people")];
        let attachments: Vec<_> = attachments.into_iter().chain(versioned()).collect();
        create(m, "attachments", attachments, &foreign).await?;
        // What the sweep looks for.
        let name = "ix_attachments_state_expires";
        named_index(m, name, "attachments", &["state", "expires_at", "id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["attachments"]).await
    }
}
