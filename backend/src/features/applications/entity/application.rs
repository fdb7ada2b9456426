use sea_orm::entity::prelude::*;

/// 第三方应用: another system that acts as a capacity of whoever set it up.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "applications")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who set it up.
    pub person_id: Uuid,
    pub user_id: Uuid,
    pub capacity_id: Uuid,
    pub name: String,
    pub purpose: String,
    #[sea_orm(unique)]
    pub client_id: String,
    /// Divided by spaces.
    pub scopes: String,
    /// Divided by spaces; empty: of every class.
    pub type_prefixes: String,
    pub region_code: Option<String>,
    pub sees_restricted: bool,
    pub expires_at: DateTimeUtc,
    pub state: String,
    pub state_reason: Option<String>,
    /// Who brought it into its state.
    pub decided_by_id: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub last_used_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
