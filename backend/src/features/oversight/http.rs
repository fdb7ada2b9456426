//! `/oversight`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::OversightView;
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::Reply;
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(oversight_get);
}

#[utoipa::path(
    tag = "oversight",
    operation_id = "oversight_get",
    summary = "Read the centre's one page",
    description = "What is open, late and by whose time, returned, contested, waiting for a \
        decision or never registered: each figure as of now, with its definition, its counting \
        unit and the list of exactly the rows behind it.",
    responses((status = 200, description = "The page", body = OversightView))
)]
#[get("/oversight")]
async fn oversight_get(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
) -> AppResult<Reply<OversightView>> {
    actor.may(Action::CaseOversee)?;
    let view = service::page(&state, &actor, Lang::of(&request)).await?;
    Ok(Reply::ok(&view)?.personal())
}
