//! Queries over accounts.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult,
    JoinType, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

use super::entity::{former_password, user};
use crate::app::AppState;
use crate::features::personnel::entity::person;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::policy::Permit;

/// An account with the person behind it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Account {
    /// The account's id.
    pub id: Uuid,
    /// Whose it is.
    pub person_id: Uuid,
    /// Their name.
    pub person_name: String,
    /// The name to sign in with.
    pub username: String,
    /// Argon2id.
    pub password_hash: String,
    /// Whether a new password should be chosen.
    pub must_change_password: bool,
    /// Whether the account is open.
    pub is_active: bool,
    /// Whether the person still works here.
    pub person_is_active: bool,
    /// The capacity acted in last.
    pub last_capacity_id: Option<Uuid>,
    /// Secret of one-time passwords, sealed.
    pub otp_secret: Option<String>,
    /// Since when a one-time password is asked for.
    pub otp_confirmed_at: Option<DateTime<Utc>>,
}

impl Account {
    /// Whether it may be used.
    pub fn is_usable(&self) -> bool {
        self.is_active && self.person_is_active
    }
}

/// The account of this name, whether usable or not.
pub async fn find_account_by_name(
    db: &impl ConnectionTrait,
    username: &str,
) -> AppResult<Option<Account>> {
    let named = user::Column::Username.eq(username.to_lowercase());
    Ok(accounts().filter(named).into_model().one(db).await?)
}

/// The account `id`, whether usable or not.
pub async fn find_account(db: &impl ConnectionTrait, id: Uuid) -> AppResult<Option<Account>> {
    Ok(accounts().filter(user::Column::Id.eq(id)).into_model().one(db).await?)
}

/// Whether the account is open and its password is still `hash`. It stays so until `tx` ends.
pub async fn still_opens(tx: &Tx, id: Uuid, hash: &str) -> AppResult<bool> {
    let same = user::Entity::find_by_id(id)
        .filter(user::Column::PasswordHash.eq(hash))
        .filter(user::Column::IsActive.eq(true))
        .lock_exclusive();
    Ok(same.one(&**tx).await?.is_some())
}

fn accounts() -> Select<user::Entity> {
    let to_person = user::Entity::belongs_to(person::Entity)
        .from(user::Column::PersonId)
        .to(person::Column::Id)
        .into();
    user::Entity::find()
        .select_only()
        .columns([
            user::Column::Id,
            user::Column::PersonId,
            user::Column::Username,
            user::Column::PasswordHash,
            user::Column::MustChangePassword,
            user::Column::IsActive,
            user::Column::LastCapacityId,
            user::Column::OtpSecret,
            user::Column::OtpConfirmedAt,
        ])
        .column_as(person::Column::Name, "person_name")
        .column_as(person::Column::IsActive, "person_is_active")
        .join(JoinType::InnerJoin, to_person)
}

/// The last `count` passwords an account had before, newest first.
pub async fn list_former_passwords(
    db: &impl ConnectionTrait,
    user_id: Uuid,
    count: usize,
) -> AppResult<Vec<former_password::Model>> {
    let former = former_password::Entity::find()
        .filter(former_password::Column::UserId.eq(user_id))
        .order_by_desc(former_password::Column::CreatedAt)
        .order_by_desc(former_password::Column::Id)
        .limit(u64::try_from(count).unwrap_or(u64::MAX));
    Ok(former.all(db).await?)
}

