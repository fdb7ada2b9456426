use sea_orm::entity::prelude::*;

/// How a channel fares.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_channels")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub failures_in_row: i32,
    pub last_error: Option<String>,
    pub last_failed_at: Option<DateTimeUtc>,
    pub last_sent_at: Option<DateTimeUtc>,
    /// Since when it is known to be silent; none while it works.
    pub silent_since: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
