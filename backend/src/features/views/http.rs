//! `/views`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{ArrangeViewsRequest, SaveViewRequest, SavedView, UpdateViewRequest};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(views_list)
        .service(views_save)
        .service(views_arrange)
        .service(views_get)
        .service(views_update)
        .service(views_remove);
}

#[utoipa::path(
    tag = "views",
    operation_id = "views_list",
    summary = "List the views",
    description = "All of them, hidden ones too, in the caller's order: those shipped for the \
        caller's role, those published for it in the caller's centre, and the caller's own.",
    responses((status = 200, description = "The views", body = Page<SavedView>))
)]
#[get("/views")]
async fn views_list(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    list: WholeList,
) -> AppResult<Reply<Page<SavedView>>> {
    actor.require(Action::CaseKeepView)?;
    Ok(list.reply(service::list(&state, &actor, Lang::of(&request)).await?)?.personal())
}

#[utoipa::path(
    tag = "views",
    operation_id = "views_save",
    summary = "Save a view",
    description = "Filters, order and columns of the list of cases under a name. With a role, \
        directors and dispatchers publish it for that role in their centre; whoever opens it sees \
        the cases of their own scope.",
    request_body = SaveViewRequest,
    responses((
        status = 201,
        description = "Saved",
        body = SavedView,
        headers(
            ("ETag" = String, description = "Version of the view"),
            ("Location" = String, description = "Where the view is"),
        ),
    ))
)]
#[post("/views")]
async fn views_save(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<SaveViewRequest>,
) -> AppResult<Reply<SavedView>> {
    actor.require(Action::CaseKeepView)?;
    service::save(&state, &actor, command).await
}

#[utoipa::path(
    tag = "views",
    operation_id = "views_arrange",
    summary = "Arrange the views",
    description = "Puts the caller's views in order and hides some. What others see is not touched.",
    request_body = ArrangeViewsRequest,
    responses((status = 200, description = "All views as they stand now", body = Page<SavedView>))
)]
#[post("/views/actions/arrange")]
async fn views_arrange(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<ArrangeViewsRequest>,
    request: HttpRequest,
) -> AppResult<Reply<Page<SavedView>>> {
    service::arrange(&state, &actor, Lang::of(&request), command).await
}

#[utoipa::path(
    tag = "views",
    operation_id = "views_get",
    summary = "Read a view",
    description = "One view with its `ETag`; somebody else's is 404 unless it was published for me.",
    params(("view_id" = Uuid, Path, description = "The view")),
    responses((
        status = 200,
        description = "The view",
        body = SavedView,
        headers(("ETag" = String, description = "Version of the view")),
    ))
)]
#[get("/views/{view_id}")]
async fn views_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<SavedView>> {
    actor.require(Action::CaseKeepView)?;
    let view = service::get(&state, &actor, id.id(), Lang::of(&request)).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

#[utoipa::path(
    tag = "views",
    operation_id = "views_update",
    summary = "Change a view",
    description = "One's own, or one published for a centre by whoever publishes there.",
    params(
        ("view_id" = Uuid, Path, description = "The view"),
        ("If-Match" = String, Header)
    ),
    request_body = UpdateViewRequest,
    responses((
        status = 200,
        description = "Changed",
        body = SavedView,
        headers(("ETag" = String, description = "New version of the view")),
    ))
)]
#[patch("/views/{view_id}")]
async fn views_update(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<UpdateViewRequest>,
) -> AppResult<Reply<SavedView>> {
    actor.require(Action::CaseKeepView)?;
    service::update(&state, &actor, id.id(), seen, command).await
}

#[utoipa::path(
    tag = "views",
    operation_id = "views_remove",
    summary = "Remove a view",
    description = "For everybody who had it. Answers the view as it was, so that it can be saved \
        again. One that is shipped can only be hidden.",
    params(
        ("view_id" = Uuid, Path, description = "The view"),
        ("If-Match" = String, Header)
    ),
    responses((status = 200, description = "The view as it was", body = SavedView))
)]
#[post("/views/{view_id}/actions/remove")]
async fn views_remove(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<SavedView>> {
    actor.require(Action::CaseKeepView)?;
    service::remove(&state, &actor, id.id(), seen, command.idempotency).await
}
