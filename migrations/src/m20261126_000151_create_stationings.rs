//! Who is admitted to a centre (准入准出), with the steps; leaves; and qualifications with expiry.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, create, drop, flag, id, id_opt, index, int, key, on, on_opt, text, text_opt,
    versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let stationings = vec![
            key(),
            id("person_id"),
            id("department_id"),
            id("center_id"),
            text("region_code"),
            text("state"),
            text("letter"),
            on("from_on"),
            on_opt("until_on"),
            id("requested_by_id"),
            id_opt("exit_requested_by_id"),
        ];
        let stationings: Vec<_> = stationings.into_iter().chain(versioned()).collect();
        let foreign = [
            ("person_id", "people"),
            ("department_id", "departments"),
            ("center_id", "centers"),
            ("requested_by_id", "people"),
            ("exit_requested_by_id", "people"),
        ];
        create(m, "stationings", stationings, &foreign).await?;
        let steps = vec![
            key(),
            id("stationing_id"),
            int("seq"),
            text("kind"),
            id("actor_id"),
            id_opt("capacity_id"),
            text_opt("note"),
            on_opt("effective_on"),
            at("at"),
        ];
        create(m, "stationing_steps", steps, &[("stationing_id", "stationings")]).await?;
        index(m, "stationing_steps", &["stationing_id", "seq"], true).await?;
        let leaves = vec![
            key(),
            id("person_id"),
            id_opt("department_id"),
            id_opt("center_id"),
            text("region_code"),
            text("kind"),
            on("from_on"),
            on("until_on"),
            text("state"),
            id("reported_by_id"),
            id_opt("decided_by_id"),
            at_opt("decided_at"),
            text_opt("decision_note"),
        ];
        let leaves: Vec<_> = leaves.into_iter().chain(versioned()).collect();
        let foreign = [
            ("person_id", "people"),
            ("department_id", "departments"),
            ("center_id", "centers"),
            ("reported_by_id", "people"),
            ("decided_by_id", "people"),
        ];
        create(m, "leaves", leaves, &foreign).await?;
        index(m, "leaves", &["until_on", "from_on"], false).await?;
        let qualifications = vec![
            key(),
            id("person_id"),
            text("skill_code"),
            text_opt("certificate_no"),
            text_opt("issued_by"),
            on("valid_from"),
            on_opt("valid_until"),
            flag("is_revoked"),
            id("entered_by_id"),
        ];
        let qualifications: Vec<_> = qualifications.into_iter().chain(versioned()).collect();
        let foreign = [("person_id", "people"), ("entered_by_id", "people")];
        create(m, "qualifications", qualifications, &foreign).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["qualifications", "leaves", "stationing_steps", "stationings"]).await
    }
}
