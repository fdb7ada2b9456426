use sea_orm::entity::prelude::*;

/// A seal: the manifest it fixed. Only ever added to; a case that was reopened is sealed again.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_seals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub volume_code: String,
    pub volume_version: i32,
    /// Canonical JSON.
    pub manifest: String,
    pub manifest_hash: String,
    pub sealed_by_id: Uuid,
    pub sealed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
