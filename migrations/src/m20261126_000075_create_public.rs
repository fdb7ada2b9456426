//! The citizen's side (群众端): submissions that wait for their confirmation, what citizens said, and
//! their ratings.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at, at_opt, create, drop, flag, id, id_opt, index, int, key, text, text_opt};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let submissions = vec![
            key(),
            // SHA-256 of what the citizen sends back.
            text("token_hash"),
            // SHA-256 of the code that was sent by mail, where one was.
            text_opt("code_hash"),
            int("failures"),
            // Emptied when it becomes a case.
            text("body"),
            id("region_id"),
            text("device_hash"),
            at("created_at"),
            at("expires_at"),
            at_opt("confirmed_at"),
            id_opt("case_id"),
        ];
        create(m, "public_submissions", submissions, &[("case_id", "cases")]).await?;
        index(m, "public_submissions", &["token_hash"], true).await?;
        index(m, "public_submissions", &["expires_at"], false).await?;
        index(m, "public_submissions", &["device_hash", "expires_at"], false).await?;
        let messages = vec![
            key(),
            id("case_id"),
            text("kind"),
            text_opt("about"),
            text("text"),
            text("device_hash"),
            at("created_at"),
        ];
        create(m, "citizen_messages", messages, &[("case_id", "cases")]).await?;
        let ratings = vec![
            key(),
            id("case_id"),
            flag("solved"),
            flag("fairly_treated"),
            text_opt("comment"),
            text_opt("comment_hash"),
            text("device_hash"),
            at("created_at"),
        ];
        create(m, "citizen_ratings", ratings, &[("case_id", "cases")]).await?;
        // Once a case.
        index(m, "citizen_ratings", &["case_id"], true).await?;
        index(m, "citizen_ratings", &["device_hash", "created_at"], false).await?;
        index(m, "citizen_ratings", &["comment_hash", "created_at"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["citizen_ratings", "citizen_messages", "public_submissions"]).await
    }
}
