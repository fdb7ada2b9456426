use sea_orm::entity::prelude::*;

/// One code. Never deleted: a code out of use gets a last day.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "code_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code_set_id: Uuid,
    pub code: String,
    pub parent_code: Option<String>,
    pub name: String,
    pub name_en: Option<String>,
    pub sort_no: i32,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
