//! Agreements (调解协议): what was promised by when, what was done, and the court's confirmation.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, big, big_opt, create, drop, id, id_opt, index, int, int_opt, key, named_index, on,
    on_opt, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        agreements(m).await?;
        items(m).await?;
        performances(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["agreement_performances", "agreement_items", "agreements"]).await
    }
}

async fn agreements(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        key(),
        text("agreement_no"),
        id("case_id"),
        id_opt("mediation_id"),
        id("center_id"),
        text("state"),
        text("form"),
        text("terms"),
        text("terms_hash"),
        big("amount_fen"),
        on("concluded_on"),
        on("effective_on"),
        on_opt("next_due_on"),
        id("recorded_by_id"),
        text("confirmation"),
        id("confirmation_rule_id"),
        int("confirmation_calendar_version"),
        at("confirmation_started_at"),
        at("confirmation_due_at"),
        at_opt("confirmation_reminded_at"),
        on_opt("applied_on"),
        text_opt("court"),
        on_opt("answered_on"),
        text_opt("court_no"),
        text_opt("answer_reason"),
        at_opt("cancelled_at"),
        text_opt("cancel_reason"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign = [
        ("case_id", "cases"),
        ("mediation_id", "mediations"),
        ("center_id", "centers"),
        ("recorded_by_id", "people"),
    ];
    create(m, "agreements", columns, &foreign).await?;
    index(m, "agreements", &["agreement_no"], true).await?;
    index(m, "agreements", &["state", "next_due_on"], false).await?;
    index(m, "agreements", &["confirmation", "confirmation_due_at"], false).await
}

async fn items(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        key(),
        id("agreement_id"),
        int("item_no"),
        int("party_no"),
        int_opt("to_party_no"),
        text("what"),
        big_opt("amount_fen"),
        on("due_on"),
        text("state"),
        big("paid_fen"),
        on_opt("settled_on"),
        at_opt("reminded_at"),
        at_opt("overdue_at"),
    ];
    create(m, "agreement_items", columns, &[("agreement_id", "agreements")]).await?;
    index(m, "agreement_items", &["agreement_id", "item_no"], true).await?;
    named_index(m, "ix_agreement_items_due", "agreement_items", &["state", "due_on"], false).await
}

async fn performances(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("agreement_id"),
        int("item_no"),
        text("state"),
        big_opt("amount_fen"),
        on("happened_on"),
        text("evidence"),
        id("recorded_by_id"),
        at("recorded_at"),
    ];
    let foreign = [("agreement_id", "agreements"), ("recorded_by_id", "people")];
    create(m, "agreement_performances", columns, &foreign).await
}
