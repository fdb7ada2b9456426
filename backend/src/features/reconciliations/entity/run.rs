use sea_orm::entity::prelude::*;

/// A source's list of a month held against the cases of a centre.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reconciliations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub center_id: Uuid,
    pub region_code: String,
    pub source_system: String,
    pub month: String,
    /// SHA-256 over the list as it was sent: two runs of one list are told apart from two lists.
    pub list_hash: String,
    pub listed_count: i32,
    pub repeated_count: i32,
    pub matched_count: i32,
    pub perhaps_count: i32,
    pub unmatched_count: i32,
    pub beyond_count: i32,
    pub run_by_id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
