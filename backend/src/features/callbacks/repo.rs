//! Queries over questions, quotas and what was written down at callbacks.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, IntoColumnRef as _, Query};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{answer, quota, signal};
use super::integrity::SignalKind;
use crate::features::cases::entity::case;
use crate::features::public::entity::rating;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::policy::{Permit, Scope};

/// Questions about cases the scope reaches.
fn within(scope: &Scope) -> Condition {
    let id = Expr::col((case::Entity, case::Column::Id).into_column_ref());
    let seen =
        Query::select().expr(id).from(Alias::new("cases")).cond_where(scope.condition()).take();
    Condition::all().add(signal::Column::CaseId.in_subquery(seen))
}

/// A question within the scope; outside it does not exist (404).
pub async fn find_signal(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<signal::Model> {
    let found = signal::Entity::find_by_id(id).filter(within(scope)).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The questions within the scope that `matching` lets through, the last first, before an id.
pub async fn list_signals(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<signal::Model>> {
    let rest = before.map(|id| signal::Column::Id.lt(id));
    let found = signal::Entity::find()
        .filter(within(scope))
        .filter(matching.add_option(rest))
        .order_by_desc(signal::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count_signals(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(signal::Entity::find().filter(within(scope)).filter(matching).count(db).await?)
}

/// The open questions of several cases, as the cases they are about.
pub async fn open_signals_of(
    db: &impl ConnectionTrait,
    case_ids: &[Uuid],
    open: &str,
) -> AppResult<Vec<Uuid>> {
    let found = signal::Entity::find()
        .select_only()
        .column(signal::Column::CaseId)
        .filter(signal::Column::CaseId.is_in(case_ids.iter().copied()))
        .filter(signal::Column::State.eq(open));
    Ok(found.into_tuple().all(db).await?)
}

/// The complaints of a case that are answered to its citizen, the last first.
pub async fn complaints_of(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    most: u64,
) -> AppResult<Vec<signal::Model>> {
    let found = signal::Entity::find()
        .filter(signal::Column::CaseId.eq(case_id))
        .filter(signal::Column::Kind.eq(SignalKind::Complained.as_str()))
        .order_by_desc(signal::Column::Id)
        .limit(most);
    Ok(found.all(db).await?)
}

/// Numbers of cases.
pub async fn numbers_of(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<(Uuid, String)>> {
    let named = case::Entity::find()
        .select_only()
        .columns([case::Column::Id, case::Column::CaseNo])
        .filter(case::Column::Id.is_in(ids));
    Ok(named.into_tuple().all(db).await?)
}

/// Stores questions.
pub async fn insert_signals(tx: &Tx, permit: &Permit, rows: Vec<signal::Model>) -> AppResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    tracing::debug!(permit = permit.action(), "integrity signals inserted");
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    signal::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a question seen in this version; 412 when there is another by now.
pub async fn save_signal(
    tx: &Tx,
    permit: Permit,
    seen: IfMatch,
    row: signal::Model,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "integrity signal saved");
    let id = row.id;
    let done = signal::Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(signal::Column::Id.eq(id))
        .filter(signal::Column::RowVersion.eq(seen.0))
        .exec(&**tx)
        .await?;
    if done.rows_affected == 0 {
        let now = signal::Entity::find_by_id(id).one(&**tx).await?;
        let now = now.ok_or(ErrorCode::RequestNotFound)?;
        seen.check(now.row_version, ErrorCode::RequestStaleVersion)?;
    }
    Ok(())
}

/// Keeps the hash of what was written down at a callback.
pub async fn insert_answer(tx: &Tx, permit: &Permit, row: answer::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "callback answer inserted");
    let row = row.into_active_model().reset_all();
    answer::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Other cases rated from a device since an instant.
pub async fn rated_from(
    db: &impl ConnectionTrait,
    device_hash: &str,
    case_id: Uuid,
    since: DateTime<Utc>,
) -> AppResult<u64> {
    let others = rating::Entity::find()
        .filter(rating::Column::DeviceHash.eq(device_hash))
        .filter(rating::Column::CreatedAt.gt(since))
        .filter(rating::Column::CaseId.ne(case_id));
    Ok(others.count(db).await?)
}

/// Answers of other cases in the same words since an instant: ratings and callbacks.
pub async fn same_words(
    db: &impl ConnectionTrait,
    comment_hash: &str,
    case_id: Uuid,
    since: DateTime<Utc>,
) -> AppResult<u64> {
    let ratings = rating::Entity::find()
        .filter(rating::Column::CommentHash.eq(comment_hash))
        .filter(rating::Column::CreatedAt.gt(since))
        .filter(rating::Column::CaseId.ne(case_id))
        .count(db)
        .await?;
    let callbacks = answer::Entity::find()
        .filter(answer::Column::CommentHash.eq(comment_hash))
        .filter(answer::Column::CreatedAt.gt(since))
        .filter(answer::Column::CaseId.ne(case_id))
        .count(db)
        .await?;
    Ok(ratings + callbacks)
}

/// All versions of all quotas, by level and version.
pub async fn quotas(db: &impl ConnectionTrait) -> AppResult<Vec<quota::Model>> {
    Ok(quota::Entity::find()
        .order_by_asc(quota::Column::Level)
        .order_by_asc(quota::Column::Version)
        .all(db)
        .await?)
}

/// Nobody else enters a version for `level` until the transaction ends: its first one is held, which
/// comes with the program.
pub async fn quotas_alone(tx: &Tx, level: &str) -> AppResult<()> {
    quota::Entity::find()
        .filter(quota::Column::Level.eq(level))
        .order_by_asc(quota::Column::Version)
        .lock_exclusive()
        .one(&**tx)
        .await?;
    Ok(())
}

/// Stores a version of a quota.
pub async fn insert_quota(tx: &Tx, permit: Permit, row: quota::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "callback quota inserted");
    let row = row.into_active_model().reset_all();
    quota::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}
