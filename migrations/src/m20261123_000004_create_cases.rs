//! Cases with parties, referrals and clocks: the projection of the ledger.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, big_opt, create, degrees_opt, drop, flag, flag_opt, id, id_opt, index, int,
    int_opt, key, named_index, on_opt, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        create_cases(m).await?;
        create(
            m,
            "case_parties",
            [
                key(),
                id("case_id"),
                int("party_no"),
                text("role"),
                text("kind"),
                text("name"),
                text_opt("id_type"),
                text_opt("id_number"),
                text_opt("phone"),
                text_opt("address"),
                text_opt("gender"),
                int_opt("represents_party_no"),
            ],
            &[("case_id", "cases")],
        )
        .await?;
        create(
            m,
            "case_referrals",
            [
                key(),
                id("case_id"),
                text("kind"),
                id("department_id"),
                text("state"),
                at("sent_at"),
                at_opt("signed_at"),
                id_opt("signed_by_id"),
                text_opt("note"),
            ],
            &[("case_id", "cases"), ("department_id", "departments")],
        )
        .await?;
        create(
            m,
            "case_clocks",
            [
                key(),
                id("case_id"),
                id_opt("referral_id"),
                text("kind"),
                id("rule_id"),
                int("calendar_version"),
                at("started_at"),
                at("due_at"),
                at_opt("finished_at"),
                flag("is_cancelled"),
            ],
            &[("case_id", "cases"), ("rule_id", "time_limit_rules")],
        )
        .await?;
        named_index(
            m,
            "ix_case_clocks_open",
            "case_clocks",
            &["kind", "finished_at", "due_at"],
            false,
        )
        .await?;
        create(
            m,
            "case_number_series",
            [text("prefix").primary_key().take(), int("last_serial")],
            &[],
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["case_number_series", "case_clocks", "case_referrals", "case_parties", "cases"])
            .await
    }
}

#[expect(clippy::too_many_lines, reason = "one wide table")]
async fn create_cases(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        m,
        "cases",
        vec![
            key(),
            text("case_no"),
            text("status"),
            text("title"),
            text("narrative"),
            text_opt("demand"),
            text_opt("type_code"),
            text_opt("scale_code"),
            text_opt("level"),
            text("channel"),
            text_opt("source_system"),
            text_opt("source_number"),
            at_opt("source_received_at"),
            on_opt("occurred_on"),
            at_opt("known_at"),
            id("region_id"),
            text("region_code"),
            text_opt("address"),
            degrees_opt("lng"),
            degrees_opt("lat"),
            int_opt("people_count"),
            big_opt("amount_fen"),
            flag_opt("willing_to_mediate"),
            flag("is_anonymous"),
            id("center_id"),
            text("owner_kind"),
            id_opt("owner_department_id"),
            at("owner_since"),
            id_opt("lead_department_id"),
            text_opt("route"),
            int("return_count"),
            flag("is_ruled"),
            at("registered_at"),
            id_opt("registered_by_id"),
            id_opt("first_contact_id"),
            at_opt("first_contact_at"),
            at_opt("resolved_at"),
            at_opt("closed_at"),
            text_opt("outcome"),
            text_opt("method_code"),
            text_opt("summary"),
            int("failed_callbacks"),
            on_opt("last_failed_callback_on"),
            text_opt("clock_kind"),
            text_opt("clock_unit"),
            at_opt("due_at"),
            at_opt("lamp_yellow_at"),
            text("tracking_hash"),
            int("event_count"),
            text("last_event_hash"),
        ]
        .into_iter()
        .chain(versioned()),
        &[
            ("region_id", "regions"),
            ("center_id", "centers"),
            ("owner_department_id", "departments"),
            ("registered_by_id", "people"),
            ("first_contact_id", "people"),
        ],
    )
    .await?;
    index(m, "cases", &["case_no"], true).await?;
    named_index(m, "uq_cases_source", "cases", &["source_system", "source_number"], true).await?;
    for columns in [
        &["registered_at", "id"] as &[&str],
        &["updated_at", "id"],
        &["due_at", "id"],
        &["status", "registered_at", "id"],
        &["lead_department_id", "registered_at", "id"],
        &["type_code", "registered_at", "id"],
        &["region_code", "registered_at", "id"],
    ] {
        index(m, "cases", columns, false).await?;
    }
    Ok(())
}
