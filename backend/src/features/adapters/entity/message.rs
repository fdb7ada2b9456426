use sea_orm::entity::prelude::*;

/// One delivery, and what became of it. Nothing of what it said.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "adapter_messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub adapter_code: String,
    pub adapter_version: i32,
    /// The number there; none where it could not be read.
    pub number: Option<String>,
    pub outcome: String,
    pub problem_code: Option<String>,
    /// Where in the message.
    pub pointer: Option<String>,
    pub refusal_code: Option<String>,
    pub case_id: Option<Uuid>,
    /// Who delivered it.
    pub capacity_id: Uuid,
    pub center_id: Option<Uuid>,
    pub region_code: String,
    pub received_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
