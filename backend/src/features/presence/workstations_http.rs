//! `/duty-workstations`.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, Responder, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::workstation_dto::{CreateWorkstationRequest, WorkstationFilter, WorkstationView};
use super::workstations;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply};
use crate::policy::Action;

/// Says at which window a browser stands; read when somebody signs in, and sent nowhere else.
pub const WORKSTATION_COOKIE: &str = "zongzhi_workstation";
/// Where it is sent.
const COOKIE_PATH: &str = "/api/v1/auth/login";
/// Days it is kept: as long as such a computer stands somewhere.
const COOKIE_DAYS: i64 = 1_825;

/// Mounts them.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(duty_workstations_list)
        .service(duty_workstations_create)
        .service(duty_workstations_remove);
}

/// List the computers of windows
///
/// Of the centres the caller looks after, oldest first.
#[utoipa::path(
    tag = "duty_workstations",
    operation_id = "duty_workstations_list",
    params(WorkstationFilter),
    responses((status = 200, description = "A page", body = Page<WorkstationView>))
)]
#[get("/duty-workstations")]
async fn duty_workstations_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<WorkstationFilter>,
) -> AppResult<Reply<Page<WorkstationView>>> {
    actor.may(Action::WorkstationKeep)?;
    let page = workstations::list(&state, &actor, &filter.0).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

/// Say that this computer stands at a window
///
/// Sent from the browser at the window: the answer leaves a key in a cookie of it, which no page can
/// read. Whoever signs in there from now on is at that window. `Idempotency-Key` is not stored.
#[utoipa::path(
    tag = "duty_workstations",
    operation_id = "duty_workstations_create",
    request_body = CreateWorkstationRequest,
    responses((status = 201, description = "Named", body = WorkstationView))
)]
#[post("/duty-workstations")]
async fn duty_workstations_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateWorkstationRequest>,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    actor.may(Action::WorkstationKeep)?;
    let (reply, key) = workstations::set_up(&state, &actor, command).await?;
    let cookie = Cookie::build(WORKSTATION_COOKIE, key)
        .path(COOKIE_PATH)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(state.config.server.secure_cookies)
        .max_age(Duration::days(COOKIE_DAYS))
        .finish();
    let mut response = reply.respond_to(&request);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Err(error) = response.add_cookie(&cookie) {
        tracing::error!(%error, "workstation cookie not set");
    }
    Ok(response)
}

/// Take a computer from a window
///
/// Sign-ins at it say nothing from now on.
#[utoipa::path(
    tag = "duty_workstations",
    operation_id = "duty_workstations_remove",
    params(("id" = Uuid, Path, description = "The computer"), ("If-Match" = String, Header)),
    responses((status = 200, description = "The computer as it is now", body = WorkstationView))
)]
#[post("/duty-workstations/{id}/actions/remove")]
async fn duty_workstations_remove(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<WorkstationView>> {
    actor.may(Action::WorkstationKeep)?;
    workstations::remove(&state, &actor, path.id(), seen, command).await
}
