//! Queries over what waits, for the jobs. Nothing here moves the version of a webhook but what its
//! owner has to know of, so that whoever edits one is not disturbed by its work.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{
    Alias, Expr, ExprTrait as _, IntoColumnRef as _, OnConflict, Query, SelectStatement,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{attempt, delivery, webhook};
use super::{WebhookDeliveryState, WebhookDisabledCode, WebhookState};
use crate::features::events::follow::Position;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

const PENDING: &str = WebhookDeliveryState::Pending.as_str();
const ENABLED: &str = WebhookState::Enabled.as_str();

/// Where a webhook stands in the ledger.
pub(super) fn position(webhook: &webhook::Model) -> Position {
    Position { block_no: webhook.block_no, told: webhook.told }
}

/// Enabled webhooks that have not followed the ledger to `end`, those furthest behind first.
pub(super) async fn behind(
    db: &impl ConnectionTrait,
    end: Position,
    limit: u64,
) -> AppResult<Vec<webhook::Model>> {
    Ok(webhook::Entity::find()
        .filter(webhook::Column::State.eq(ENABLED))
        .filter(webhook::Column::BlockNo.lt(end.block_no))
        .order_by_asc(webhook::Column::BlockNo)
        .order_by_asc(webhook::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Moves a webhook on from where it was found; false when it stands elsewhere by now, or not at all.
pub(super) async fn moved(tx: &Tx, from: &webhook::Model, to: Position) -> AppResult<bool> {
    let moved = webhook::Entity::update_many()
        .col_expr(webhook::Column::BlockNo, Expr::value(to.block_no))
        .col_expr(webhook::Column::Told, Expr::value(to.told))
        .filter(webhook::Column::Id.eq(from.id))
        .filter(webhook::Column::State.eq(ENABLED))
        .filter(webhook::Column::BlockNo.eq(from.block_no))
        .filter(webhook::Column::Told.eq(from.told))
        .exec(&**tx)
        .await?;
    Ok(moved.rows_affected > 0)
}

/// Keeps deliveries. One that is there already was asked for again: it waits anew, under the id its
/// receiver knows.
pub(super) async fn keep(tx: &Tx, rows: Vec<delivery::Model>) -> AppResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let version = (Alias::new("webhook_deliveries"), Alias::new("row_version")).into_column_ref();
    let again = OnConflict::columns([delivery::Column::WebhookId, delivery::Column::EventId])
        .update_columns([
            delivery::Column::State,
            delivery::Column::Tries,
            delivery::Column::NextAttemptAt,
            delivery::Column::FinishedAt,
            delivery::Column::UpdatedAt,
        ])
        .value(delivery::Column::RowVersion, Expr::col(version).add(1))
        .to_owned();
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    delivery::Entity::insert_many(rows).on_conflict(again).exec_without_returning(&**tx).await?;
    Ok(())
}

/// What waits of the same webhook and case before the delivery of the query around it.
fn earlier() -> SelectStatement {
    let earlier = Alias::new("earlier");
    let its = |column: delivery::Column| Expr::col((earlier.clone(), column));
    let mine = |column: delivery::Column| (delivery::Entity, column);
    Query::select()
        .expr(Expr::value(1))
        .from_as(delivery::Entity, earlier.clone())
        .and_where(its(delivery::Column::WebhookId).equals(mine(delivery::Column::WebhookId)))
        .and_where(its(delivery::Column::State).eq(PENDING))
        .and_where(its(delivery::Column::CaseId).equals(mine(delivery::Column::CaseId)))
        .and_where(its(delivery::Column::Seq).lt(Expr::col(mine(delivery::Column::Seq))))
        .take()
}

/// Enabled webhooks with something due that waits for nothing else, in the order of their ids: those
/// behind `last` first, so that in the end everybody has a turn.
pub(super) async fn due(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    last: Uuid,
    limit: u64,
) -> AppResult<Vec<webhook::Model>> {
    let find = || {
        let waiting = Query::select()
            .column(delivery::Column::WebhookId)
            .from(delivery::Entity)
            .and_where(Expr::col(delivery::Column::State).eq(PENDING))
            .and_where(Expr::col(delivery::Column::NextAttemptAt).lte(now))
            .and_where(Expr::exists(earlier()).not())
            .take();
        webhook::Entity::find()
            .filter(webhook::Column::State.eq(ENABLED))
            .filter(webhook::Column::Id.in_subquery(waiting))
            .order_by_asc(webhook::Column::Id)
    };
    let mut found = find().filter(webhook::Column::Id.gt(last)).limit(limit).all(db).await?;
    let left = limit.saturating_sub(u64::try_from(found.len()).unwrap_or(limit));
    if left > 0 && !last.is_nil() {
        found.extend(find().filter(webhook::Column::Id.lte(last)).limit(left).all(db).await?);
    }
    Ok(found)
}

/// A webhook, while it is enabled.
pub(super) async fn still(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> AppResult<Option<webhook::Model>> {
    let found = webhook::Entity::find_by_id(id).filter(webhook::Column::State.eq(ENABLED));
    Ok(found.one(db).await?)
}

/// What of a webhook is due and waits for nothing of the same case: at most one a case, so that a case
/// is told in its order.
pub(super) async fn heads(
    db: &impl ConnectionTrait,
    webhook_id: Uuid,
    now: DateTime<Utc>,
    limit: u64,
) -> AppResult<Vec<delivery::Model>> {
    Ok(delivery::Entity::find()
        .filter(delivery::Column::WebhookId.eq(webhook_id))
        .filter(delivery::Column::State.eq(PENDING))
        .filter(delivery::Column::NextAttemptAt.lte(now))
        .filter(Expr::exists(earlier()).not())
        .order_by_asc(delivery::Column::NextAttemptAt)
        .order_by_asc(delivery::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Keeps what an attempt has made of a delivery; false when somebody changed it meanwhile.
pub(super) async fn attempted(
    tx: &Tx,
    before: &delivery::Model,
    after: delivery::Model,
) -> AppResult<bool> {
    let saved = delivery::Entity::update_many()
        .set(after.into_active_model().reset_all())
        .filter(delivery::Column::Id.eq(before.id))
        .filter(delivery::Column::RowVersion.eq(before.row_version))
        .exec(&**tx)
        .await?;
    Ok(saved.rows_affected > 0)
}

/// Notes attempts.
pub(super) async fn note(tx: &Tx, rows: Vec<attempt::Model>) -> AppResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    attempt::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// What of a webhook waits for its next attempt waits no longer.
pub(super) async fn hurry(tx: &Tx, webhook_id: Uuid, now: DateTime<Utc>) -> AppResult<()> {
    delivery::Entity::update_many()
        .col_expr(delivery::Column::NextAttemptAt, Expr::value(now))
        .col_expr(delivery::Column::Tries, Expr::value(0))
        .col_expr(delivery::Column::RowVersion, Expr::col(delivery::Column::RowVersion).add(1))
        .filter(delivery::Column::WebhookId.eq(webhook_id))
        .filter(delivery::Column::State.eq(PENDING))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Says since when every attempt of a webhook has failed.
pub(super) async fn failing(
    tx: &Tx,
    webhook_id: Uuid,
    since: Option<DateTime<Utc>>,
) -> AppResult<()> {
    webhook::Entity::update_many()
        .col_expr(webhook::Column::FailingSince, Expr::value(since))
        .filter(webhook::Column::Id.eq(webhook_id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Disables a webhook that nobody disabled; false when it was not enabled any more.
pub(super) async fn disabled(
    tx: &Tx,
    webhook_id: Uuid,
    code: WebhookDisabledCode,
    now: DateTime<Utc>,
) -> AppResult<bool> {
    let done = webhook::Entity::update_many()
        .col_expr(webhook::Column::State, Expr::value(WebhookState::Disabled.as_str()))
        .col_expr(webhook::Column::DisabledCode, Expr::value(Some(code.as_str())))
        .col_expr(webhook::Column::DisabledReason, Expr::value(None::<String>))
        .col_expr(webhook::Column::DisabledAt, Expr::value(Some(now)))
        .col_expr(webhook::Column::UpdatedAt, Expr::value(now))
        .col_expr(webhook::Column::RowVersion, Expr::col(webhook::Column::RowVersion).add(1))
        .filter(webhook::Column::Id.eq(webhook_id))
        .filter(webhook::Column::State.eq(ENABLED))
        .exec(&**tx)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Deliveries that may be forgotten: finished before `before`, or of a webhook that is removed.
pub(super) async fn forgettable(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
    limit: u64,
) -> AppResult<Vec<Uuid>> {
    let select = || delivery::Entity::find().select_only().column(delivery::Column::Id);
    let finished = [
        WebhookDeliveryState::Delivered,
        WebhookDeliveryState::Failed,
        WebhookDeliveryState::Withheld,
    ];
    let mut found: Vec<Uuid> = select()
        .filter(delivery::Column::State.is_in(finished.map(WebhookDeliveryState::as_str)))
        .filter(delivery::Column::FinishedAt.lt(before))
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    if found.is_empty() {
        let gone = Query::select()
            .column(webhook::Column::Id)
            .from(webhook::Entity)
            .and_where(Expr::col(webhook::Column::State).eq(WebhookState::Removed.as_str()))
            .take();
        let of_gone = select().filter(delivery::Column::WebhookId.in_subquery(gone)).limit(limit);
        found = of_gone.into_tuple().all(db).await?;
    }
    Ok(found)
}

/// Forgets deliveries with their attempts.
pub(super) async fn forget(tx: &Tx, ids: &[Uuid]) -> AppResult<()> {
    let ids = || ids.iter().copied();
    attempt::Entity::delete_many()
        .filter(attempt::Column::DeliveryId.is_in(ids()))
        .exec(&**tx)
        .await?;
    delivery::Entity::delete_many().filter(delivery::Column::Id.is_in(ids())).exec(&**tx).await?;
    Ok(())
}
