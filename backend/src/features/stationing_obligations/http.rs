//! `/posts` and `/stationing-obligations`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CreateObligationRequest, CreatePostRequest, DutyDayFilter, DutyDayView, ObligationFilter,
    ObligationView, PostFilter, PostView, UpdateObligationRequest, UpdatePostRequest,
};
use super::{posts, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts both.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(posts_list)
        .service(posts_create)
        .service(posts_get)
        .service(posts_update)
        .service(stationing_obligations_list)
        .service(stationing_obligations_create)
        .service(stationing_obligations_get)
        .service(stationing_obligations_update)
        .service(stationing_obligations_list_days);
}

/// List the posts
///
/// Posts and windows of the centres, oldest entries first.
#[utoipa::path(
    tag = "posts",
    operation_id = "posts_list",
    params(PostFilter),
    responses((status = 200, description = "A page", body = Page<PostView>))
)]
#[get("/posts")]
async fn posts_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<PostFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<PostView>>> {
    actor.may(Action::OrgRead)?;
    Reply::page(posts::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

/// Set up a post
///
/// At the caller's own centre, or at one of the region they are in charge of; a name once a centre.
#[utoipa::path(
    tag = "posts",
    operation_id = "posts_create",
    request_body = CreatePostRequest,
    responses((status = 201, description = "Set up", body = PostView))
)]
#[post("/posts")]
async fn posts_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreatePostRequest>,
    request: HttpRequest,
) -> AppResult<Reply<PostView>> {
    actor.may(Action::StationingKeep)?;
    posts::create(&state, &actor, command, Lang::of(&request)).await
}

/// Read a post
///
/// With what the caller may do with it.
#[utoipa::path(
    tag = "posts",
    operation_id = "posts_get",
    params(("id" = Uuid, Path, description = "The post")),
    responses((
        status = 200,
        description = "The post",
        body = PostView,
        headers(("ETag" = String, description = "Version of the post")),
    ))
)]
#[get("/posts/{id}")]
async fn posts_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<PostView>> {
    actor.may(Action::OrgRead)?;
    posts::get(&state, &actor, path.id(), Lang::of(&request)).await
}

/// Change a post
///
/// One at which something is owed, today or later, stays in use.
#[utoipa::path(
    tag = "posts",
    operation_id = "posts_update",
    params(("id" = Uuid, Path, description = "The post"), ("If-Match" = String, Header)),
    request_body = UpdatePostRequest,
    responses((
        status = 200,
        description = "The post as it is now",
        body = PostView,
        headers(("ETag" = String, description = "New version of the post")),
    ))
)]
#[patch("/posts/{id}")]
async fn posts_update(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<UpdatePostRequest>,
    request: HttpRequest,
) -> AppResult<Reply<PostView>> {
    actor.may(Action::StationingKeep)?;
    posts::update(&state, &actor, path.id(), seen, command, Lang::of(&request)).await
}

/// List the obligations
///
/// What departments owe at posts within the caller's scope: the centre's all, a department's own.
/// Who is named is told with what they lack.
#[utoipa::path(
    tag = "stationing_obligations",
    operation_id = "stationing_obligations_list",
    params(ObligationFilter),
    responses((status = 200, description = "A page", body = Page<ObligationView>))
)]
#[get("/stationing-obligations")]
async fn stationing_obligations_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ObligationFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<ObligationView>>> {
    actor.may(Action::StationingRead)?;
    Reply::page(service::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

/// Enter an obligation
///
/// At a post of a centre the caller is in charge of. A department owes the same at a post once at a time (409);
/// those who are named belong to it.
#[utoipa::path(
    tag = "stationing_obligations",
    operation_id = "stationing_obligations_create",
    request_body = CreateObligationRequest,
    responses((status = 201, description = "Entered", body = ObligationView))
)]
#[post("/stationing-obligations")]
async fn stationing_obligations_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateObligationRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ObligationView>> {
    actor.may(Action::StationingKeep)?;
    service::create(&state, &actor, command, Lang::of(&request)).await
}

/// Read an obligation
///
/// Outside the caller's scope it is 404.
#[utoipa::path(
    tag = "stationing_obligations",
    operation_id = "stationing_obligations_get",
    params(("id" = Uuid, Path, description = "The obligation")),
    responses((
        status = 200,
        description = "The obligation",
        body = ObligationView,
        headers(("ETag" = String, description = "Version of the obligation")),
    ))
)]
#[get("/stationing-obligations/{id}")]
async fn stationing_obligations_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<ObligationView>> {
    actor.may(Action::StationingRead)?;
    service::get(&state, &actor, path.id(), Lang::of(&request)).await
}

/// Change an obligation
///
/// Post, department and mode stay: another obligation takes its place, and this one ends with
/// `valid_to`. Who is named is named anew as a whole.
#[utoipa::path(
    tag = "stationing_obligations",
    operation_id = "stationing_obligations_update",
    params(("id" = Uuid, Path, description = "The obligation"), ("If-Match" = String, Header)),
    request_body = UpdateObligationRequest,
    responses((
        status = 200,
        description = "The obligation as it is now",
        body = ObligationView,
        headers(("ETag" = String, description = "New version of the obligation")),
    ))
)]
#[patch("/stationing-obligations/{id}")]
async fn stationing_obligations_update(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<UpdateObligationRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ObligationView>> {
    actor.may(Action::StationingKeep)?;
    service::update(&state, &actor, path.id(), seen, command, Lang::of(&request)).await
}

/// List the days of an obligation
///
/// Each day from `from` to `to`, a year at most: whether people are owed, from when to when, and why
/// or why not, by the newest working calendar. Where no notice is known, `is_announced` is false.
#[utoipa::path(
    tag = "stationing_obligations",
    operation_id = "stationing_obligations_list_days",
    params(("id" = Uuid, Path, description = "The obligation"), DutyDayFilter),
    responses((status = 200, description = "The days", body = Page<DutyDayView>))
)]
#[get("/stationing-obligations/{id}/days")]
async fn stationing_obligations_list_days(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: WholeList<DutyDayFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<DutyDayView>>> {
    actor.may(Action::StationingRead)?;
    let lang = Lang::of(&request);
    filter.reply(service::days(&state, &actor, path.id(), &filter.0, lang).await?)
}
