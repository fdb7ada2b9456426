use sea_orm::entity::prelude::*;

/// 岗位身份: a role that a person holds for a department or a region.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "capacities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub role: String,
    pub department_id: Option<Uuid>,
    /// The region the capacity reaches down from.
    pub region_id: Uuid,
    /// Id of the department, or of the region where there is none: what makes it unique.
    pub unit_key: String,
    pub is_active: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
