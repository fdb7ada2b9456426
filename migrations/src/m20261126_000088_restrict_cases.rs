//! Cases few may know of (限制知悉): what kind of matter it is, why, and since when.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

use crate::columns::{add, at_opt, remove, text_opt};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Few cases. Word for word what `policy/scope.rs` asks for: only then SQLite sees that the index
/// serves.
const INDEX: &str = "CREATE INDEX ix_cases_restricted ON cases (registered_at, id) \
     WHERE restriction IS NOT NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns =
            vec![text_opt("restriction"), text_opt("restriction_reason"), at_opt("restricted_at")];
        add(m, "cases", columns).await?;
        m.get_connection().execute_unprepared(INDEX).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.get_connection().execute_unprepared("DROP INDEX ix_cases_restricted").await?;
        remove(m, "cases", &["restriction", "restriction_reason", "restricted_at"]).await
    }
}
