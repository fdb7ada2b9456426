use sea_orm::entity::prelude::*;

/// A result. Only ever inserted: a corrected one is a row beside it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub period_id: Uuid,
    pub scheme_id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    /// The department whose result it is; none: a person's.
    pub department_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    /// The department of either.
    pub unit_id: Uuid,
    /// Its place in the list: by department and name, never by points.
    pub listed_no: i32,
    pub edition: i32,
    pub corrects_id: Option<Uuid>,
    pub points_hundredths: Option<i64>,
    pub points_exact: Option<String>,
    pub indicators: String,
    pub result_hash: String,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
