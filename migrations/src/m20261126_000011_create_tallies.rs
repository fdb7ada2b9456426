//! Tallies of cases, so that a total costs the same however many cases there are.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, Index, MigrationTrait, SchemaManager, Table, async_trait,
};
use sea_orm_migration::sea_orm::prelude::Uuid;
use sea_orm_migration::sea_orm::{self, ConnectionTrait as _, Statement};

use crate::columns::{big, drop, id, index, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Each case once for itself, and once for every department that leads or assists.
const COUNTED: [&str; 2] = [
    "INSERT INTO case_tallies (department_id, part, region_code, center_id, status, entry_id, amount) \
     SELECT $1, 'case', region_code, center_id, status, $1, COUNT(*) \
     FROM cases GROUP BY region_code, center_id, status",
    "INSERT INTO case_tallies (department_id, part, region_code, center_id, status, entry_id, amount) \
     SELECT department_id, part, region_code, center_id, status, $1, COUNT(*) FROM (\
     SELECT department_id, region_code, center_id, status, CASE SUM(part) \
     WHEN 1 THEN 'lead' WHEN 2 THEN 'assist' ELSE 'both' END AS part FROM (\
     SELECT id, lead_department_id AS department_id, region_code, center_id, status, 1 AS part \
     FROM cases WHERE lead_department_id IS NOT NULL \
     UNION \
     SELECT c.id, r.department_id, c.region_code, c.center_id, c.status, 2 AS part \
     FROM cases c JOIN case_referrals r ON r.case_id = c.id \
     WHERE r.kind = 'assist' AND r.state NOT IN ('returned', 'superseded')\
     ) AS involved GROUP BY id, department_id, region_code, center_id, status\
     ) AS parts GROUP BY department_id, part, region_code, center_id, status",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let mut tallies = Table::create();
        tallies.table(Alias::new("case_tallies"));
        for column in [
            id("department_id"),
            text("part"),
            text("region_code"),
            id("center_id"),
            text("status"),
            id("entry_id"),
            big("amount"),
        ] {
            tallies.col(column);
        }
        let mut key = Index::create();
        key.name("pk_case_tallies");
        for column in ["department_id", "part", "region_code", "center_id", "status", "entry_id"] {
            key.col(Alias::new(column));
        }
        tallies.primary_key(&mut key);
        m.create_table(tallies).await?;
        index(m, "case_tallies", &["entry_id"], false).await?;
        let db = m.get_connection();
        for sql in COUNTED {
            let nobody: sea_orm::Value = Uuid::nil().into();
            let counted = Statement::from_sql_and_values(db.get_database_backend(), sql, [nobody]);
            db.execute_raw(counted).await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["case_tallies"]).await
    }
}
