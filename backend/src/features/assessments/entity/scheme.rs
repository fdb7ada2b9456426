use sea_orm::entity::prelude::*;

/// A version of a scheme. Once published only its end is written.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_schemes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The scheme it is a version of: the id of the first version.
    pub line_id: Uuid,
    pub edition: i32,
    pub center_id: Uuid,
    pub region_code: String,
    pub name: String,
    pub subject: String,
    pub period_kind: String,
    pub state: String,
    /// The indicators as JSON.
    pub definition: String,
    pub definition_hash: String,
    /// Working days in which an appeal may be made.
    pub appeal_days: i32,
    /// Calendar days after which a period is closed by itself.
    pub close_after_days: i32,
    pub source: Option<String>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub simulated_at: Option<DateTimeUtc>,
    /// Hash of the indicators that were tried out.
    pub simulated_hash: Option<String>,
    pub published_at: Option<DateTimeUtc>,
    pub published_by_id: Option<Uuid>,
    pub retire_reason: Option<String>,
    pub created_by_id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
