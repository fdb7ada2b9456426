//! Papers of a case (文书): versioned templates, issued documents, and what they say, frozen.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, bytes, create, drop, flag, id, id_opt, index, int, key, on, text, text_opt,
    versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        templates(m).await?;
        documents(m).await?;
        let columns = [id("document_id").primary_key().take(), text("content"), bytes("file")];
        let foreign = [("document_id", "documents")];
        create(m, "document_files", columns, &foreign).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["document_files", "documents", "document_templates"]).await
    }
}

async fn templates(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        text("kind"),
        int("version"),
        text("name"),
        text("source"),
        text("definition"),
        on("valid_from"),
        text_opt("reason"),
        id_opt("published_by_id"),
        at("created_at"),
    ];
    let foreign = [("published_by_id", "people")];
    create(m, "document_templates", columns, &foreign).await?;
    index(m, "document_templates", &["kind", "version"], true).await
}

async fn documents(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("case_id"),
        text("kind"),
        text("document_no"),
        int("edition"),
        text("state"),
        id("template_id"),
        int("template_version"),
        id_opt("about_id"),
        id_opt("addressee_id"),
        flag("names_parties"),
        text("content_hash"),
        text("file_hash"),
        text("verify_url"),
        at("issued_at"),
        id("issued_by_id"),
        id_opt("replaced_by_id"),
        at_opt("voided_at"),
        id_opt("voided_by_id"),
        text_opt("void_reason"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign = [
        ("template_id", "document_templates"),
        ("addressee_id", "departments"),
        ("issued_by_id", "people"),
        ("replaced_by_id", "documents"),
        ("voided_by_id", "people"),
        ("case_id", "cases"),
    ];
    create(m, "documents", columns, &foreign).await?;
    index(m, "documents", &["document_no", "edition"], true).await
}
