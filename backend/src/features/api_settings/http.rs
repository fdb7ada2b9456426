//! `/api-settings`, and the middleware that keeps them in force.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{get, patch};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{ApiSettingsView, UpdateApiSettingsRequest};
use super::{cache, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Reply};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(api_settings_get).service(api_settings_update);
}

/// Middleware before the limits: looks whether another server was told otherwise. Where that cannot be
/// read, what was in force goes on.
pub async fn middleware(
    state: Data<AppState>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if request.path().starts_with("/api/v1/")
        && let Err(error) = cache::look(&state).await
    {
        tracing::warn!(%error, "the settings of the API could not be read");
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// Read the settings of the API
///
/// Rates, sizes and times by kind of action, and the origins of CORS.
#[utoipa::path(
    tag = "api_settings",
    operation_id = "api_settings_get",
    responses((status = 200, description = "As they are now", body = ApiSettingsView))
)]
#[get("/api-settings")]
async fn api_settings_get(
    state: Data<AppState>,
    actor: CurrentActor,
) -> AppResult<Reply<ApiSettingsView>> {
    actor.require(Action::ApiSettingsRead)?;
    service::get(&state, &actor).await
}

/// Change the settings of the API
///
/// In force at once on this server and within ten seconds on every other. What is left out stays.
#[utoipa::path(
    tag = "api_settings",
    operation_id = "api_settings_update",
    params(("If-Match" = String, Header)),
    request_body = UpdateApiSettingsRequest,
    responses((status = 200, description = "As they are now", body = ApiSettingsView))
)]
#[patch("/api-settings")]
async fn api_settings_update(
    state: Data<AppState>,
    actor: CurrentActor,
    seen: IfMatch,
    command: Command<UpdateApiSettingsRequest>,
) -> AppResult<Reply<ApiSettingsView>> {
    actor.require(Action::ApiSettingsWrite)?;
    service::update(&state, &actor, seen, command).await
}
