use sea_orm::entity::prelude::*;

/// A citizen's two answers about a result; one a result, never changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "citizen_ratings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub solved: bool,
    pub fairly_treated: bool,
    pub comment: Option<String>,
    pub comment_hash: Option<String>,
    pub device_hash: String,
    pub created_at: DateTimeUtc,
    pub window_no: Option<String>,
    pub visited_on: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
