//! Failed sign-ins by name, whether or not the name exists.
//!
//! The lock is looked at twice: before the password is checked, which spares the work, and in the
//! transaction that records the outcome. So of a hundred guesses sent at once no more are
//! answered than of a hundred sent one after another.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QuerySelect as _,
};
use sha2::{Digest, Sha256};

use super::entity::sign_in_failure as entity;
use crate::config::AuthConfig;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};

/// What stands for a name in the tables and the security log: SHA-256 of it in lower case.
pub fn name_hash(username: &str) -> String {
    hex::encode(Sha256::digest(username.to_lowercase().as_bytes()))
}

/// Refuses with 429 while the name is locked.
pub async fn check(
    db: &impl ConnectionTrait,
    name_hash: &str,
    now: DateTime<Utc>,
) -> AppResult<()> {
    refuse(entity::Entity::find_by_id(name_hash).one(db).await?, now)
}

/// The same in the transaction that will record the outcome: waits for other outcomes.
pub async fn check_again(tx: &Tx, name_hash: &str, now: DateTime<Utc>) -> AppResult<()> {
    refuse(entity::Entity::find_by_id(name_hash).lock_exclusive().one(&**tx).await?, now)
}

fn refuse(found: Option<entity::Model>, now: DateTime<Utc>) -> AppResult<()> {
    match found.and_then(|row| row.locked_until) {
        Some(until) if until > now => Err(locked(until - now)),
        Some(_) | None => Ok(()),
    }
}

fn locked(left: TimeDelta) -> AppError {
    let seconds = u64::try_from(left.num_seconds()).unwrap_or(0);
    AppError::from(ErrorCode::AuthLocked).retry_after(seconds + 1)
}

/// Counts a failure; whether it locked the name.
pub(super) async fn count(
    tx: &Tx,
    config: &AuthConfig,
    name_hash: &str,
    now: DateTime<Utc>,
) -> AppResult<bool> {
    // A lock that has run out takes its failures with it.
    entity::Entity::delete_many()
        .filter(entity::Column::NameHash.eq(name_hash))
        .filter(entity::Column::LockedUntil.lte(now))
        .exec(&**tx)
        .await?;
    let first = entity::ActiveModel {
        name_hash: ActiveValue::Set(name_hash.to_owned()),
        failures: ActiveValue::Set(1),
        locked_until: ActiveValue::Set(None),
        updated_at: ActiveValue::Set(now),
    };
    let one_more = Expr::col((entity::Entity, entity::Column::Failures)).add(1);
    let counted = OnConflict::column(entity::Column::NameHash)
        .value(entity::Column::Failures, one_more)
        .update_column(entity::Column::UpdatedAt)
        .to_owned();
    let row = entity::Entity::insert(first).on_conflict(counted).exec_with_returning(&**tx).await?;
    let lock = TimeDelta::minutes(config.lock_minutes);
    if row.failures > config.lock_after {
        // Another guess, sent at the same time, locked the name first.
        return Err(locked(row.locked_until.map_or(lock, |until| until - now)));
    }
    if row.failures < config.lock_after {
        return Ok(false);
    }
    entity::Entity::update_many()
        .col_expr(entity::Column::LockedUntil, Expr::value(now + lock))
        .filter(entity::Column::NameHash.eq(name_hash))
        .exec(&**tx)
        .await?;
    Ok(true)
}

/// Forgets the failures of a name, after a success.
pub async fn forgive(tx: &Tx, name_hash: &str) -> AppResult<()> {
    entity::Entity::delete_by_id(name_hash).exec(&**tx).await?;
    Ok(())
}

/// Forgets what was last touched before `before` and is not locked at `now`.
pub(super) async fn sweep(tx: &Tx, before: DateTime<Utc>, now: DateTime<Utc>) -> AppResult<u64> {
    let open = sea_orm::Condition::any()
        .add(entity::Column::LockedUntil.is_null())
        .add(entity::Column::LockedUntil.lte(now));
    let swept = entity::Entity::delete_many()
        .filter(entity::Column::UpdatedAt.lt(before))
        .filter(open)
        .exec(&**tx)
        .await?;
    Ok(swept.rows_affected)
}
