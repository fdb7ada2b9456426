//! Code sets, calendars and time-limit rules: versioned data with its source.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at, create, drop, flag, id, index, int, key, on, on_opt, text, text_opt};

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
            "code_sets",
            [key(), text("name"), text("title"), text("title_en"), text("source"), int("version")],
            &[],
        )
        .await?;
        index(m, "code_sets", &["name"], true).await?;
        create(
            m,
            "code_items",
            [
                key(),
                id("code_set_id"),
                text("code"),
                text_opt("parent_code"),
                text("name"),
                text_opt("name_en"),
                int("sort_no"),
                on_opt("valid_from"),
                on_opt("valid_to"),
            ],
            &[("code_set_id", "code_sets")],
        )
        .await?;
        index(m, "code_items", &["code_set_id", "code"], true).await?;
        create(
            m,
            "calendars",
            [key(), int("version"), on("announced_through"), text("source"), at("created_at")],
            &[],
        )
        .await?;
        index(m, "calendars", &["version"], true).await?;
        create(
            m,
            "calendar_days",
            [key(), id("calendar_id"), on("date"), text("kind"), text("name"), flag("in_lieu")],
            &[("calendar_id", "calendars")],
        )
        .await?;
        index(m, "calendar_days", &["calendar_id", "date"], true).await?;
        create(
            m,
            "time_limit_rules",
            [
                key(),
                text("code"),
                int("version"),
                text("clock"),
                text_opt("level"),
                text_opt("type_code"),
                text_opt("channel"),
                int("amount"),
                text("day_kind"),
                text("start"),
                text("roll"),
                text("source"),
                on("valid_from"),
                on_opt("valid_to"),
                at("created_at"),
            ],
            &[],
        )
        .await?;
        index(m, "time_limit_rules", &["code", "version"], true).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["time_limit_rules", "calendar_days", "calendars", "code_items", "code_sets"])
            .await
    }
}
