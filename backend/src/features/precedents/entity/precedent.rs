use sea_orm::entity::prelude::*;

/// A ruling as a precedent. Its id is that of the event of the ruling.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "precedents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub type_code: String,
    pub region_id: Uuid,
    pub region_code: String,
    pub center_id: Uuid,
    pub department_id: Uuid,
    /// Codes of the returns it settled, oldest first, with commas between.
    pub grounds: String,
    pub is_fallback: bool,
    pub ruled_at: DateTimeUtc,
    pub retired_at: Option<DateTimeUtc>,
    pub retired_by_id: Option<Uuid>,
    pub retire_reason: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
