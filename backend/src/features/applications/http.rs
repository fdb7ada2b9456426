//! `/applications`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    ApplicationFilter, ApplicationView, CreateApplicationRequest, PreviewParams,
    RevokeSecretRequest, RotateSecretRequest, StopApplicationRequest, VisibleView,
};
use super::preview;
use super::service::{self, Asked, Wanted};
use super::state::ApplicationStep;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(applications_list)
        .service(applications_create)
        // Before the path that takes any id.
        .service(applications_preview)
        .service(applications_get)
        .service(applications_get_visible)
        .service(applications_approve)
        .service(applications_suspend)
        .service(applications_resume)
        .service(applications_revoke)
        .service(applications_rotate)
        .service(applications_revoke_secret);
}

/// List applications
///
/// One's own, newest first; all for administrators. No secret is among them.
#[utoipa::path(
    tag = "applications",
    operation_id = "applications_list",
    params(ApplicationFilter),
    responses((status = 200, description = "A page", body = Page<ApplicationView>))
)]
#[get("/applications")]
async fn applications_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ApplicationFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<ApplicationView>>> {
    actor.may(Action::ApplicationRead)?;
    let page = service::list(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

/// Set up an application
///
/// It acts as the capacity acted in, within the limits given, once a security administrator approved
/// it. The answer tells the client's secret, of which only a hash is kept; one that is answered again
/// under the same `Idempotency-Key` does not.
#[utoipa::path(
    tag = "applications",
    operation_id = "applications_create",
    request_body = CreateApplicationRequest,
    responses((status = 201, description = "Set up, with its secret", body = ApplicationView))
)]
#[post("/applications")]
async fn applications_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateApplicationRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ApplicationView>> {
    actor.may(Action::ApplicationWrite)?;
    service::create(&state, &actor, command, Lang::of(&request)).await
}

/// See what an application would see
///
/// A sentence a scope, and how many cases there are for it now, in the capacity acted in; nothing is
/// set up.
#[utoipa::path(
    tag = "applications",
    operation_id = "applications_preview",
    params(PreviewParams),
    responses((status = 200, description = "What it would see", body = VisibleView))
)]
#[get("/applications/preview")]
async fn applications_preview(
    state: Data<AppState>,
    actor: CurrentActor,
    params: Params<PreviewParams>,
    request: HttpRequest,
) -> AppResult<Reply<VisibleView>> {
    actor.may(Action::ApplicationWrite)?;
    let view = preview::preview(&state, &actor, &params.0, Lang::of(&request)).await?;
    Ok(Reply::ok(&view)?.personal())
}

/// Read an application
#[utoipa::path(
    tag = "applications",
    operation_id = "applications_get",
    description = "What it may, how long, which secrets it has, and what may be done with it.",
    params(("id" = Uuid, Path, description = "The application")),
    responses((status = 200, description = "As it is now", body = ApplicationView))
)]
#[get("/applications/{id}")]
async fn applications_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<ApplicationView>> {
    actor.may(Action::ApplicationRead)?;
    service::get(&state, &actor, path.id(), Lang::of(&request)).await
}

/// See what an application sees
///
/// A sentence a scope, and how many cases there are for it now, by the predicate its own requests are
/// answered by. No case is shown.
#[utoipa::path(
    tag = "applications",
    operation_id = "applications_get_visible",
    params(("id" = Uuid, Path, description = "The application")),
    responses((status = 200, description = "What it sees", body = VisibleView))
)]
#[get("/applications/{id}/visible")]
async fn applications_get_visible(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<VisibleView>> {
    actor.may(Action::ApplicationRead)?;
    let view = preview::of_application(&state, &actor, path.id(), Lang::of(&request)).await?;
    Ok(Reply::ok(&view)?.personal())
}

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident, $id:literal, $path:literal, $body:ident, $step:ident, $asked:expr;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(
            tag = "applications",
            operation_id = $id,
            params(("id" = Uuid, Path, description = "The application"), ("If-Match" = String, Header)),
            request_body = $body,
            responses((status = 200, description = "As it is now", body = ApplicationView))
        )]
        #[post($path)]
        async fn $name(
            state: Data<AppState>,
            actor: CurrentActor,
            path: PathId,
            seen: IfMatch,
            command: Command<$body>,
            request: HttpRequest,
        ) -> AppResult<Reply<ApplicationView>> {
            actor.may(Action::ApplicationRead)?;
            let Command { body, idempotency } = command;
            let asked: fn($body) -> Asked = $asked;
            let step = ApplicationStep::$step;
            let wanted = Wanted { id: path.id(), seen, step, asked: asked(body) };
            service::step(&state, &actor, &wanted, idempotency, Lang::of(&request)).await
        }
    )*};
}

steps! {
    /// Suspend an application
    ///
    /// For its owner and for security administrators. Its next request is refused, on every server.
    applications_suspend, "applications_suspend", "/applications/{id}/actions/suspend",
        StopApplicationRequest, Suspend, |body| Asked::Stop(body.reason.trim().to_owned());
    /// Revoke an application
    ///
    /// For good: for its owner and for security administrators. Its next request is refused, on every
    /// server.
    applications_revoke, "applications_revoke", "/applications/{id}/actions/revoke",
        StopApplicationRequest, Revoke, |body| Asked::Stop(body.reason.trim().to_owned());
    /// Rotate the secret of an application
    ///
    /// The answer tells a second secret, for its owner alone; those there are go on for so many hours, so
    /// that the other system changes over without a break. An answer that is given again under the same
    /// `Idempotency-Key` has no secret: whoever never got it revokes that secret and rotates again.
    applications_rotate, "applications_rotate", "/applications/{id}/actions/rotate",
        RotateSecretRequest, Rotate, Asked::Rotate;
    /// Revoke a secret of an application
    ///
    /// Tokens got by it are refused from their next request on.
    applications_revoke_secret, "applications_revoke_secret",
        "/applications/{id}/actions/revoke_secret",
        RevokeSecretRequest, RevokeSecret, Asked::RevokeSecret;
}

/// Approve an application
///
/// By a security administrator: from now on it gets tokens.
#[utoipa::path(
    tag = "applications",
    operation_id = "applications_approve",
    params(("id" = Uuid, Path, description = "The application"), ("If-Match" = String, Header)),
    responses((status = 200, description = "As it is now", body = ApplicationView))
)]
#[post("/applications/{id}/actions/approve")]
async fn applications_approve(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
    request: HttpRequest,
) -> AppResult<Reply<ApplicationView>> {
    actor.may(Action::ApplicationRead)?;
    let step = ApplicationStep::Approve;
    let wanted = Wanted { id: path.id(), seen, step, asked: Asked::Plain };
    service::step(&state, &actor, &wanted, command.idempotency, Lang::of(&request)).await
}

/// Let an application go on
///
/// What a security administrator suspended only one of them lets go on.
#[utoipa::path(
    tag = "applications",
    operation_id = "applications_resume",
    params(("id" = Uuid, Path, description = "The application"), ("If-Match" = String, Header)),
    responses((status = 200, description = "As it is now", body = ApplicationView))
)]
#[post("/applications/{id}/actions/resume")]
async fn applications_resume(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
    request: HttpRequest,
) -> AppResult<Reply<ApplicationView>> {
    actor.may(Action::ApplicationRead)?;
    let step = ApplicationStep::Resume;
    let wanted = Wanted { id: path.id(), seen, step, asked: Asked::Plain };
    service::step(&state, &actor, &wanted, command.idempotency, Lang::of(&request)).await
}
