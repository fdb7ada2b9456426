//! `/webhooks/{id}/deliveries`.

use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::deliveries;
use super::delivery_dto::{
    WebhookAttemptFilter, WebhookAttemptView, WebhookDeliveryFilter, WebhookDeliveryView,
};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply};
use crate::policy::Action;

/// Mounts them.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(webhooks_list_deliveries)
        .service(webhooks_get_delivery)
        .service(webhooks_list_attempts)
        .service(webhooks_replay_delivery);
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_list_deliveries",
    summary = "List the deliveries of a webhook",
    description = "Newest first, for its owner: those about cases the caller may read.",
    params(("id" = Uuid, Path, description = "The webhook"), WebhookDeliveryFilter),
    responses((status = 200, description = "A page", body = Page<WebhookDeliveryView>))
)]
#[get("/webhooks/{id}/deliveries")]
async fn webhooks_list_deliveries(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<WebhookDeliveryFilter>,
) -> AppResult<Reply<Page<WebhookDeliveryView>>> {
    actor.may(Action::WebhookKeep)?;
    let page = deliveries::list(&state, &actor, path.id(), &filter.0).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_get_delivery",
    summary = "Read a delivery",
    description = "Where it stands, and what came of its last attempt.",
    params(
        ("id" = Uuid, Path, description = "The webhook"),
        ("delivery_id" = Uuid, Path, description = "The delivery")
    ),
    responses((
        status = 200,
        description = "The delivery",
        body = WebhookDeliveryView,
        headers(("ETag" = String, description = "Version of the delivery")),
    ))
)]
#[get("/webhooks/{id}/deliveries/{delivery_id}")]
async fn webhooks_get_delivery(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
) -> AppResult<Reply<WebhookDeliveryView>> {
    actor.may(Action::WebhookKeep)?;
    deliveries::get(&state, &actor, path.0).await
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_list_attempts",
    summary = "List the attempts of a delivery",
    description = "Newest first, each with its status, its time and why it failed. What the receiver \
        answered is not kept.",
    params(
        ("id" = Uuid, Path, description = "The webhook"),
        ("delivery_id" = Uuid, Path, description = "The delivery"),
        WebhookAttemptFilter
    ),
    responses((status = 200, description = "A page", body = Page<WebhookAttemptView>))
)]
#[get("/webhooks/{id}/deliveries/{delivery_id}/attempts")]
async fn webhooks_list_attempts(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    filter: Params<WebhookAttemptFilter>,
) -> AppResult<Reply<Page<WebhookAttemptView>>> {
    actor.may(Action::WebhookKeep)?;
    let page = deliveries::list_attempts(&state, &actor, path.0, &filter.0).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_replay_delivery",
    summary = "Deliver an event again",
    description = "Under the id its receiver knows; one that waits for its next attempt waits no longer. \
        It is not sent where the owner may not read the case.",
    params(
        ("id" = Uuid, Path, description = "The webhook"),
        ("delivery_id" = Uuid, Path, description = "The delivery"),
        ("If-Match" = String, Header)
    ),
    responses((status = 200, description = "It waits to be sent", body = WebhookDeliveryView))
)]
#[post("/webhooks/{id}/deliveries/{delivery_id}/actions/replay")]
async fn webhooks_replay_delivery(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<WebhookDeliveryView>> {
    actor.may(Action::WebhookKeep)?;
    deliveries::replay(&state, &actor, path.0, seen, command).await
}
