//! What a list of cases is asked for beside its status: sent back and forth, recorded late, an
//! extension that waits; the visit a case began with; and with what ground a unit returned it.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

use crate::columns::{add, flag_opt, id_opt, remove, text_opt};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Few cases each. Word for word what `list.rs` asks for: only then SQLite sees that the index serves.
const FLAGS: [(&str, &str, &str); 3] = [
    ("ix_cases_ping_pong", "registered_at, id", "is_ping_pong"),
    ("ix_cases_recorded_late", "registered_at, id", "is_recorded_late"),
    ("ix_cases_extension_pending", "registered_at, id", "extension_asked_at IS NOT NULL"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let columns =
            vec![flag_opt("is_ping_pong"), flag_opt("is_recorded_late"), id_opt("visit_id")];
        add(m, "cases", columns).await?;
        let columns = vec![text_opt("ground_code"), id_opt("suggested_department_id")];
        add(m, "case_referrals", columns).await?;
        for (name, columns, flag) in FLAGS {
            let sql = format!("CREATE INDEX {name} ON cases ({columns}) WHERE {flag}");
            m.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for (name, _, _) in FLAGS {
            m.get_connection().execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        remove(m, "case_referrals", &["ground_code", "suggested_department_id"]).await?;
        remove(m, "cases", &["is_ping_pong", "is_recorded_late", "visit_id"]).await
    }
}
