//! Queries over questions. Every finder for a reader takes a [`Scope`].

use std::collections::HashSet;

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::question;
use crate::features::reconciliations::entity::{item, run};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Permit, Scope};

/// Facts a statement asks about, and rows it inserts.
const AT_ONCE: usize = 500;

/// A question within the scope; outside it does not exist (404).
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<question::Model> {
    let found = question::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction.
pub async fn find_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<question::Model> {
    let found = question::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The questions within the scope that `matching` lets through, the last first, before an id.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<question::Model>> {
    let found = question::Entity::find()
        .filter(scope.condition())
        .filter(matching.add_option(before.map(|id| question::Column::Id.lt(id))))
        .order_by_desc(question::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(question::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// The questions about items of reconciliations: item, question, state.
pub async fn of_items(
    db: &impl ConnectionTrait,
    items: Vec<Uuid>,
) -> AppResult<Vec<(Uuid, Uuid, String)>> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let found = question::Entity::find()
        .select_only()
        .columns([question::Column::ItemId, question::Column::Id, question::Column::State])
        .filter(question::Column::ItemId.is_in(items));
    Ok(found.into_tuple().all(db).await?)
}

/// The questions about facts: fact, question, state.
pub async fn of_facts(
    db: &impl ConnectionTrait,
    keys: &[String],
) -> AppResult<Vec<(String, Uuid, String)>> {
    let mut asked = Vec::new();
    for some in keys.chunks(AT_ONCE) {
        let found = question::Entity::find()
            .select_only()
            .columns([question::Column::FactKey, question::Column::Id, question::Column::State])
            .filter(question::Column::FactKey.is_in(some.iter().map(String::as_str)));
        asked.extend(found.into_tuple::<(String, Uuid, String)>().all(db).await?);
    }
    Ok(asked)
}

/// A number of a list as a question names it: item, run, source, number.
pub type Number = (Uuid, Uuid, String, String);

/// The numbers some questions are about.
pub async fn numbers(db: &impl ConnectionTrait, items: Vec<Uuid>) -> AppResult<Vec<Number>> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let to_run = item::Entity::belongs_to(run::Entity)
        .from(item::Column::ReconciliationId)
        .to(run::Column::Id)
        .into();
    let found = item::Entity::find()
        .select_only()
        .columns([item::Column::Id, item::Column::ReconciliationId])
        .column(run::Column::SourceSystem)
        .column(item::Column::Number)
        .join(sea_orm::JoinType::InnerJoin, to_run)
        .filter(item::Column::Id.is_in(items));
    Ok(found.into_tuple().all(db).await?)
}

/// Which of these facts were asked about.
pub async fn known_facts(db: &impl ConnectionTrait, keys: &[String]) -> AppResult<HashSet<String>> {
    let mut known = HashSet::new();
    for some in keys.chunks(AT_ONCE) {
        let found = question::Entity::find()
            .select_only()
            .column(question::Column::FactKey)
            .filter(question::Column::FactKey.is_in(some.iter().map(String::as_str)));
        known.extend(found.into_tuple::<String>().all(db).await?);
    }
    Ok(known)
}

/// Stores questions; of two servers that ask about one fact the second does nothing.
pub async fn insert(tx: &Tx, permit: &Permit, rows: Vec<question::Model>) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), questions = rows.len(), "questions inserted");
    for some in rows.chunks(AT_ONCE) {
        let known = OnConflict::column(question::Column::FactKey).do_nothing().to_owned();
        let rows = some.iter().map(|one| one.clone().into_active_model().reset_all());
        question::Entity::insert_many(rows)
            .on_conflict(known)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

/// Saves a question that is held.
pub async fn save(tx: &Tx, permit: Permit, row: question::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "question saved");
    question::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}
