//! Which automation rule issued a supervision order.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, drop_index, id_opt, index, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The key, in the definition of the column: SQLite adds none afterwards.
const KEY: &str = "CONSTRAINT fk_supervision_orders_rule_id REFERENCES automation_rules (id)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "supervision_orders", vec![id_opt("rule_id").extra(KEY).take()]).await?;
        index(m, "supervision_orders", &["rule_id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_index(m, "supervision_orders", &["rule_id"]).await?;
        remove(m, "supervision_orders", &["rule_id"]).await
    }
}
