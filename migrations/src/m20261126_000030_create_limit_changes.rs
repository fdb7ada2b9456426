//! Changed rules and calendars: tried out before, carried through afterwards, each with the list of
//! limits it moves.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

use crate::columns::{
    add, at, at_opt, create, drop, id, id_opt, index, int, int_opt, key, remove, text, text_opt,
};

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
            text("purpose"),
            text("subject"),
            text("applies_to"),
            text_opt("draft"),
            text_opt("draft_hash"),
            text_opt("basis"),
            id_opt("rule_id"),
            int_opt("calendar_version"),
            text_opt("reason"),
            text("state"),
            id_opt("cursor"),
            text("figures"),
            at("created_at"),
            at_opt("finished_at"),
        ];
        create(m, "limit_changes", changes, &[]).await?;
        index(m, "limit_changes", &["purpose", "state", "id"], false).await?;
        let items = [
            key(),
            id("limit_change_id"),
            text("case_no"),
            text("clock"),
            text("unit_kind"),
            id("unit_id"),
            at_opt("old_due_at"),
            at_opt("new_due_at"),
            text("effect"),
            id("from_rule_id"),
            int("from_calendar_version"),
            text_opt("days"),
        ];
        create(m, "limit_change_items", items, &[("limit_change_id", "limit_changes")]).await?;
        let mut versions = int("row_version");
        let rules = vec![text_opt("reason"), id_opt("limit_change_id"), versions.default(1).take()];
        add(m, "time_limit_rules", rules).await?;
        add(m, "calendars", vec![id_opt("limit_change_id")]).await?;
        add(m, "case_clocks", vec![at_opt("rebased_at")]).await?;
        // The cases with a limit that has not ended, in order: what a change looks at.
        let running = "CREATE INDEX ix_case_clocks_running ON case_clocks (case_id) \
                       WHERE finished_at IS NULL";
        m.get_connection().execute_unprepared(running).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.get_connection().execute_unprepared("DROP INDEX ix_case_clocks_running").await?;
        remove(m, "case_clocks", &["rebased_at"]).await?;
        remove(m, "calendars", &["limit_change_id"]).await?;
        remove(m, "time_limit_rules", &["reason", "limit_change_id", "row_version"]).await?;
        drop(m, &["limit_change_items", "limit_changes"]).await
    }
}
