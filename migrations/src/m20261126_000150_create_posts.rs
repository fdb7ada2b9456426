//! Posts of centres (岗位/窗口), and what departments owe at them (派驻义务).

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    create, drop, flag, id, index, int, key, named_index, on, on_opt, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let posts = vec![
            key(),
            id("center_id"),
            text("region_code"),
            text("name"),
            text("kind"),
            text_opt("window_no"),
            text("case_type_codes"),
            flag("is_active"),
        ];
        let posts: Vec<_> = posts.into_iter().chain(versioned()).collect();
        create(m, "posts", posts, &[("center_id", "centers")]).await?;
        index(m, "posts", &["center_id", "name"], true).await?;
        let obligations = vec![
            key(),
            id("post_id"),
            id("center_id"),
            text("region_code"),
            id("department_id"),
            text("mode"),
            int("headcount"),
            // Numbers of ISO weekdays in one text, such as `12345`.
            text("weekdays"),
            flag("is_open_on_make_up_days"),
            flag("is_open_on_holidays"),
            text("opens"),
            text("closes"),
            text("block_unit"),
            int("min_blocks"),
            int("max_blocks"),
            int("rest_days"),
            int("load"),
            // JSON: codes of the set `skill`, and `[{skill_code, count}]`.
            text("skill_codes"),
            text("mix"),
            on("valid_from"),
            on_opt("valid_to"),
            text("source_letter"),
        ];
        let obligations: Vec<_> = obligations.into_iter().chain(versioned()).collect();
        let foreign =
            [("post_id", "posts"), ("center_id", "centers"), ("department_id", "departments")];
        create(m, "stationing_obligations", obligations, &foreign).await?;
        let nominees = vec![key(), id("obligation_id"), id("person_id"), text("role")];
        let foreign = [("obligation_id", "stationing_obligations"), ("person_id", "people")];
        create(m, "stationing_nominees", nominees, &foreign).await?;
        named_index(
            m,
            "uq_stationing_nominees_obligation_person",
            "stationing_nominees",
            &["obligation_id", "person_id"],
            true,
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["stationing_nominees", "stationing_obligations", "posts"]).await
    }
}
