use sea_orm::entity::prelude::*;

/// A mapping a county made in place of the one before; never changed, only followed by the next. The
/// first version is what comes with the program, and has no row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "adapters")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub version: i32,
    /// Whether messages are accepted.
    pub is_active: bool,
    pub definition: String,
    pub source: String,
    pub reason: String,
    pub created_by_id: Uuid,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
