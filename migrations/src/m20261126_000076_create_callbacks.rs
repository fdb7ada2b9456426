//! Callback (回访): who has to be called by quota, what was answered, and what gives rise to a
//! question about an answer.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

use crate::columns::{
    at, at_opt, create, drop, id, id_opt, index, int, int_opt, key, on, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let answers = vec![
            // That of its event.
            key(),
            id("case_id"),
            text("comment_hash"),
            at("created_at"),
        ];
        create(m, "callback_answers", answers, &[("case_id", "cases")]).await?;
        index(m, "callback_answers", &["comment_hash", "created_at"], false).await?;
        let quotas = vec![
            key(),
            text("level"),
            int("version"),
            int("percent"),
            text("source"),
            text_opt("source_en"),
            on("valid_from"),
            id_opt("created_by_id"),
            at("created_at"),
        ];
        create(m, "callback_quotas", quotas, &[]).await?;
        index(m, "callback_quotas", &["level", "version"], true).await?;
        let signals = vec![
            key(),
            id("case_id"),
            text("kind"),
            text("source"),
            id("source_id"),
            int_opt("others"),
            int_opt("minutes"),
            text("state"),
            text_opt("answer"),
            id_opt("answered_by_id"),
            at_opt("answered_at"),
        ];
        let foreign = [("case_id", "cases"), ("answered_by_id", "people")];
        let signals: Vec<_> = signals.into_iter().chain(versioned()).collect();
        create(m, "integrity_signals", signals, &foreign).await?;
        index(m, "integrity_signals", &["source_id", "kind"], true).await?;
        index(m, "integrity_signals", &["state", "id"], false).await?;
        // Few cases wait for their callback at a time: an index of these alone.
        let waiting = "CREATE INDEX ix_cases_callback ON cases (owner_since, id) \
             WHERE status = 'in_callback'";
        m.get_connection().execute_unprepared(waiting).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.get_connection().execute_unprepared("DROP INDEX ix_cases_callback").await?;
        drop(m, &["integrity_signals", "callback_quotas", "callback_answers"]).await
    }
}
