use sea_orm::entity::prelude::*;

/// A month that is closed (月结). Only ever inserted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_closings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub county_code: String,
    pub month: i32,
    pub definition_version: i32,
    /// The first block that came too late for it.
    pub block_no: i64,
    pub closed_by_id: Uuid,
    /// SHA-256 over its figures, in canonical JSON.
    pub figures_hash: String,
    pub closed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
