//! What a rule has to look at once more, because the database could not serve it or others acted on
//! the case at the same moment.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at, create, drop, id, id_opt, index, int, key, named_index, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        create(
            m,
            "automation_retries",
            [
                key(),
                id("rule_id"),
                int("rule_version"),
                id("case_id"),
                text("fact_kind"),
                id("fact_id"),
                at("fact_at"),
                int("depth"),
                id_opt("after_rule_id"),
                text("code"),
                int("tries"),
                at("next_at"),
                at("created_at"),
            ],
            &[("rule_id", "automation_rules"), ("case_id", "cases")],
        )
        .await?;
        let once = ["rule_id", "rule_version", "case_id", "fact_id", "fact_at"];
        let name = "uq_automation_retries_fact";
        named_index(m, name, "automation_retries", &once, true).await?;
        index(m, "automation_retries", &["next_at", "id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["automation_retries"]).await
    }
}
