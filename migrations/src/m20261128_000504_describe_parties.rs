//! 民族, 年龄 and 职业 of parties, which the forms of people's mediation ask for.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, int_opt, remove, text_opt};

const TABLE: &str = "case_parties";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, TABLE, vec![text_opt("ethnicity"), int_opt("age"), text_opt("occupation")]).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        remove(m, TABLE, &["ethnicity", "age", "occupation"]).await
    }
}
