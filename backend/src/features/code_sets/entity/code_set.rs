use sea_orm::entity::prelude::*;

/// 代码集; `version` grows with every change of its items.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "code_sets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub title: String,
    pub title_en: String,
    pub source: String,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
