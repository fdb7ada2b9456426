//! Queries over webhooks, for people.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, JoinType, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, RelationDef,
};
use uuid::Uuid;

use super::WebhookState;
use super::entity::{attempt, delivery, webhook};
use crate::features::cases::entity::{block, case};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Permit, Scope};

/// Those that are there, within `scope`.
fn within(scope: &Scope) -> Condition {
    Condition::all()
        .add(webhook::Column::State.ne(WebhookState::Removed.as_str()))
        .add(scope.condition())
}

/// A webhook within `scope`; 404 without.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<webhook::Model> {
    let found = webhook::Entity::find_by_id(id).filter(within(scope)).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The same, held until the transaction ends.
pub(super) async fn hold(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<webhook::Model> {
    let found = webhook::Entity::find_by_id(id).filter(within(scope)).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The webhooks that `matching` lets through before the id `before`, newest first.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<webhook::Model>> {
    let matching = matching.add_option(before.map(|id| webhook::Column::Id.lt(id)));
    let found = webhook::Entity::find().filter(within(scope)).filter(matching);
    Ok(found.order_by_desc(webhook::Column::Id).limit(limit).all(db).await?)
}

/// How many there are.
pub(super) async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(webhook::Entity::find().filter(within(scope)).filter(matching).count(db).await?)
}

/// How many a person has.
pub(super) async fn count_of(db: &impl ConnectionTrait, person_id: Uuid) -> AppResult<u64> {
    let own = webhook::Entity::find()
        .filter(webhook::Column::PersonId.eq(person_id))
        .filter(webhook::Column::State.ne(WebhookState::Removed.as_str()));
    Ok(own.count(db).await?)
}

/// Keeps a new webhook.
pub(super) async fn insert(tx: &Tx, permit: Permit, row: webhook::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "webhook inserted");
    let row = row.into_active_model().reset_all();
    webhook::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Keeps what a webhook that is held has become.
pub(super) async fn save(tx: &Tx, permit: Permit, row: webhook::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "webhook saved");
    webhook::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// The first block whose events may have been recorded since `since`: a block is sealed after them.
pub(super) async fn first_block_since(
    db: &impl ConnectionTrait,
    since: DateTime<Utc>,
) -> AppResult<Option<i64>> {
    let found = block::Entity::find()
        .select_only()
        .column(block::Column::BlockNo)
        .filter(block::Column::SealedAt.gte(since))
        .order_by_asc(block::Column::BlockNo)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(found)
}

fn to_case() -> RelationDef {
    delivery::Entity::belongs_to(case::Entity)
        .from(delivery::Column::CaseId)
        .to(case::Column::Id)
        .into()
}

/// The deliveries of a webhook about no case, or one within `cases`.
fn about(webhook_id: Uuid, cases: &Scope) -> Condition {
    let told = Condition::any().add(delivery::Column::CaseId.is_null()).add(cases.condition());
    Condition::all().add(delivery::Column::WebhookId.eq(webhook_id)).add(told)
}

/// A delivery of a webhook about a case within `cases`; 404 without.
pub(super) async fn find_delivery(
    db: &impl ConnectionTrait,
    webhook_id: Uuid,
    cases: &Scope,
    id: Uuid,
) -> AppResult<delivery::Model> {
    let found = delivery::Entity::find_by_id(id)
        .join(JoinType::LeftJoin, to_case())
        .filter(about(webhook_id, cases))
        .one(db)
        .await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The deliveries that `matching` lets through before the id `before`, newest first.
pub(super) async fn list_deliveries(
    db: &impl ConnectionTrait,
    (webhook_id, cases): (Uuid, &Scope),
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<delivery::Model>> {
    let matching = matching.add_option(before.map(|id| delivery::Column::Id.lt(id)));
    Ok(delivery::Entity::find()
        .join(JoinType::LeftJoin, to_case())
        .filter(about(webhook_id, cases))
        .filter(matching)
        .order_by_desc(delivery::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// How many there are.
pub(super) async fn count_deliveries(
    db: &impl ConnectionTrait,
    (webhook_id, cases): (Uuid, &Scope),
    matching: Condition,
) -> AppResult<u64> {
    let found = delivery::Entity::find()
        .join(JoinType::LeftJoin, to_case())
        .filter(about(webhook_id, cases))
        .filter(matching);
    Ok(found.count(db).await?)
}

/// Keeps a delivery somebody asked for.
pub(super) async fn insert_delivery(
    tx: &Tx,
    permit: Permit,
    row: delivery::Model,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "webhook delivery inserted");
    let row = row.into_active_model().reset_all();
    delivery::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Writes `row` over the version `seen` of a delivery; 412 when there is another by now.
pub(super) async fn save_delivery(
    tx: &Tx,
    permit: Permit,
    seen: i32,
    row: delivery::Model,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "webhook delivery saved");
    let saved = delivery::Entity::update_many()
        .set(row.clone().into_active_model().reset_all())
        .filter(delivery::Column::Id.eq(row.id))
        .filter(delivery::Column::RowVersion.eq(seen))
        .exec(&**tx)
        .await?;
    if saved.rows_affected == 0 { Err(ErrorCode::RequestStaleVersion.into()) } else { Ok(()) }
}

/// How many attempts of a delivery there were.
pub(super) async fn count_attempts(db: &impl ConnectionTrait, delivery_id: Uuid) -> AppResult<u64> {
    let of_it = attempt::Column::DeliveryId.eq(delivery_id);
    Ok(attempt::Entity::find().filter(of_it).count(db).await?)
}

/// The attempts of a delivery before the id `before`, newest first.
pub(super) async fn list_attempts(
    db: &impl ConnectionTrait,
    delivery_id: Uuid,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<attempt::Model>> {
    let matching = Condition::all()
        .add(attempt::Column::DeliveryId.eq(delivery_id))
        .add_option(before.map(|id| attempt::Column::Id.lt(id)));
    let found = attempt::Entity::find().filter(matching).order_by_desc(attempt::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}
