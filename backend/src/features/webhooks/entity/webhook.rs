use sea_orm::entity::prelude::*;

/// Where events of the ledger are delivered to, for whom, and how far it has come.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhooks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose it is.
    pub person_id: Uuid,
    /// The capacity whose rights decide which events leave.
    pub capacity_id: Uuid,
    /// The application of another system, whose limits decide as well.
    pub application_id: Option<Uuid>,
    pub center_id: Option<Uuid>,
    pub region_code: String,
    pub url: String,
    pub description: String,
    /// JSON of the types wanted; empty: all.
    pub event_types: String,
    pub state: String,
    pub disabled_code: Option<String>,
    pub disabled_reason: Option<String>,
    pub disabled_at: Option<DateTimeUtc>,
    /// When the first of the failures happened that no success has followed.
    pub failing_since: Option<DateTimeUtc>,
    /// Sealed; none once it is removed.
    pub secret: Option<String>,
    /// Sealed, the newest first, divided by spaces.
    pub former_secret: Option<String>,
    pub former_until: Option<DateTimeUtc>,
    /// The first block of the ledger that was not followed to its end.
    pub block_no: i64,
    /// How many of its events were.
    pub told: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
