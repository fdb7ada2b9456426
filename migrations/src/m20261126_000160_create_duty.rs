//! Who stands in for whom at a post (替班), and what shows that somebody was there (在岗依据): the
//! windows' own computers with who signed in at them, and the duty officer's records. Nothing here
//! says for how long anybody was where.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at_opt, create, drop, flag, id, id_opt, key, named_index, on, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        stand_ins(m).await?;
        workstations(m).await?;
        records(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["presence_records", "duty_sign_ins", "duty_workstations", "duty_stand_ins"]).await
    }
}

async fn stand_ins(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        key(),
        id("obligation_id"),
        id("center_id"),
        text("region_code"),
        id("department_id"),
        id("person_id"),
        id("stand_in_id"),
        on("from_on"),
        on("until_on"),
        text("reason"),
        text("state"),
        id("requested_by_id"),
        id_opt("decided_by_id"),
        at_opt("decided_at"),
        text_opt("decision_note"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign = [
        ("obligation_id", "stationing_obligations"),
        ("center_id", "centers"),
        ("department_id", "departments"),
        ("person_id", "people"),
        ("stand_in_id", "people"),
        ("requested_by_id", "people"),
        ("decided_by_id", "people"),
    ];
    create(m, "duty_stand_ins", columns, &foreign).await
}

async fn workstations(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let stations = vec![
        key(),
        id("post_id"),
        id("center_id"),
        text("region_code"),
        text("name"),
        text("key_hash"),
        flag("is_active"),
        id("set_up_by_id"),
    ];
    let stations: Vec<_> = stations.into_iter().chain(versioned()).collect();
    let foreign = [("post_id", "posts"), ("center_id", "centers"), ("set_up_by_id", "people")];
    create(m, "duty_workstations", stations, &foreign).await?;
    named_index(m, "uq_duty_workstations_key_hash", "duty_workstations", &["key_hash"], true)
        .await?;
    // A day, and no hour: that somebody came is evidence, when they came is nobody's business.
    let signed = vec![key(), id("post_id"), id("person_id"), on("duty_on")];
    let foreign = [("post_id", "posts"), ("person_id", "people")];
    create(m, "duty_sign_ins", signed, &foreign).await?;
    let once = ["post_id", "duty_on", "person_id"];
    named_index(m, "uq_duty_sign_ins_post_day_person", "duty_sign_ins", &once, true).await
}

async fn records(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        key(),
        id("obligation_id"),
        id("center_id"),
        text("region_code"),
        id("department_id"),
        id("person_id"),
        on("duty_on"),
        text("finding"),
        text_opt("note"),
        id("recorded_by_id"),
        id_opt("withdrawn_by_id"),
        at_opt("withdrawn_at"),
        text_opt("withdrawal_reason"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign = [
        ("obligation_id", "stationing_obligations"),
        ("center_id", "centers"),
        ("department_id", "departments"),
        ("person_id", "people"),
        ("recorded_by_id", "people"),
        ("withdrawn_by_id", "people"),
    ];
    create(m, "presence_records", columns, &foreign).await?;
    let day = ["center_id", "duty_on"];
    named_index(m, "ix_presence_records_center_day", "presence_records", &day, false).await
}
