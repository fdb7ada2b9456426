use sea_orm::entity::prelude::*;

/// How many cases there are of one kind, or what one write added to that.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_tallies")]
pub struct Model {
    /// The department whose part in the cases is counted; nil: the cases themselves.
    #[sea_orm(primary_key, auto_increment = false)]
    pub department_id: Uuid,
    /// `case`, or what the department does: `lead`, `assist` or `both`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub region_code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub center_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub status: String,
    /// The event that was the write; nil: the sum of all that have been folded.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: Uuid,
    pub amount: i64,
}

impl ActiveModelBehavior for ActiveModel {}
