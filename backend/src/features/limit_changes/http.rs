//! `/limit-changes`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{LimitChangeFilter, LimitChangeItemFilter, LimitChangeItemView, LimitChangeView};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(limit_changes_list).service(limit_changes_get).service(limit_changes_list_items);
}

#[utoipa::path(
    tag = "limit_changes",
    operation_id = "limit_changes_list",
    summary = "List changes of limits",
    description = "Simulations of the last day and publications, newest first, for those who may \
        publish rules and calendars.",
    params(LimitChangeFilter),
    responses((status = 200, description = "A page", body = Page<LimitChangeView>))
)]
#[get("/limit-changes")]
async fn limit_changes_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<LimitChangeFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<LimitChangeView>>> {
    actor.require(Action::ReferenceWrite)?;
    let page = service::list(&state, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

#[utoipa::path(
    tag = "limit_changes",
    operation_id = "limit_changes_get",
    summary = "Read a change of limits",
    description = "The figures by unit; those of a publication grow while it is carried through.",
    params(("id" = Uuid, Path, description = "Id of the change")),
    responses((status = 200, description = "As it is now", body = LimitChangeView))
)]
#[get("/limit-changes/{id}")]
async fn limit_changes_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<LimitChangeView>> {
    actor.require(Action::ReferenceWrite)?;
    Ok(Reply::ok(&service::get(&state, id.id(), Lang::of(&request)).await?)?.personal())
}

#[utoipa::path(
    tag = "limit_changes",
    operation_id = "limit_changes_list_items",
    summary = "List the limits a change moves",
    description = "By case number, without anything else of the case: which limit, whose, from when \
        to when, and why. Limits that end when they did are not on the list.",
    params(("id" = Uuid, Path, description = "Id of the change"), LimitChangeItemFilter),
    responses((status = 200, description = "A page", body = Page<LimitChangeItemView>))
)]
#[get("/limit-changes/{id}/items")]
async fn limit_changes_list_items(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    filter: Params<LimitChangeItemFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<LimitChangeItemView>>> {
    actor.require(Action::ReferenceWrite)?;
    let page = service::items(&state, id.id(), &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}
