use sea_orm::entity::prelude::*;

/// A number of a list, or a case that is in none, with what came of it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reconciliation_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub reconciliation_id: Uuid,
    /// Its place in the list; what the list lacks comes after it.
    pub place: i32,
    pub number: String,
    /// The unit as the list names it.
    pub unit: Option<String>,
    /// The unit, where its name is that of one of the centre's.
    pub department_id: Option<Uuid>,
    pub received_on: Option<Date>,
    pub state: String,
    pub ground: Option<String>,
    /// The case it is, or may be.
    pub case_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
