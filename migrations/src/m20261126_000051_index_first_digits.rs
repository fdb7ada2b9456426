//! Cases by township, by first level of their type, and by both, newest first: a code and what lies
//! below it is a comparison of its first digits, so that a page costs the same at any number of
//! cases. And by department and status. See `portable::starts_below`.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::{ConnectionTrait as _, DbBackend};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TOWNSHIP: &str = "substr(region_code, 1, 9)";
const TOP_TYPE: &str = "substr(type_code, 1, 2)";

/// What is known of scopes wider than a township, which no index serves: PostgreSQL would take a
/// whole county for one case in two hundred. SQLite follows the order of an index anyway.
const WIDER: [(&str, u8); 3] = [("county", 6), ("city", 4), ("province", 2)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for (name, first) in indexes() {
            let sql = format!("CREATE INDEX {name} ON cases ({first}, registered_at, id)");
            run(m, &sql).await?;
        }
        run(m, "DROP INDEX ix_cases_region_code_registered_at_id").await?;
        run(m, "DROP INDEX ix_cases_type_code_registered_at_id").await?;
        if m.get_database_backend() == DbBackend::Postgres {
            for (name, length) in WIDER {
                let code = format!("substr(region_code, 1, {length})");
                let sql = format!("CREATE STATISTICS st_cases_{name} ON ({code}) FROM cases");
                run(m, &sql).await?;
            }
            // What is there already is looked at now, not when enough has changed.
            run(m, "ANALYZE cases").await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        if m.get_database_backend() == DbBackend::Postgres {
            for (name, _) in WIDER {
                run(m, &format!("DROP STATISTICS st_cases_{name}")).await?;
            }
        }
        index(m, "cases", &["type_code", "registered_at", "id"], false).await?;
        index(m, "cases", &["region_code", "registered_at", "id"], false).await?;
        for (name, _) in indexes() {
            run(m, &format!("DROP INDEX {name}")).await?;
        }
        Ok(())
    }
}

/// Each with the columns before the instant of registration.
fn indexes() -> [(&'static str, String); 4] {
    [
        ("ix_cases_township", TOWNSHIP.to_owned()),
        ("ix_cases_top_type", TOP_TYPE.to_owned()),
        ("ix_cases_township_top_type", format!("{TOWNSHIP}, {TOP_TYPE}")),
        ("ix_cases_lead_status", "lead_department_id, status".to_owned()),
    ]
}

async fn run(m: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    m.get_connection().execute_unprepared(sql).await?;
    Ok(())
}
