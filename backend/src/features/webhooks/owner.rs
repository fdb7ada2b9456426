//! By whose rights a webhook delivers.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    QueryTrait as _,
};
use uuid::Uuid;

use super::WebhookDisabledCode;
use super::entity::webhook;
use crate::features::applications::acting::{is_live, limits_of};
use crate::features::applications::entity::application;
use crate::features::cases::entity::case;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::entity::capacity;
use crate::features::users::entity::user;
use crate::platform::error::AppResult;
use crate::policy::{Action, Actor, Role, Scope};

/// The capacity of `webhook` as the policy sees it, within the limits of the application it is bound
/// to; or why nothing is delivered: capacity, person or account ended, it keeps no webhooks any more, or
/// the application is not live.
pub(super) async fn owner(
    db: &impl ConnectionTrait,
    directory: &Directory,
    webhook: &webhook::Model,
    now: DateTime<Utc>,
) -> AppResult<Result<Actor, WebhookDisabledCode>> {
    let Some(owner) = person(db, directory, webhook).await? else {
        return Ok(Err(WebhookDisabledCode::OwnerGone));
    };
    let Some(id) = webhook.application_id else { return Ok(Ok(owner)) };
    let found = application::Entity::find_by_id(id).one(db).await?;
    let bound = found.filter(|row| row.capacity_id == owner.capacity_id && is_live(row, now));
    let Some(bound) = bound else { return Ok(Err(WebhookDisabledCode::ApplicationStopped)) };
    Ok(Ok(Actor { application: Some(Arc::new(limits_of(&bound))), ..owner }))
}

async fn person(
    db: &impl ConnectionTrait,
    directory: &Directory,
    webhook: &webhook::Model,
) -> AppResult<Option<Actor>> {
    let accounts = user::Entity::find()
        .select_only()
        .column(user::Column::PersonId)
        .filter(user::Column::IsActive.eq(true))
        .into_query();
    let held = capacity::Entity::find_by_id(webhook.capacity_id)
        .filter(capacity::Column::IsActive.eq(true))
        .filter(capacity::Column::PersonId.eq(webhook.person_id))
        .filter(capacity::Column::PersonId.in_subquery(personnel::repo::active_people()))
        .filter(capacity::Column::PersonId.in_subquery(accounts))
        .one(db)
        .await?;
    let Some(held) = held else { return Ok(None) };
    let Some(role) = Role::parse(&held.role) else { return Ok(None) };
    let owner = Actor {
        user_id: Uuid::nil(),
        person_id: held.person_id,
        person_name: String::new(),
        capacity_id: held.id,
        role,
        department_id: held.department_id,
        region_code: directory.regions.get(&held.region_id).map(|region| region.code.clone()),
        center_id: directory.center_by_region.get(&held.region_id).copied(),
        on_behalf_of: None,
        application: None,
    };
    Ok(Some(owner).filter(|owner| crate::policy::may_ever(owner, Action::WebhookKeep)))
}

/// Those of the cases `ids` that `owner` may read now.
pub(super) async fn readable(
    db: &impl ConnectionTrait,
    owner: &Actor,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashSet<Uuid>> {
    let ids: HashSet<_> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<Uuid> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Id.is_in(ids))
        .filter(Scope::cases(owner, Action::CaseRead).condition())
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}
