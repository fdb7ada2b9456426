//! From which devices units sign in, as pseudonyms.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, ForeignKey, Index, MigrationTrait, SchemaManager, Table,
    async_trait,
};

use crate::columns::{at, drop, id, index, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "unit_devices";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table.table(Alias::new(TABLE));
        table.col(text("device_hash")).col(id("department_id")).col(at("seen_at"));
        let mut key = Index::create();
        key.name("pk_unit_devices");
        key.col(Alias::new("device_hash")).col(Alias::new("department_id"));
        table.primary_key(&mut key);
        table.foreign_key(
            ForeignKey::create()
                .name(format!("fk_{TABLE}_department_id"))
                .from(Alias::new(TABLE), Alias::new("department_id"))
                .to(Alias::new("departments"), Alias::new("id")),
        );
        m.create_table(table).await?;
        index(m, TABLE, &["department_id"], false).await?;
        // What the sweep looks for.
        index(m, TABLE, &["seen_at"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &[TABLE]).await
    }
}
