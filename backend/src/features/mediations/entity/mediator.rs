use sea_orm::entity::prelude::*;

/// 调解员名册: a person who may mediate, and until when.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mediators")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub center_id: Uuid,
    pub department_id: Option<Uuid>,
    pub kind: String,
    pub certificate_no: String,
    pub qualified_from_on: Date,
    pub qualified_until_on: Date,
    pub is_active: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
