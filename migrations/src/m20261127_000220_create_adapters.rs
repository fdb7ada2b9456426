//! Other systems' messages (对接适配): versions of mappings, the log of deliveries without a word of what
//! they said, and how far each receiver has taken over what became of its cases.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, big, create, drop, flag, id, id_opt, index, int, key, named_index, text, text_opt,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let versions = [
            key(),
            text("code"),
            int("version"),
            flag("is_active"),
            text("definition"),
            text("source"),
            text("reason"),
            id("created_by_id"),
            at("created_at"),
        ];
        create(m, "adapters", versions, &[("created_by_id", "people")]).await?;
        index(m, "adapters", &["code", "version"], true).await?;
        let messages = [
            key(),
            text("adapter_code"),
            int("adapter_version"),
            text_opt("number"),
            text("outcome"),
            text_opt("problem_code"),
            text_opt("pointer"),
            text_opt("refusal_code"),
            id_opt("case_id"),
            id("capacity_id"),
            id_opt("center_id"),
            text("region_code"),
            at("received_at"),
        ];
        let foreign =
            [("case_id", "cases"), ("capacity_id", "capacities"), ("center_id", "centers")];
        create(m, "adapter_messages", messages, &foreign).await?;
        index(m, "adapter_messages", &["adapter_code", "id"], false).await?;
        let acknowledgements = [
            key(),
            text("adapter_code"),
            id("capacity_id"),
            big("block_no"),
            id("event_id"),
            at("acknowledged_at"),
        ];
        let foreign = [("capacity_id", "capacities")];
        create(m, "adapter_acknowledgements", acknowledgements, &foreign).await?;
        named_index(
            m,
            "uq_adapter_acknowledgements_receiver",
            "adapter_acknowledgements",
            &["adapter_code", "capacity_id"],
            true,
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["adapter_acknowledgements", "adapter_messages", "adapters"]).await
    }
}
