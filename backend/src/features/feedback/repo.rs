//! Queries over reports.

use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::feedback;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::policy::Permit;

/// Whose reports an actor reaches: `None` reaches all.
pub(super) type Reach = Option<Uuid>;

/// A report within reach.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    reach: Reach,
    id: Uuid,
) -> AppResult<Option<feedback::Model>> {
    Ok(feedback::Entity::find_by_id(id).filter(within(reach)).one(db).await?)
}

/// The reports within reach that `matching` lets through before the id `before`, newest first.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    reach: Reach,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<feedback::Model>> {
    let before = before.map(|id| feedback::Column::Id.lt(id));
    let matching = matching.add(within(reach)).add_option(before);
    let found = feedback::Entity::find().filter(matching).order_by_desc(feedback::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many reports within reach `matching` lets through.
pub(super) async fn count(
    db: &impl ConnectionTrait,
    reach: Reach,
    matching: Condition,
) -> AppResult<u64> {
    Ok(feedback::Entity::find().filter(matching.add(within(reach))).count(db).await?)
}

fn within(reach: Reach) -> Condition {
    Condition::all().add_option(reach.map(|person_id| feedback::Column::PersonId.eq(person_id)))
}

/// Keeps a report.
pub(super) async fn insert(
    tx: &Tx,
    permit: Permit,
    row: feedback::ActiveModel,
) -> AppResult<feedback::Model> {
    tracing::debug!(permit = permit.action(), "feedback inserted");
    Ok(feedback::Entity::insert(row).exec_with_returning(&**tx).await?)
}

/// Writes `change` over the version `seen`; 412 when there is another by now.
pub(super) async fn save(
    tx: &Tx,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    change: feedback::ActiveModel,
) -> AppResult<feedback::Model> {
    tracing::debug!(permit = permit.action(), "feedback saved");
    let same = Condition::all()
        .add(feedback::Column::Id.eq(id))
        .add(feedback::Column::RowVersion.eq(seen.0));
    let saved = feedback::Entity::update_many().set(change).filter(same);
    if let Some(saved) = saved.exec_with_returning(&**tx).await?.pop() {
        return Ok(saved);
    }
    let current = find(&**tx, None, id).await?.ok_or(ErrorCode::RequestNotFound)?;
    seen.check(current.row_version, ErrorCode::RequestStaleVersion)?;
    Ok(current)
}
