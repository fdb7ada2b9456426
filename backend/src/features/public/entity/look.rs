use sea_orm::entity::prelude::*;

/// The last look at a case by number and code: a count and an instant, nothing of who looked.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "citizen_looks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    pub event_count: i32,
    pub looked_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
