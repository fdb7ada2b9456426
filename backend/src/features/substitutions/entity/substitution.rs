use sea_orm::entity::prelude::*;

/// 代班: who replaces whom in a capacity, both days included.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "substitutions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub capacity_id: Uuid,
    /// Who is absent.
    pub holder_id: Uuid,
    pub substitute_id: Uuid,
    pub set_by_id: Uuid,
    /// The region the capacity reaches down from.
    pub region_code: String,
    pub from_on: Date,
    pub until_on: Date,
    pub revoked_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
