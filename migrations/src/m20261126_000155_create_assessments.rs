//! Assessment (考核): versioned schemes, closed periods with their facts and results, appeals with
//! what was decided about each fact, and who heads a department. Facts and results are only ever
//! inserted; a corrected result is a row of its own.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, at_opt, big_opt, create, drop, flag, id, id_opt, index, int, key, on, on_opt, text,
    text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        schemes(m).await?;
        results(m).await?;
        appeals(m).await?;
        heads(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "department_heads",
            "assessment_appeal_facts",
            "assessment_appeals",
            "assessment_facts",
            "assessments",
            "assessment_periods",
            "assessment_schemes",
        ];
        drop(m, &tables).await
    }
}

async fn schemes(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let schemes = [
        key(),
        id("line_id"),
        int("edition"),
        id("center_id"),
        text("region_code"),
        text("name"),
        text("subject"),
        text("period_kind"),
        text("state"),
        text("definition"),
        text("definition_hash"),
        int("appeal_days"),
        int("close_after_days"),
        text_opt("source"),
        on_opt("valid_from"),
        on_opt("valid_to"),
        at_opt("simulated_at"),
        text_opt("simulated_hash"),
        at_opt("published_at"),
        id_opt("published_by_id"),
        text_opt("retire_reason"),
        id("created_by_id"),
    ];
    let schemes: Vec<_> = schemes.into_iter().chain(versioned()).collect();
    let foreign =
        [("center_id", "centers"), ("published_by_id", "people"), ("created_by_id", "people")];
    create(m, "assessment_schemes", schemes, &foreign).await?;
    index(m, "assessment_schemes", &["line_id", "edition"], true).await
}

async fn results(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let periods = [
        key(),
        id("scheme_id"),
        id("line_id"),
        id("center_id"),
        text("region_code"),
        on("from_on"),
        on("to_on"),
        on("appeal_until_on"),
        int("calendar_version"),
        int("fact_count"),
        text("facts_hash"),
        text("results_hash"),
        id_opt("closed_by_id"),
        at("closed_at"),
    ];
    let foreign =
        [("scheme_id", "assessment_schemes"), ("center_id", "centers"), ("closed_by_id", "people")];
    create(m, "assessment_periods", periods, &foreign).await?;
    index(m, "assessment_periods", &["line_id", "from_on"], true).await?;
    let assessments = [
        key(),
        id("period_id"),
        id("scheme_id"),
        id("center_id"),
        text("region_code"),
        // Whose result it is: a department's or a person's; `unit_id` is the department of either.
        id_opt("department_id"),
        id_opt("person_id"),
        id("unit_id"),
        int("listed_no"),
        int("edition"),
        id_opt("corrects_id"),
        big_opt("points_hundredths"),
        text_opt("points_exact"),
        text("indicators"),
        text("result_hash"),
        at("created_at"),
    ];
    let foreign = [
        ("period_id", "assessment_periods"),
        ("scheme_id", "assessment_schemes"),
        ("center_id", "centers"),
        ("department_id", "departments"),
        ("person_id", "people"),
        ("unit_id", "departments"),
        ("corrects_id", "assessments"),
    ];
    create(m, "assessments", assessments, &foreign).await?;
    index(m, "assessments", &["listed_no", "id"], false).await?;
    let facts = [
        key(),
        id("period_id"),
        text("source"),
        id("unit_id"),
        id_opt("person_id"),
        id_opt("case_id"),
        text("object_kind"),
        id("object_id"),
        at("settled_at"),
        flag("is_failed"),
    ];
    let foreign = [
        ("period_id", "assessment_periods"),
        ("unit_id", "departments"),
        ("person_id", "people"),
        ("case_id", "cases"),
    ];
    create(m, "assessment_facts", facts, &foreign).await?;
    index(m, "assessment_facts", &["period_id", "unit_id", "source", "id"], false).await
}

async fn appeals(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let appeals = [
        key(),
        id("assessment_id"),
        id("period_id"),
        // The centre above, whose director decides; none: a leader does.
        id_opt("center_id"),
        text("region_code"),
        text("reason"),
        id("made_by_id"),
        at("made_at"),
        text("state"),
        text_opt("decision"),
        id_opt("decided_by_id"),
        at_opt("decided_at"),
        id_opt("corrected_id"),
    ];
    let appeals: Vec<_> = appeals.into_iter().chain(versioned()).collect();
    let foreign = [
        ("assessment_id", "assessments"),
        ("period_id", "assessment_periods"),
        ("center_id", "centers"),
        ("made_by_id", "people"),
        ("decided_by_id", "people"),
        ("corrected_id", "assessments"),
    ];
    create(m, "assessment_appeals", appeals, &foreign).await?;
    let facts = [key(), id("appeal_id"), id("fact_id"), text_opt("ruling")];
    let foreign = [("appeal_id", "assessment_appeals"), ("fact_id", "assessment_facts")];
    create(m, "assessment_appeal_facts", facts, &foreign).await
}

async fn heads(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let heads = [
        key(),
        id("department_id"),
        id("person_id"),
        id("center_id"),
        text("region_code"),
        text("source"),
        on("since_on"),
        at_opt("ended_at"),
        id("named_by_id"),
    ];
    let heads: Vec<_> = heads.into_iter().chain(versioned()).collect();
    let foreign = [
        ("department_id", "departments"),
        ("person_id", "people"),
        ("center_id", "centers"),
        ("named_by_id", "people"),
    ];
    create(m, "department_heads", heads, &foreign).await
}
