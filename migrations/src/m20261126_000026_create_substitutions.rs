//! Who replaces whom in a capacity, from one day to another.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{at_opt, create, drop, id, key, on, text, versioned};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            key(),
            id("capacity_id"),
            id("holder_id"),
            id("substitute_id"),
            id("set_by_id"),
            text("region_code"),
            on("from_on"),
            on("until_on"),
            at_opt("revoked_at"),
        ];
        let foreign =
            [("capacity_id", "capacities"), ("holder_id", "people"), ("substitute_id", "people")];
        create(m, "substitutions", columns.into_iter().chain(versioned()), &foreign).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["substitutions"]).await
    }
}
