//! Webhooks: where events are delivered to, what was delivered, and every attempt.

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
        webhooks(m).await?;
        deliveries(m).await?;
        attempts(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["webhook_attempts", "webhook_deliveries", "webhooks"]).await
    }
}

async fn webhooks(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("person_id"),
        id("capacity_id"),
        id_opt("center_id"),
        text("region_code"),
        text("url"),
        text("description"),
        text("event_types"),
        text("state"),
        text_opt("disabled_code"),
        text_opt("disabled_reason"),
        at_opt("disabled_at"),
        at_opt("failing_since"),
        text_opt("secret"),
        text_opt("former_secret"),
        at_opt("former_until"),
        // The place in the ledger that was followed to.
        big("block_no"),
        int("told"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign =
        [("person_id", "people"), ("capacity_id", "capacities"), ("center_id", "centers")];
    create(m, "webhooks", columns, &foreign).await?;
    index(m, "webhooks", &["state", "block_no"], false).await
}

async fn deliveries(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("webhook_id"),
        // None for a test.
        id_opt("case_id"),
        int_opt("seq"),
        // What the receiver knows it by: the id of the event of the ledger.
        id("event_id"),
        text("event_type"),
        text("state"),
        int("attempts"),
        // Since it was last asked for.
        int("tries"),
        at("next_attempt_at"),
        int_opt("last_status"),
        text_opt("last_error"),
        at_opt("finished_at"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign = [("webhook_id", "webhooks"), ("case_id", "cases")];
    create(m, "webhook_deliveries", columns, &foreign).await?;
    index(m, "webhook_deliveries", &["webhook_id", "event_id"], true).await?;
    index(m, "webhook_deliveries", &["webhook_id", "state", "next_attempt_at"], false).await?;
    index(m, "webhook_deliveries", &["webhook_id", "case_id", "state", "seq"], false).await?;
    named_index(
        m,
        "ix_webhook_deliveries_swept",
        "webhook_deliveries",
        &["state", "finished_at"],
        false,
    )
    .await
}

async fn attempts(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("delivery_id"),
        int("number"),
        at("attempted_at"),
        big("duration_ms"),
        int_opt("status"),
        text_opt("error"),
        big_opt("response_bytes"),
    ];
    create(m, "webhook_attempts", columns, &[("delivery_id", "webhook_deliveries")]).await
}
