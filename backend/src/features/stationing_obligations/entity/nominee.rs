use sea_orm::entity::prelude::*;

/// Who is named for an obligation, as A, B or C (主/副/备).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stationing_nominees")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub obligation_id: Uuid,
    pub person_id: Uuid,
    pub role: String,
}

impl ActiveModelBehavior for ActiveModel {}
