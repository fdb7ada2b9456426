//! A case that is worked on again is rated again: one rating a result, of which who holds the case makes
//! sure, and no longer one a case.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, Index, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{drop_index, index};

const TABLE: &str = "citizen_ratings";
const RATED_AT: [&str; 2] = ["case_id", "created_at"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        index(m, TABLE, &RATED_AT, false).await?;
        let once =
            Index::drop().name("uq_citizen_ratings_case_id").table(Alias::new(TABLE)).to_owned();
        m.drop_index(once).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        index(m, TABLE, &["case_id"], true).await?;
        drop_index(m, TABLE, &RATED_AT).await
    }
}
