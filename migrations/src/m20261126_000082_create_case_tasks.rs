//! Tasks on cases (交办任务): what a leader promised at a reception and what a review meeting decided,
//! each with a unit and a day.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, create, drop, id, id_opt, index, key, on, on_opt, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let tasks = [
            key(),
            id("case_id"),
            id("center_id"),
            text("region_code"),
            id("department_id"),
            text("text"),
            on("due_on"),
            id_opt("reception_id"),
            id_opt("meeting_id"),
            id_opt("item_id"),
            id("set_by_id"),
            at("set_at"),
            at_opt("done_at"),
            id_opt("done_by_id"),
            text_opt("done_note"),
            at_opt("withdrawn_at"),
            id_opt("withdrawn_by_id"),
            text_opt("withdraw_reason"),
            on_opt("watched_on"),
        ];
        let tasks: Vec<_> = tasks.into_iter().chain(versioned()).collect();
        let foreign = [
            ("case_id", "cases"),
            ("center_id", "centers"),
            ("department_id", "departments"),
            ("reception_id", "receptions"),
            ("meeting_id", "review_meetings"),
            ("item_id", "review_meeting_items"),
            ("set_by_id", "people"),
            ("done_by_id", "people"),
            ("withdrawn_by_id", "people"),
        ];
        create(m, "case_tasks", tasks, &foreign).await?;
        index(m, "case_tasks", &["due_on", "id"], false).await?;
        // What is neither done nor told to be late: the runner looks at these alone.
        index(m, "case_tasks", &["watched_on"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["case_tasks"]).await
    }
}
