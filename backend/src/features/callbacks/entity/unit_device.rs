use sea_orm::entity::prelude::*;

/// That somebody of a unit signed in from a device, known by the same pseudonym as that of a citizen; not
/// who.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_devices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub device_hash: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub department_id: Uuid,
    /// When it was last.
    pub seen_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
