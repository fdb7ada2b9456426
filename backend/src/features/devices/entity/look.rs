use sea_orm::entity::prelude::*;

/// Somebody was sent to look through a device. Never changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "device_looks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub device_id: Uuid,
    pub case_id: Option<Uuid>,
    pub person_id: Uuid,
    pub capacity_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub reason: String,
    pub at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
