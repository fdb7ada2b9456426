//! First contact (首问): visits and calls before there is a case, and how they passed from hand to
//! hand.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, create, drop, id, id_opt, index, int, int_opt, key, named_index, text, text_opt,
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
        let visits = vec![
            key(),
            id("center_id"),
            text("region_code"),
            text("channel"),
            text_opt("subject"),
            int_opt("people_count"),
            at("came_at"),
            at("due_at"),
            text("state"),
            id("asked_person_id"),
            id("noted_by_id"),
            id("owner_person_id"),
            id_opt("owner_department_id"),
            at("owner_since"),
            id_opt("offered_person_id"),
            id_opt("offered_department_id"),
            at_opt("offered_at"),
            text_opt("close_reason_code"),
            id_opt("guided_department_id"),
            at_opt("ended_at"),
            id_opt("case_id"),
        ];
        let foreign = [
            ("center_id", "centers"),
            ("asked_person_id", "people"),
            ("noted_by_id", "people"),
            ("owner_person_id", "people"),
            ("offered_person_id", "people"),
            ("offered_department_id", "departments"),
            ("case_id", "cases"),
        ];
        let visits: Vec<_> = visits.into_iter().chain(versioned()).collect();
        create(m, "visits", visits, &foreign).await?;
        index(m, "visits", &["state", "due_at", "id"], false).await?;
        let name = "ix_visits_center_state";
        named_index(m, name, "visits", &["center_id", "state", "due_at"], false).await?;
        let events = vec![
            key(),
            id("visit_id"),
            int("seq"),
            text("kind"),
            id("actor_id"),
            id_opt("capacity_id"),
            id_opt("person_id"),
            id_opt("department_id"),
            text_opt("note"),
            at("at"),
        ];
        create(m, "visit_events", events, &[("visit_id", "visits")]).await?;
        index(m, "visit_events", &["visit_id", "seq"], true).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["visit_events", "visits"]).await
    }
}
