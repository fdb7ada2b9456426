//! Regions, departments with their duty lists, centres, people and their capacities.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    create, drop, flag, id, id_opt, index, key, named_index, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[expect(clippy::too_many_lines, reason = "one table after another")]
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        create(
            m,
            "regions",
            [key(), text("code"), text("name"), text("level"), id_opt("parent_id")]
                .into_iter()
                .chain(versioned()),
            &[("parent_id", "regions")],
        )
        .await?;
        index(m, "regions", &["code"], true).await?;
        create(
            m,
            "departments",
            [
                key(),
                id("region_id"),
                id_opt("parent_id"),
                text("name"),
                text_opt("phone"),
                flag("is_center_office"),
                flag("is_active"),
            ]
            .into_iter()
            .chain(versioned()),
            &[("region_id", "regions"), ("parent_id", "departments")],
        )
        .await?;
        named_index(m, "uq_departments_region_name", "departments", &["region_id", "name"], true)
            .await?;
        create(
            m,
            "department_duties",
            [key(), id("department_id"), text("case_type_code")],
            &[("department_id", "departments")],
        )
        .await?;
        index(m, "department_duties", &["case_type_code", "department_id"], true).await?;
        create(
            m,
            "centers",
            [
                key(),
                id("region_id"),
                id_opt("department_id"),
                text("name"),
                text("level"),
                text_opt("address"),
                text_opt("phone"),
                text_opt("opening_hours"),
            ]
            .into_iter()
            .chain(versioned()),
            &[("department_id", "departments")],
        )
        .await?;
        index(m, "centers", &["region_id"], true).await?;
        create(
            m,
            "people",
            [key(), text("name"), id_opt("department_id"), text_opt("phone"), flag("is_active")]
                .into_iter()
                .chain(versioned()),
            &[("department_id", "departments")],
        )
        .await?;
        create(
            m,
            "capacities",
            [
                key(),
                id("person_id"),
                text("role"),
                id_opt("department_id"),
                id("region_id"),
                // Department or region, so that "the same capacity twice" is one unique index.
                text("unit_key"),
                flag("is_active"),
            ]
            .into_iter()
            .chain(versioned()),
            &[("person_id", "people"), ("department_id", "departments"), ("region_id", "regions")],
        )
        .await?;
        named_index(
            m,
            "uq_capacities_person_role_unit",
            "capacities",
            &["person_id", "role", "unit_key"],
            true,
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["capacities", "people", "centers", "department_duties", "departments", "regions"])
            .await
    }
}
