//! Stops that are asked for (申请中止), and the days of those a department made by itself.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

use crate::columns::{add, flag_opt, int, remove, text_opt};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Few cases. Word for word what the list asks for: only then SQLite sees that the index serves.
const INDEX: &str = "CREATE INDEX ix_cases_suspension_pending ON cases (registered_at, id) \
     WHERE suspension_request IS NOT NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![flag_opt("suspension_is_own"), text_opt("suspension_request")];
        add(m, "cases", columns).await?;
        m.get_connection().execute_unprepared(INDEX).await?;
        add(m, "case_referrals", vec![int("own_stop_days").default(0).take()]).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.get_connection().execute_unprepared("DROP INDEX ix_cases_suspension_pending").await?;
        remove(m, "case_referrals", &["own_stop_days"]).await?;
        remove(m, "cases", &["suspension_is_own", "suspension_request"]).await
    }
}
