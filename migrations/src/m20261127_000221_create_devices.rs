//! The register of video devices (雪亮工程) by their codes of GB/T 28181, and who looked through one, when,
//! why and for which case. No picture is kept, and none passes through here.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{
    at, create, degrees_opt, drop, id, id_opt, index, key, text, text_opt, versioned,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let devices = vec![
            key(),
            text("national_code"),
            text("name"),
            id("center_id"),
            id("region_id"),
            text("region_code"),
            text_opt("address"),
            degrees_opt("lng"),
            degrees_opt("lat"),
            id_opt("owner_department_id"),
            text("state"),
        ];
        let devices: Vec<_> = devices.into_iter().chain(versioned()).collect();
        let foreign = [
            ("center_id", "centers"),
            ("region_id", "regions"),
            ("owner_department_id", "departments"),
        ];
        create(m, "devices", devices, &foreign).await?;
        index(m, "devices", &["national_code"], true).await?;
        index(m, "devices", &["region_code"], false).await?;
        let looks = [
            key(),
            id("device_id"),
            id_opt("case_id"),
            id("person_id"),
            id("capacity_id"),
            id("center_id"),
            text("region_code"),
            text("reason"),
            at("at"),
            at("expires_at"),
        ];
        let foreign = [
            ("device_id", "devices"),
            ("case_id", "cases"),
            ("person_id", "people"),
            ("capacity_id", "capacities"),
            ("center_id", "centers"),
        ];
        create(m, "device_looks", looks, &foreign).await?;
        index(m, "device_looks", &["device_id", "id"], false).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        drop(m, &["device_looks", "devices"]).await
    }
}
