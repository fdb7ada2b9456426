//! Fewer indexes for each write to keep: what four of them served is served by those that stay.
//! Lists by limit read the cases that have one and those without as two stretches of one index.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::{ConnectionTrait as _, DbBackend};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Over the open cases: the columns before the next limit.
const GONE: [(&str, &str); 3] = [
    ("ix_cases_open_due", ""),
    ("ix_cases_open_owner", "owner_department_id, "),
    ("ix_cases_open_first_contact", "first_contact_id, "),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in GONE {
            run(m, &format!("DROP INDEX {name}")).await?;
        }
        if m.get_database_backend() == DbBackend::Postgres {
            run(m, "DROP INDEX ix_cases_due_at_last").await?;
        }
        // Only open cases have a department for an owner.
        index(m, "cases", &["owner_department_id", "due_at", "id"], false).await?;
        run(m, "DROP INDEX ix_cases_owner_department_id").await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        index(m, "cases", &["owner_department_id"], false).await?;
        run(m, "DROP INDEX ix_cases_owner_department_id_due_at_id").await?;
        if m.get_database_backend() == DbBackend::Postgres {
            let sql =
                "CREATE INDEX ix_cases_due_at_last ON cases (due_at DESC NULLS LAST, id DESC)";
            run(m, sql).await?;
        }
        for (name, whose) in GONE {
            let sql = format!(
                "CREATE INDEX {name} ON cases ({whose}due_at, id) WHERE status IN ('registered', \
                 'dispatched', 'in_progress', 'returned', 'suspended', 'resolved', 'in_callback')"
            );
            run(m, &sql).await?;
        }
        Ok(())
    }
}

async fn run(m: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    m.get_connection().execute_unprepared(sql).await?;
    Ok(())
}
