//! Rulings as precedents, the doors the law leaves open, and who takes what nobody is competent for.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    add, at, at_opt, create, drop, drop_index, flag, id, id_opt, index, int, key, on, on_opt,
    remove, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            // That of the event of the ruling, so that a ruling is one precedent however often it is told.
            key(),
            id("case_id"),
            text("type_code"),
            id("region_id"),
            text("region_code"),
            id("center_id"),
            id("department_id"),
            text("grounds"),
            flag("is_fallback"),
            at("ruled_at"),
            at_opt("retired_at"),
            id_opt("retired_by_id"),
            text_opt("retire_reason"),
        ];
        let foreign = [("case_id", "cases"), ("department_id", "departments")];
        let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
        create(m, "precedents", columns, &foreign).await?;
        index(m, "precedents", &["type_code", "ruled_at"], false).await?;
        let columns = vec![
            key(),
            text("code"),
            int("version"),
            text("type_code"),
            flag("is_willing"),
            text("procedure"),
            text("source"),
            text_opt("source_en"),
            on("valid_from"),
            on_opt("valid_to"),
            at("created_at"),
        ];
        create(m, "lawful_routes", columns, &[]).await?;
        index(m, "lawful_routes", &["code", "version"], true).await?;
        add(m, "centers", vec![id_opt("fallback_department_id")]).await?;
        index(m, "centers", &["fallback_department_id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_index(m, "centers", &["fallback_department_id"]).await?;
        remove(m, "centers", &["fallback_department_id"]).await?;
        drop(m, &["lawful_routes", "precedents"]).await
    }
}
