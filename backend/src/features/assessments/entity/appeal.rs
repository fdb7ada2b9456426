use sea_orm::entity::prelude::*;

/// An appeal against a result.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_appeals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub assessment_id: Uuid,
    pub period_id: Uuid,
    /// The centre whose director decides; none: a leader of the region does.
    pub center_id: Option<Uuid>,
    pub region_code: String,
    pub reason: String,
    pub made_by_id: Uuid,
    pub made_at: DateTimeUtc,
    pub state: String,
    pub decision: Option<String>,
    pub decided_by_id: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub corrected_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
