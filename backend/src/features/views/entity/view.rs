use sea_orm::entity::prelude::*;

/// A view somebody saved, published for a role of a centre where both are set.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "views")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub name: String,
    pub filters: String,
    pub columns: String,
    pub shared_role: Option<String>,
    pub shared_center_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
