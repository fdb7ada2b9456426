//! The open cases by who has them, most urgent first: what work queues are read from. And the
//! referrals under which a department assists, because every right of its people looks there.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::{ConnectionTrait as _, DbBackend};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Whose: the columns before the next limit.
const QUEUES: [(&str, &str); 6] = [
    ("ix_cases_open_due", ""),
    ("ix_cases_open_center", "center_id, owner_kind, "),
    ("ix_cases_open_owner", "owner_department_id, "),
    ("ix_cases_open_lead", "lead_department_id, "),
    ("ix_cases_open_registrar", "registered_by_id, "),
    ("ix_cases_open_first_contact", "first_contact_id, "),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for (name, whose) in QUEUES {
            // Word for word what `queue.rs` asks for: only then SQLite sees that the index serves.
            let sql = format!(
                "CREATE INDEX {name} ON cases ({whose}due_at, id) WHERE status IN ('registered', \
                 'dispatched', 'in_progress', 'returned', 'suspended', 'resolved', 'in_callback')"
            );
            m.get_connection().execute_unprepared(&sql).await?;
        }
        // Read backwards, PostgreSQL's index on the limit has the cases without one first.
        if m.get_database_backend() == DbBackend::Postgres {
            let sql =
                "CREATE INDEX ix_cases_due_at_last ON cases (due_at DESC NULLS LAST, id DESC)";
            m.get_connection().execute_unprepared(sql).await?;
        }
        index(m, "cases", &["status", "due_at", "id"], false).await?;
        index(m, "case_referrals", &["department_id", "kind", "state", "case_id"], false).await?;
        drop_index(m, "ix_case_referrals_department_id").await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        index(m, "case_referrals", &["department_id"], false).await?;
        drop_index(m, "ix_case_referrals_department_id_kind_state_case_id").await?;
        drop_index(m, "ix_cases_status_due_at_id").await?;
        if m.get_database_backend() == DbBackend::Postgres {
            drop_index(m, "ix_cases_due_at_last").await?;
        }
        for (name, _) in QUEUES {
            drop_index(m, name).await?;
        }
        Ok(())
    }
}

async fn drop_index(m: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    m.get_connection().execute_unprepared(&format!("DROP INDEX {name}")).await?;
    Ok(())
}
