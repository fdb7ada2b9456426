//! Queries over applications and their secrets.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{application, secret};
use super::state::ApplicationState;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Permit, Scope};

/// The applications within the scope that `matching` lets through before the id `before`, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<application::Model>> {
    let matching = matching.add_option(before.map(|id| application::Column::Id.lt(id)));
    let found = application::Entity::find().filter(scope.condition()).filter(matching);
    Ok(found.order_by_desc(application::Column::Id).limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(application::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// How many of a person are not revoked.
pub async fn count_of(db: &impl ConnectionTrait, person_id: Uuid) -> AppResult<u64> {
    let own = application::Entity::find()
        .filter(application::Column::PersonId.eq(person_id))
        .filter(application::Column::State.ne(ApplicationState::Revoked.as_str()));
    Ok(own.count(db).await?)
}

/// An application within the scope; another does not exist (404).
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<application::Model> {
    let found = application::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The same, held until the end of the transaction.
pub async fn hold(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<application::Model> {
    let found = application::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The application of a client.
pub async fn find_by_client(
    db: &impl ConnectionTrait,
    client_id: &str,
) -> AppResult<Option<application::Model>> {
    let found = application::Entity::find().filter(application::Column::ClientId.eq(client_id));
    Ok(found.one(db).await?)
}

/// An application with one of its secrets, as they are now.
pub async fn find_acting(
    db: &impl ConnectionTrait,
    id: Uuid,
    secret_id: Uuid,
) -> AppResult<Option<(application::Model, secret::Model)>> {
    let found = secret::Entity::find_by_id(secret_id)
        .filter(secret::Column::ApplicationId.eq(id))
        .one(db)
        .await?;
    let Some(secret) = found else { return Ok(None) };
    let found = application::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|row| (row, secret)))
}

/// An application of a capacity.
pub async fn find_of(
    db: &impl ConnectionTrait,
    id: Uuid,
    capacity_id: Uuid,
) -> AppResult<Option<application::Model>> {
    let own = application::Column::CapacityId.eq(capacity_id);
    Ok(application::Entity::find_by_id(id).filter(own).one(db).await?)
}

/// What applications are called.
pub async fn list_names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, String>> {
    let ids: Vec<_> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(Uuid, String)> = application::Entity::find()
        .select_only()
        .columns([application::Column::Id, application::Column::Name])
        .filter(application::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// The secrets of an application that may be used at `now`, oldest first.
pub async fn live_secrets(
    db: &impl ConnectionTrait,
    application_id: Uuid,
    now: DateTime<Utc>,
) -> AppResult<Vec<secret::Model>> {
    let all = secrets_of(db, &[application_id], now).await?;
    Ok(all.into_values().flatten().collect())
}

/// The same of several applications.
pub async fn secrets_of(
    db: &impl ConnectionTrait,
    application_ids: &[Uuid],
    now: DateTime<Utc>,
) -> AppResult<HashMap<Uuid, Vec<secret::Model>>> {
    let lasting = Condition::any()
        .add(secret::Column::ExpiresAt.is_null())
        .add(secret::Column::ExpiresAt.gt(now));
    let found = secret::Entity::find()
        .filter(secret::Column::ApplicationId.is_in(application_ids.iter().copied()))
        .filter(secret::Column::RevokedAt.is_null())
        .filter(lasting)
        .order_by_asc(secret::Column::Id)
        .all(db)
        .await?;
    let mut by_application: HashMap<_, Vec<_>> = HashMap::new();
    for row in found {
        by_application.entry(row.application_id).or_default().push(row);
    }
    Ok(by_application)
}

/// Keeps an application.
pub async fn insert(tx: &Tx, permit: Permit, row: application::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "application inserted");
    let row = row.into_active_model().reset_all();
    application::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves an application that is held.
pub async fn save(tx: &Tx, permit: Permit, row: application::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "application saved");
    application::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// Keeps a secret of an application that is held.
pub async fn insert_secret(tx: &Tx, row: secret::Model) -> AppResult<()> {
    let row = row.into_active_model().reset_all();
    secret::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves one.
pub async fn save_secret(tx: &Tx, row: secret::Model) -> AppResult<()> {
    secret::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// Notes that an application was used at `now`, unless it was noted after `before`. Its version stays:
/// nothing about it changed.
pub async fn note_use(
    tx: &Tx,
    id: Uuid,
    now: DateTime<Utc>,
    before: DateTime<Utc>,
) -> AppResult<()> {
    let long_ago = Condition::any()
        .add(application::Column::LastUsedAt.is_null())
        .add(application::Column::LastUsedAt.lte(before));
    application::Entity::update_many()
        .col_expr(application::Column::LastUsedAt, Expr::value(now))
        .filter(application::Column::Id.eq(id))
        .filter(long_ago)
        .exec(&**tx)
        .await?;
    Ok(())
}
