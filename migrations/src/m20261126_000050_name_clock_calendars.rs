//! By which calendar the next limit of a case is counted, so that a list says the days left that the
//! case itself says.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

use crate::columns::{add, int_opt, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What every case is told that was there before: the calendar of the clock its row speaks of.
const FILL: &str = "UPDATE cases SET clock_calendar_version = (\
    SELECT MAX(case_clocks.calendar_version) FROM case_clocks \
    WHERE case_clocks.case_id = cases.id AND case_clocks.finished_at IS NULL \
    AND case_clocks.kind = cases.clock_kind AND case_clocks.due_at = cases.due_at) \
    WHERE due_at IS NOT NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "cases", vec![int_opt("clock_calendar_version")]).await?;
        m.get_connection().execute_unprepared(FILL).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        remove(m, "cases", &["clock_calendar_version"]).await
    }
}
