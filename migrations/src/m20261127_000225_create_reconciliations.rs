//! Reconciliations (渠道比对): a source's list of numbers of a month held against the cases, each number
//! with what came of it.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    create, drop, id, id_opt, index, int, key, on_opt, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let runs = [
            key(),
            id("center_id"),
            text("region_code"),
            text("source_system"),
            text("month"),
            text("list_hash"),
            int("listed_count"),
            int("repeated_count"),
            int("matched_count"),
            int("perhaps_count"),
            int("unmatched_count"),
            int("beyond_count"),
            id("run_by_id"),
        ];
        let runs: Vec<_> = runs.into_iter().chain(versioned()).collect();
        let foreign = [("center_id", "centers"), ("run_by_id", "people")];
        create(m, "reconciliations", runs, &foreign).await?;
        let items = [
            key(),
            id("reconciliation_id"),
            int("place"),
            text("number"),
            text_opt("unit"),
            id_opt("department_id"),
            on_opt("received_on"),
            text("state"),
            text_opt("ground"),
            id_opt("case_id"),
        ];
        let items: Vec<_> = items.into_iter().chain(versioned()).collect();
        let foreign = [
            ("reconciliation_id", "reconciliations"),
            ("department_id", "departments"),
            ("case_id", "cases"),
        ];
        create(m, "reconciliation_items", items, &foreign).await?;
        // The numbers in the order of the list, all of them or those that came to one thing.
        index(m, "reconciliation_items", &["reconciliation_id", "place"], true).await?;
        index(m, "reconciliation_items", &["reconciliation_id", "state", "place"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["reconciliation_items", "reconciliations"]).await
    }
}
