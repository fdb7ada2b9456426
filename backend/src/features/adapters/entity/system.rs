use sea_orm::entity::prelude::*;

/// A source a county made known, beside those that come with the program.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "adapter_systems")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its name in addresses.
    #[sea_orm(unique)]
    pub code: String,
    /// What its cases have as `source.system`.
    #[sea_orm(unique)]
    pub system: String,
    pub name: String,
    pub channel: String,
    pub created_by_id: Uuid,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
