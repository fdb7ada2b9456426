use sea_orm::entity::prelude::*;

/// One version of the calendar; complete in itself and never changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendars")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i32,
    /// The last day a notice covers.
    pub announced_through: Date,
    pub source: String,
    pub created_at: DateTimeUtc,
    /// What carried it to limits that ran.
    pub limit_change_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
