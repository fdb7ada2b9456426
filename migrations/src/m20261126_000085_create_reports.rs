//! What the reports count, one row a fact; kept stocks; closed months; and what typing costs.

use sea_orm_migration::prelude::{
    Alias, ColumnDef, DbErr, DeriveMigrationName, Index, MigrationTrait, SchemaManager, Table,
    async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

use crate::columns::{at, big, create, drop, id, index, int, key, named_index, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Whatever the ledger holds already is counted, too: its blocks are numbered from 1.
const FROM_THE_FIRST_BLOCK: &str = "INSERT INTO report_cursors (name, block_no, moved_at) \
     VALUES ('cases', 1, '1970-01-01T00:00:00+00:00')";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        entries(m).await?;
        closings(m).await?;
        keyed(
            m,
            "burden_tallies",
            vec![
                int("month"),
                text("region_code"),
                id("center_id"),
                id("department_id"),
                text("form"),
                text("type_code"),
                big("entries"),
                big("fields_typed"),
                big("seconds"),
                big("repeats"),
            ],
            &["month", "region_code", "center_id", "department_id", "form", "type_code"],
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(
            m,
            &[
                "burden_tallies",
                "report_closing_figures",
                "report_closings",
                "report_stocks",
                "report_entries",
                "report_cursors",
            ],
        )
        .await
    }
}

async fn entries(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        m,
        "report_cursors",
        [text("name").primary_key().take(), big("block_no"), at("moved_at")],
        &[],
    )
    .await?;
    m.get_connection().execute_unprepared(FROM_THE_FIRST_BLOCK).await?;
    create(
        m,
        "report_entries",
        [
            key(),
            id("case_id"),
            big("block_no"),
            int("month"),
            text("kind"),
            text("region_code"),
            id("center_id"),
            text("channel"),
            text("type_code"),
            int("times"),
            big("people"),
            big("amount_fen"),
        ],
        &[("case_id", "cases")],
    )
    .await?;
    // A month of figures is read from here alone.
    named_index(
        m,
        "ix_report_entries_month",
        "report_entries",
        &[
            "month",
            "kind",
            "region_code",
            "center_id",
            "channel",
            "type_code",
            "block_no",
            "times",
            "people",
            "amount_fen",
        ],
        false,
    )
    .await?;
    keyed(
        m,
        "report_stocks",
        vec![int("month"), text("region_code"), id("center_id"), big("amount")],
        &["month", "region_code", "center_id"],
    )
    .await
}

async fn closings(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        m,
        "report_closings",
        [
            key(),
            text("county_code"),
            int("month"),
            int("definition_version"),
            big("block_no"),
            id("closed_by_id"),
            text("figures_hash"),
            at("closed_at"),
        ],
        &[],
    )
    .await?;
    index(m, "report_closings", &["county_code", "month"], true).await?;
    create(
        m,
        "report_closing_figures",
        [
            key(),
            id("closing_id"),
            text("region_code"),
            id("center_id"),
            text("report"),
            text("cell"),
            text("item"),
            big("amount"),
        ],
        &[("closing_id", "report_closings")],
    )
    .await
}

/// A table whose key is several of its columns.
async fn keyed(
    m: &SchemaManager<'_>,
    name: &str,
    columns: Vec<ColumnDef>,
    key: &[&str],
) -> Result<(), DbErr> {
    let mut table = Table::create();
    table.table(Alias::new(name));
    for column in columns {
        table.col(column);
    }
    let mut primary = Index::create();
    primary.name(format!("pk_{name}"));
    for column in key {
        primary.col(Alias::new(*column));
    }
    table.primary_key(&mut primary);
    m.create_table(table).await
}
