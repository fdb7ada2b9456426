//! Limits of the law: counted from the day a procedure was accepted (受理之日), and how much longer the
//! organ in charge may make them.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};
use sea_orm_migration::sea_orm::ConnectionTrait as _;

use crate::columns::{add, int_opt, on_opt, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What the articles named by the shipped rules allow, for those of before that are still as shipped.
const ALLOWED: &[(&str, i32)] = &[
    ("statutory_labour_arbitration", 15),
    ("statutory_land_arbitration", 30),
    ("statutory_administrative_review", 30),
    ("statutory_petition", 30),
    ("statutory_court_mediation", 30),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "cases", vec![on_opt("suspend_accepted_on")]).await?;
        add(m, "case_clocks", vec![on_opt("counted_from")]).await?;
        add(m, "time_limit_rules", vec![int_opt("extension")]).await?;
        for (code, days) in ALLOWED {
            let fill = format!(
                "UPDATE time_limit_rules SET extension = {days} WHERE code = '{code}' AND version = 1"
            );
            m.get_connection().execute_unprepared(&fill).await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        remove(m, "time_limit_rules", &["extension"]).await?;
        remove(m, "case_clocks", &["counted_from"]).await?;
        remove(m, "cases", &["suspend_accepted_on"]).await
    }
}
