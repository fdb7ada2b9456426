//! Refresh tokens: 256 random bits, of which only the SHA-256 is stored.
//!
//! Each is used once and answers with the next of its family. One that comes a second time was
//! copied by somebody, so its whole family ends. That also ends the session of two tabs that
//! refresh in the same second with the same cookie: the SPA refreshes in one tab at a time.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::entity::refresh_token as entity;
use super::token::Bearer;
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// Stores a new token and answers it.
pub(super) async fn open(state: &AppState, tx: &Tx, bearer: Bearer) -> AppResult<String> {
    let mut random = [0_u8; 32];
    state.ids.fill(&mut random);
    let token = URL_SAFE_NO_PAD.encode(random);
    let now = state.clock.now();
    let row = entity::ActiveModel {
        id: ActiveValue::Set(state.ids.next()),
        family_id: ActiveValue::Set(bearer.session_id),
        user_id: ActiveValue::Set(bearer.user_id),
        capacity_id: ActiveValue::Set(bearer.capacity_id),
        token_hash: ActiveValue::Set(hash(&token)),
        created_at: ActiveValue::Set(now),
        expires_at: ActiveValue::Set(now + TimeDelta::days(state.config.auth.refresh_days)),
        used_at: ActiveValue::Set(None),
        revoked_at: ActiveValue::Set(None),
    };
    entity::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(token)
}

/// What is stored of a token.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    token: &str,
) -> AppResult<Option<entity::Model>> {
    let same = entity::Column::TokenHash.eq(hash(token));
    Ok(entity::Entity::find().filter(same).one(db).await?)
}

/// Marks a token as used; false when it was used or revoked before.
pub(super) async fn use_up(tx: &Tx, id: Uuid, now: DateTime<Utc>) -> AppResult<bool> {
    let used = entity::Entity::update_many()
        .col_expr(entity::Column::UsedAt, Expr::value(now))
        .filter(entity::Column::Id.eq(id))
        .filter(entity::Column::UsedAt.is_null())
        .filter(entity::Column::RevokedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(used.rows_affected > 0)
}

/// Ends a family; 0 when it had ended.
pub(super) async fn revoke_family(tx: &Tx, family_id: Uuid, now: DateTime<Utc>) -> AppResult<u64> {
    revoke(tx, entity::Column::FamilyId.eq(family_id), now).await
}

/// Ends every family of an account, but for `kept`.
pub async fn revoke_user(
    tx: &Tx,
    user_id: Uuid,
    kept: Option<Uuid>,
    now: DateTime<Utc>,
) -> AppResult<()> {
    let mine = entity::Column::UserId.eq(user_id);
    let revoked = match kept {
        Some(family) => {
            let others =
                sea_orm::Condition::all().add(mine).add(entity::Column::FamilyId.ne(family));
            revoke(tx, others, now).await
        }
        None => revoke(tx, mine, now).await,
    };
    revoked.map(|_| ())
}

async fn revoke(
    tx: &Tx,
    which: impl sea_orm::sea_query::IntoCondition,
    now: DateTime<Utc>,
) -> AppResult<u64> {
    let revoked = entity::Entity::update_many()
        .col_expr(entity::Column::RevokedAt, Expr::value(now))
        .filter(which.into_condition())
        .filter(entity::Column::RevokedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(revoked.rows_affected)
}

/// Lets the open token of a family continue in another capacity.
pub(super) async fn set_capacity(tx: &Tx, family_id: Uuid, capacity_id: Uuid) -> AppResult<()> {
    entity::Entity::update_many()
        .col_expr(entity::Column::CapacityId, Expr::value(capacity_id))
        .filter(entity::Column::FamilyId.eq(family_id))
        .filter(entity::Column::UsedAt.is_null())
        .filter(entity::Column::RevokedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Deletes the tokens that had expired by `now`.
pub(super) async fn sweep(tx: &Tx, now: DateTime<Utc>) -> AppResult<u64> {
    let expired = entity::Column::ExpiresAt.lt(now);
    Ok(entity::Entity::delete_many().filter(expired).exec(&**tx).await?.rows_affected)
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
