//! Keeps the capacity a case was registered in: what was entered for one unit stays that unit's, whatever
//! its registrar does later. Cases of before go by the person.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, drop_index, id_opt, index, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "cases", vec![id_opt("registered_capacity_id")]).await?;
        index(m, "cases", &["registered_capacity_id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop_index(m, "cases", &["registered_capacity_id"]).await?;
        remove(m, "cases", &["registered_capacity_id"]).await
    }
}
