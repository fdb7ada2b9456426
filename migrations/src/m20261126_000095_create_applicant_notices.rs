//! Notices to the applicant (告知申请人): that a case stands still or its limit was extended, and where
//! one may be sent to. Addresses are kept apart, so that forgetting one touches nothing else.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, create, drop, id, id_opt, index, int, int_opt, key, on_opt, text, text_opt,
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
        let notices = [
            key(),
            id("case_id"),
            id("event_id"),
            text("kind"),
            id("center_id"),
            id_opt("department_id"),
            text_opt("reason_code"),
            text_opt("procedure"),
            text_opt("reason"),
            int_opt("days"),
            on_opt("until_on"),
            text("state"),
            int("attempts"),
            at_opt("next_attempt_at"),
            text_opt("error"),
            text_opt("way"),
            at_opt("told_at"),
            id_opt("told_by_id"),
        ];
        let notices: Vec<_> = notices.into_iter().chain(versioned()).collect();
        let foreign = [
            ("case_id", "cases"),
            ("center_id", "centers"),
            ("department_id", "departments"),
            ("told_by_id", "people"),
        ];
        create(m, "applicant_notices", notices, &foreign).await?;
        // One fact, one notice.
        index(m, "applicant_notices", &["event_id"], true).await?;
        index(m, "applicant_notices", &["state", "next_attempt_at"], false).await?;
        let contacts = [key(), id("case_id"), text("email"), text("lang"), at("created_at")];
        let foreign = [("case_id", "cases")];
        create(m, "applicant_contacts", contacts, &foreign).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["applicant_contacts", "applicant_notices"]).await
    }
}
