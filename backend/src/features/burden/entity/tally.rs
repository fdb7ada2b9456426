use sea_orm::entity::prelude::*;

/// What typing cost in a month, by unit, form and class of matter. Only sums are kept, so that
/// nothing of it can be told of one person.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "burden_tallies")]
pub struct Model {
    /// The month, such as 202603, in China's time zone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub region_code: String,
    /// Nil where the unit belongs to none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub center_id: Uuid,
    /// Nil for capacities of a whole region.
    #[sea_orm(primary_key, auto_increment = false)]
    pub department_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub form: String,
    /// The first level of the case type; empty: none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub type_code: String,
    pub entries: i64,
    pub fields_typed: i64,
    pub seconds: i64,
    pub repeats: i64,
}

impl ActiveModelBehavior for ActiveModel {}
