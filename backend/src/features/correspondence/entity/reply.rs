use sea_orm::entity::prelude::*;

/// 公开答复: what the citizen reads, from a unit. Only ever inserted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_replies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    /// What the citizen said that it answers.
    pub message_id: Option<Uuid>,
    /// The centre in charge then.
    pub center_id: Uuid,
    /// The unit that answers; none: the centre.
    pub department_id: Option<Uuid>,
    pub text: String,
    pub written_by_id: Uuid,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