/// Remembers the capacity acted in last. Not a change of the account: its version stays.
pub async fn save_last_capacity(tx: &Tx, user_id: Uuid, capacity_id: Uuid) -> AppResult<()> {
    user::Entity::update_many()
        .col_expr(user::Column::LastCapacityId, Expr::value(capacity_id))
        .filter(user::Column::Id.eq(user_id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Replaces the password `old`; false when it is no longer the one stored.
pub async fn save_password(
    tx: &Tx,
    user_id: Uuid,
    old: &str,
    new: &str,
    must_change: bool,
    now: DateTime<Utc>,
) -> AppResult<bool> {
    let version = Expr::col(user::Column::RowVersion);
    let saved = user::Entity::update_many()
        .col_expr(user::Column::PasswordHash, Expr::value(new))
        .col_expr(user::Column::MustChangePassword, Expr::value(must_change))
        .col_expr(user::Column::UpdatedAt, Expr::value(now))
        .col_expr(user::Column::RowVersion, version.add(1))
        .filter(user::Column::Id.eq(user_id))
        .filter(user::Column::PasswordHash.eq(old))
        .exec(&**tx)
        .await?;
    Ok(saved.rows_affected > 0)
}

/// Keeps `old` among the passwords that may not come back, and forgets those too long ago.
pub async fn keep_former_password(
    tx: &Tx,
    state: &AppState,
    user_id: Uuid,
    old: &str,
) -> AppResult<()> {
    let row = former_password::ActiveModel {
        id: ActiveValue::Set(state.ids.next()),
        user_id: ActiveValue::Set(user_id),
        password_hash: ActiveValue::Set(old.to_owned()),
        created_at: ActiveValue::Set(state.clock.now()),
    };
    former_password::Entity::insert(row).exec_without_returning(&**tx).await?;
    let kept = list_former_passwords(&**tx, user_id, state.config.auth.password_history).await?;
    former_password::Entity::delete_many()
        .filter(former_password::Column::UserId.eq(user_id))
        .filter(former_password::Column::Id.is_not_in(kept.iter().map(|former| former.id)))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// An account as the administrators see it: without its password.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Listed {
    /// The account's id.
    pub id: Uuid,
    /// Whose it is.
    pub person_id: Uuid,
    /// Their name.
    pub person_name: String,
    /// The name to sign in with.
    pub username: String,
    /// Whether a new password should be chosen.
    pub must_change_password: bool,
    /// Whether the account is open.
    pub is_active: bool,
    /// Since when a one-time password is asked for.
    pub otp_confirmed_at: Option<DateTime<Utc>>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes.
    pub row_version: i32,
}

fn listed() -> Select<user::Entity> {
    accounts().columns([user::Column::CreatedAt, user::Column::UpdatedAt, user::Column::RowVersion])
}

/// The account `id` without its password.
pub async fn find_listed(db: &impl ConnectionTrait, id: Uuid) -> AppResult<Option<Listed>> {
    Ok(listed().filter(user::Column::Id.eq(id)).into_model().one(db).await?)
}

/// The accounts that `matching` lets through after the id `after`, oldest first.
pub async fn list(
    db: &impl ConnectionTrait,
    matching: Condition,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<Listed>> {
    let mut query = listed().filter(matching);
    if let Some(after) = after {
        query = query.filter(user::Column::Id.gt(after));
    }
    Ok(query.order_by_asc(user::Column::Id).limit(limit).into_model().all(db).await?)
}

/// How many accounts `matching` lets through.
pub async fn count(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(user::Entity::find().filter(matching).count(db).await?)
}

/// Writes `change` over the version `seen`; 412 when there is another by now.
pub async fn save(
    tx: &Tx,
    permit: Permit,
    id: Uuid,
    seen: i32,
    change: user::ActiveModel,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "user saved");
    let saved = user::Entity::update_many()
        .set(change)
        .filter(user::Column::Id.eq(id))
        .filter(user::Column::RowVersion.eq(seen))
        .exec(&**tx)
        .await?;
    if saved.rows_affected == 0 {
        let current = find_listed(&**tx, id).await?.map_or(seen, |row| row.row_version);
        return IfMatch(seen).check(current, ErrorCode::RequestStaleVersion);
    }
    Ok(())
}

/// The accounts of a person.
pub async fn list_ids_of_person(
    db: &impl ConnectionTrait,
    person_id: Uuid,
) -> AppResult<Vec<Uuid>> {
    let theirs = user::Entity::find().filter(user::Column::PersonId.eq(person_id)).all(db).await?;
    Ok(theirs.into_iter().map(|row| row.id).collect())
}

/// The user names of accounts and whose they are, by id.
pub async fn list_accounts(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, (String, Uuid)>> {
    let ids: BTreeSet<Uuid> = ids.into_iter().collect();
    let found: Vec<(Uuid, String, Uuid)> = user::Entity::find()
        .select_only()
        .columns([user::Column::Id, user::Column::Username, user::Column::PersonId])
        .filter(user::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(id, username, person_id)| (id, (username, person_id))).collect())
}

/// Stores the sealed secret of one-time passwords; false when they are on already. Not a change of
/// the account before a code is confirmed: its version stays.
pub async fn begin_otp(tx: &Tx, id: Uuid, sealed: &str) -> AppResult<bool> {
    let begun = user::Entity::update_many()
        .col_expr(user::Column::OtpSecret, Expr::value(sealed))
        .filter(user::Column::Id.eq(id))
        .filter(user::Column::OtpConfirmedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(begun.rows_affected > 0)
}

/// Turns one-time passwords on; false when the secret is no longer `sealed`.
pub async fn confirm_otp(
    tx: &Tx,
    id: Uuid,
    sealed: &str,
    step: i64,
    now: DateTime<Utc>,
) -> AppResult<bool> {
    let confirmed = user::Entity::update_many()
        .col_expr(user::Column::OtpConfirmedAt, Expr::value(now))
        .col_expr(user::Column::OtpStep, Expr::value(step))
        .col_expr(user::Column::UpdatedAt, Expr::value(now))
        .col_expr(user::Column::RowVersion, Expr::col(user::Column::RowVersion).add(1))
        .filter(user::Column::Id.eq(id))
        .filter(user::Column::OtpSecret.eq(sealed))
        .filter(user::Column::OtpConfirmedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(confirmed.rows_affected > 0)
}

/// Uses up the code of `step`; false when it, or a later one, was used before.
pub async fn use_otp_step(tx: &Tx, id: Uuid, step: i64) -> AppResult<bool> {
    let fresh =
        Condition::any().add(user::Column::OtpStep.is_null()).add(user::Column::OtpStep.lt(step));
    let used = user::Entity::update_many()
        .col_expr(user::Column::OtpStep, Expr::value(step))
        .filter(user::Column::Id.eq(id))
        .filter(fresh)
        .exec(&**tx)
        .await?;
    Ok(used.rows_affected > 0)
}

/// Turns one-time passwords off.
pub async fn clear_otp(tx: &Tx, id: Uuid, now: DateTime<Utc>) -> AppResult<()> {
    user::Entity::update_many()
        .col_expr(user::Column::OtpSecret, Expr::value(Option::<String>::None))
        .col_expr(user::Column::OtpConfirmedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(user::Column::OtpStep, Expr::value(Option::<i64>::None))
        .col_expr(user::Column::UpdatedAt, Expr::value(now))
        .col_expr(user::Column::RowVersion, Expr::col(user::Column::RowVersion).add(1))
        .filter(user::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}
