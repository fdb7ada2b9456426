//! Questions (核实事项): what a computer sees and cannot judge, asked of a unit, answered by it once.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at_opt, create, drop, id, id_opt, index, key, on, text, text_opt, versioned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let questions = [
            key(),
            text("fact_key"),
            text("kind"),
            id("center_id"),
            text("region_code"),
            id_opt("department_id"),
            id_opt("region_id"),
            id_opt("item_id"),
            on("window_from"),
            on("window_to"),
            text("facts"),
            text("state"),
            text_opt("ground"),
            text_opt("answer"),
            id_opt("answered_by_id"),
            at_opt("answered_at"),
        ];
        let questions: Vec<_> = questions.into_iter().chain(versioned()).collect();
        let foreign = [
            ("center_id", "centers"),
            ("department_id", "departments"),
            ("region_id", "regions"),
            ("item_id", "reconciliation_items"),
            ("answered_by_id", "people"),
        ];
        create(m, "questions", questions, &foreign).await?;
        // Whoever looks again finds the same fact and asks once.
        index(m, "questions", &["fact_key"], true).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["questions"]).await
    }
}
