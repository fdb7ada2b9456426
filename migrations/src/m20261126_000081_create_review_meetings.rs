//! Review meetings (分析研判会): what is on the agenda by which rule, and who was there.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, create, drop, flag, id, id_opt, index, int, key, named_index, text, text_opt,
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
        let meetings = [
            key(),
            id("center_id"),
            text("region_code"),
            text("kind"),
            text("state"),
            at("starts_at"),
            text_opt("place"),
            id("chair_id"),
            id("called_by_id"),
            at("agenda_as_of"),
            int("left_out_count"),
            at_opt("started_at"),
            at_opt("closed_at"),
            text_opt("summary"),
            text_opt("cancel_reason"),
        ];
        let meetings: Vec<_> = meetings.into_iter().chain(versioned()).collect();
        let foreign =
            [("center_id", "centers"), ("chair_id", "people"), ("called_by_id", "people")];
        create(m, "review_meetings", meetings, &foreign).await?;
        index(m, "review_meetings", &["starts_at", "id"], false).await?;
        let name = "ix_review_meetings_center_starts";
        named_index(m, name, "review_meetings", &["center_id", "starts_at"], false).await?;
        let items = [
            key(),
            id("meeting_id"),
            int("position"),
            id("case_id"),
            text("grounds"),
            at("as_of"),
            flag("is_by_hand"),
            id_opt("added_by_id"),
            text_opt("reason"),
            at_opt("removed_at"),
            id_opt("removed_by_id"),
            text_opt("remove_reason"),
        ];
        let foreign = [
            ("meeting_id", "review_meetings"),
            ("case_id", "cases"),
            ("added_by_id", "people"),
            ("removed_by_id", "people"),
        ];
        create(m, "review_meeting_items", items, &foreign).await?;
        index(m, "review_meeting_items", &["meeting_id", "case_id"], true).await?;
        let units = [key(), id("meeting_id"), id("department_id"), flag("is_present")];
        let foreign = [("meeting_id", "review_meetings"), ("department_id", "departments")];
        create(m, "review_meeting_units", units, &foreign).await?;
        index(m, "review_meeting_units", &["meeting_id", "department_id"], true).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["review_meeting_units", "review_meeting_items", "review_meetings"]).await
    }
}
