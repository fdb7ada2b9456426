//! Leader receptions (领导接访): the roster with its swaps, appointments, and what was received.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, create, drop, flag, id, id_opt, index, int, int_opt, key, on, text, text_opt,
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
        days(m).await?;
        swaps(m).await?;
        appointments(m).await?;
        receptions(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "reception_cases",
            "receptions",
            "reception_appointments",
            "reception_swaps",
            "reception_days",
        ];
        drop(m, &tables).await
    }
}

async fn days(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("center_id"),
        text("region_code"),
        on("held_on"),
        at("starts_at"),
        at("ends_at"),
        id("leader_id"),
        text_opt("leader_title"),
        id_opt("stand_in_id"),
        text("place"),
        int("slots"),
        text("state"),
        id("planned_by_id"),
        at_opt("published_at"),
        flag("is_published_late"),
        text_opt("late_reason"),
        at_opt("absent_at"),
        text_opt("absence_reason"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign = [
        ("center_id", "centers"),
        ("leader_id", "people"),
        ("stand_in_id", "people"),
        ("planned_by_id", "people"),
    ];
    create(m, "reception_days", columns, &foreign).await?;
    index(m, "reception_days", &["center_id", "held_on"], false).await?;
    index(m, "reception_days", &["held_on", "id"], false).await
}

async fn swaps(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("center_id"),
        text("region_code"),
        id("day_id"),
        id("other_day_id"),
        id("asked_by_id"),
        id("asked_of_id"),
        text("reason"),
        text("state"),
        text_opt("answer"),
        at_opt("decided_at"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign = [
        ("center_id", "centers"),
        ("day_id", "reception_days"),
        ("other_day_id", "reception_days"),
        ("asked_by_id", "people"),
        ("asked_of_id", "people"),
    ];
    create(m, "reception_swaps", columns, &foreign).await
}

async fn appointments(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("day_id"),
        id("center_id"),
        text("region_code"),
        int("slot_no"),
        text_opt("subject"),
        int_opt("people_count"),
        id_opt("case_id"),
        text("state"),
        id("booked_by_id"),
        text_opt("cancel_reason"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign = [
        ("day_id", "reception_days"),
        ("center_id", "centers"),
        ("case_id", "cases"),
        ("booked_by_id", "people"),
    ];
    create(m, "reception_appointments", columns, &foreign).await
}

async fn receptions(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("day_id"),
        id("center_id"),
        text("region_code"),
        id_opt("appointment_id"),
        id("received_by_id"),
        at("received_at"),
        int("people_count"),
        text_opt("note"),
        id("recorded_by_id"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign = [
        ("day_id", "reception_days"),
        ("center_id", "centers"),
        ("appointment_id", "reception_appointments"),
        ("received_by_id", "people"),
        ("recorded_by_id", "people"),
    ];
    create(m, "receptions", columns, &foreign).await?;
    index(m, "receptions", &["received_at", "id"], false).await?;
    let columns = [key(), id("reception_id"), id("case_id")];
    let foreign = [("reception_id", "receptions"), ("case_id", "cases")];
    create(m, "reception_cases", columns, &foreign).await?;
    index(m, "reception_cases", &["reception_id", "case_id"], true).await
}
