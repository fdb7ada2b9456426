//! Rules that act on cases by themselves: their versions, their runs, and how far each has looked.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, big, big_opt, create, drop, id, id_opt, index, int, int_opt, key, named_index,
    text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        rules(m).await?;
        history(m).await?;
        runs(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(
            m,
            &[
                "automation_cursors",
                "automation_runs",
                "automation_rule_turns",
                "automation_rule_versions",
                "automation_rules",
            ],
        )
        .await
    }
}

async fn rules(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        m,
        "automation_rules",
        [
            key(),
            id("center_id"),
            text("name"),
            text("name_key"),
            text("state"),
            int("latest_version"),
            int_opt("active_version"),
            at_opt("activated_at"),
            big_opt("from_block"),
            id_opt("scanned_to_id"),
            text_opt("pause_code"),
            text_opt("pause_reason"),
            at_opt("paused_at"),
            id_opt("conflict_with_id"),
            at_opt("conflict_at"),
        ]
        .into_iter()
        .chain(versioned()),
        &[("center_id", "centers")],
    )
    .await?;
    index(m, "automation_rules", &["center_id", "name_key"], true).await?;
    index(m, "automation_rules", &["state"], false).await
}

async fn history(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        m,
        "automation_rule_versions",
        [
            key(),
            id("rule_id"),
            int("version"),
            text("name"),
            text("definition"),
            id("changed_by_id"),
            text_opt("reason"),
            at("created_at"),
        ],
        &[("rule_id", "automation_rules"), ("changed_by_id", "people")],
    )
    .await?;
    index(m, "automation_rule_versions", &["rule_id", "version"], true).await?;
    create(
        m,
        "automation_rule_turns",
        [
            key(),
            id("rule_id"),
            int("version"),
            text("turn"),
            text("reason"),
            id("turned_by_id"),
            at("turned_at"),
        ],
        &[("rule_id", "automation_rules"), ("turned_by_id", "people")],
    )
    .await
}

async fn runs(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        m,
        "automation_runs",
        [
            key(),
            id("rule_id"),
            int("rule_version"),
            id("case_id"),
            text("fact_kind"),
            id("fact_id"),
            at("fact_at"),
            int("depth"),
            text("outcome"),
            text_opt("code"),
            int("events"),
            int("statements"),
            big("duration_ms"),
            at("ran_at"),
        ],
        &[("rule_id", "automation_rules"), ("case_id", "cases")],
    )
    .await?;
    // One fact touches a case once under one version of a rule.
    let once = ["rule_id", "rule_version", "case_id", "fact_id", "fact_at"];
    named_index(m, "uq_automation_runs_fact", "automation_runs", &once, true).await?;
    index(m, "automation_runs", &["rule_id", "ran_at"], false).await?;
    create(
        m,
        "automation_cursors",
        [text("name").primary_key().take(), big("block_no"), at("moved_at")],
        &[],
    )
    .await
}
