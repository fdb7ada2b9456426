use sea_orm::entity::prelude::*;

/// 账号: how a person signs in.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    /// Lower case.
    pub username: String,
    /// Argon2id in the PHC string format; never answered.
    pub password_hash: String,
    pub must_change_password: bool,
    pub is_active: bool,
    /// The capacity acted in last, which the next sign-in starts with.
    pub last_capacity_id: Option<Uuid>,
    /// Secret of one-time passwords, sealed; none until somebody begins with them.
    pub otp_secret: Option<String>,
    /// Since when a one-time password is asked for.
    pub otp_confirmed_at: Option<DateTimeUtc>,
    /// The 30-second step of the last code used; none earlier is accepted again.
    pub otp_step: Option<i64>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub row_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
