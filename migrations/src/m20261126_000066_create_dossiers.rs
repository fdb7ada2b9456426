//! Dossiers (卷宗): each seal with the manifest it fixed, and on the case when it was sealed.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait,
};

use crate::columns::{add, at, at_opt, create, drop, id, int, key, named_index, remove, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let seals = vec![
            key(),
            id("case_id"),
            text("volume_code"),
            int("volume_version"),
            text("manifest"),
            text("manifest_hash"),
            id("sealed_by_id"),
            at("sealed_at"),
        ];
        let foreign = [("case_id", "cases"), ("sealed_by_id", "people")];
        create(m, "dossier_seals", seals, &foreign).await?;
        let name = "ix_dossier_seals_case_sealed";
        named_index(m, name, "dossier_seals", &["case_id", "sealed_at"], false).await?;
        add(m, "cases", vec![at_opt("dossier_sealed_at")]).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        remove(m, "cases", &["dossier_sealed_at"]).await?;
        drop(m, &["dossier_seals"]).await
    }
}
