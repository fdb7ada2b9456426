use sea_orm::entity::prelude::*;

/// A computer that stands at a post (窗口电脑).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_workstations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub post_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub name: String,
    pub key_hash: String,
    pub is_active: bool,
    pub set_up_by_id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
