//! Joint mediation (矛盾联调): rooms, mediators with what they declared, sessions, consents, recusals.

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
        rooms(m).await?;
        mediators(m).await?;
        sessions(m).await?;
        sittings(m).await?;
        consents(m).await?;
        recusals(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "mediation_recusals",
            "mediation_consents",
            "mediation_mediators",
            "mediations",
            "mediator_ties",
            "mediators",
            "mediation_rooms",
        ];
        drop(m, &tables).await
    }
}

async fn rooms(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("center_id"),
        text("name"),
        text_opt("place"),
        int("seats"),
        flag("is_video"),
        flag("is_active"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    create(m, "mediation_rooms", columns, &[("center_id", "centers")]).await?;
    index(m, "mediation_rooms", &["center_id", "name"], true).await
}

async fn mediators(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("person_id"),
        id("center_id"),
        id_opt("department_id"),
        text("kind"),
        text("certificate_no"),
        on("qualified_from_on"),
        on("qualified_until_on"),
        flag("is_active"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign = [("center_id", "centers"), ("department_id", "departments")];
    create(m, "mediators", columns, &foreign).await?;
    index(m, "mediators", &["person_id"], true).await?;
    let ties = [key(), id("mediator_id"), text("kind"), text("name"), at("created_at")];
    create(m, "mediator_ties", ties, &[("mediator_id", "mediators")]).await
}

async fn sessions(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        key(),
        id("case_id"),
        int("session_no"),
        id("center_id"),
        id("room_id"),
        text("state"),
        at("starts_at"),
        at("ends_at"),
        id("booked_by_id"),
        at_opt("started_at"),
        at_opt("ended_at"),
        text_opt("outcome"),
        text_opt("guided_to"),
        text_opt("note"),
        text_opt("adjourn_reason"),
        id_opt("next_id"),
        text_opt("cancel_reason_code"),
        text_opt("minutes"),
        text_opt("minutes_hash"),
        at_opt("minutes_signed_at"),
        id_opt("minutes_signed_by_id"),
        text_opt("minutes_party_nos"),
    ];
    let columns: Vec<_> = columns.into_iter().chain(versioned()).collect();
    let foreign = [
        ("case_id", "cases"),
        ("center_id", "centers"),
        ("room_id", "mediation_rooms"),
        ("booked_by_id", "people"),
        ("minutes_signed_by_id", "people"),
    ];
    create(m, "mediations", columns, &foreign).await?;
    index(m, "mediations", &["case_id", "session_no"], true).await?;
    index(m, "mediations", &["room_id", "starts_at"], false).await?;
    index(m, "mediations", &["state", "starts_at"], false).await?;
    index(m, "mediations", &["starts_at", "id"], false).await
}

async fn sittings(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [key(), id("mediation_id"), id("mediator_id"), id("person_id")];
    let foreign =
        [("mediation_id", "mediations"), ("mediator_id", "mediators"), ("person_id", "people")];
    create(m, "mediation_mediators", columns, &foreign).await?;
    index(m, "mediation_mediators", &["mediation_id", "mediator_id"], true).await
}

async fn consents(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("mediation_id"),
        int("seq"),
        text("side"),
        int_opt("party_no"),
        flag("agrees"),
        text("manner"),
        at("given_at"),
        id("recorded_by_id"),
        at("recorded_at"),
    ];
    let foreign = [("mediation_id", "mediations"), ("recorded_by_id", "people")];
    create(m, "mediation_consents", columns, &foreign).await?;
    index(m, "mediation_consents", &["mediation_id", "seq"], true).await
}

async fn recusals(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        key(),
        id("case_id"),
        id("mediator_id"),
        id("mediation_id"),
        int_opt("party_no"),
        text("ground_code"),
        text("reason"),
        id("declared_by_id"),
        at("declared_at"),
    ];
    let foreign = [
        ("case_id", "cases"),
        ("mediator_id", "mediators"),
        ("mediation_id", "mediations"),
        ("declared_by_id", "people"),
    ];
    create(m, "mediation_recusals", columns, &foreign).await?;
    index(m, "mediation_recusals", &["case_id", "mediator_id"], true).await
}
