use sea_orm::entity::prelude::*;

/// What stands in the way of one row of an import. Never its value: it may be personal data.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_problems")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub import_id: Uuid,
    pub seq: i64,
    pub line: i64,
    pub source_number: String,
    pub column_name: String,
    pub field: String,
    pub code: String,
    pub detail: String,
}

impl ActiveModelBehavior for ActiveModel {}
