//! `/webhooks`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::delivery_dto::WebhookDeliveryView;
use super::dto::{
    CreateWebhookRequest, DisableWebhookRequest, EnableWebhookRequest, ReplayWebhookRequest,
    RotateWebhookSecretRequest, UpdateWebhookRequest, WebhookEventType, WebhookFilter,
    WebhookSecretView, WebhookView,
};
use super::{acts, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(webhooks_list)
        .service(webhooks_create)
        .service(webhooks_list_event_types)
        .service(webhooks_get)
        .service(webhooks_update)
        .service(webhooks_rotate_secret)
        .service(webhooks_enable)
        .service(webhooks_disable)
        .service(webhooks_test)
        .service(webhooks_replay)
        .service(webhooks_remove);
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_list",
    summary = "List the webhooks",
    description = "Newest first: one's own; directors see those of their centre, and system \
        administrators those of their region.",
    params(WebhookFilter),
    responses((status = 200, description = "A page of webhooks", body = Page<WebhookView>))
)]
#[get("/webhooks")]
async fn webhooks_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<WebhookFilter>,
) -> AppResult<Reply<Page<WebhookView>>> {
    actor.may(Action::WebhookRead)?;
    let page = service::list(&state, &actor, &filter.0).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_create",
    summary = "Set up a webhook",
    description = "For the capacity acted in: events of cases it may read are sent there as \
        CloudEvents 1.0, signed as Standard Webhooks say, at least once each, those of one case in \
        order. What is recorded from now on is sent. Where it is bound to an application, only what that \
        may see is sent, and only while it is active. The answer shows the secret, once; one that is \
        answered again under the same `Idempotency-Key` does not.",
    request_body = CreateWebhookRequest,
    responses((
        status = 201,
        description = "Set up",
        body = WebhookSecretView,
        headers(
            ("ETag" = String, description = "Version of the webhook"),
            ("Location" = String, description = "Where the webhook is"),
        ),
    ))
)]
#[post("/webhooks")]
async fn webhooks_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateWebhookRequest>,
) -> AppResult<Reply<WebhookSecretView>> {
    actor.may(Action::WebhookKeep)?;
    service::create(&state, &actor, command).await
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_list_event_types",
    summary = "List the types of events",
    description = "Every type a webhook may want, in the order of the procedure; always answered \
        whole.",
    responses((status = 200, description = "All types", body = Page<WebhookEventType>))
)]
#[get("/webhook-event-types")]
async fn webhooks_list_event_types(
    actor: CurrentActor,
    request: HttpRequest,
    list: WholeList,
) -> AppResult<Reply<Page<WebhookEventType>>> {
    actor.may(Action::WebhookRead)?;
    Ok(list.reply(service::list_event_types(Lang::of(&request)))?.personal())
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_get",
    summary = "Read a webhook",
    description = "Without its secret, which was shown when it was made.",
    params(("id" = Uuid, Path, description = "The webhook")),
    responses((
        status = 200,
        description = "The webhook",
        body = WebhookView,
        headers(("ETag" = String, description = "Version of the webhook")),
    ))
)]
#[get("/webhooks/{id}")]
async fn webhooks_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
) -> AppResult<Reply<WebhookView>> {
    actor.may(Action::WebhookRead)?;
    service::get(&state, &actor, path.id()).await
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_update",
    summary = "Change a webhook",
    description = "What waits already is sent to the new address.",
    params(("id" = Uuid, Path, description = "The webhook"), ("If-Match" = String, Header)),
    request_body = UpdateWebhookRequest,
    responses((status = 200, description = "Changed", body = WebhookView))
)]
#[patch("/webhooks/{id}")]
async fn webhooks_update(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<UpdateWebhookRequest>,
) -> AppResult<Reply<WebhookView>> {
    actor.may(Action::WebhookKeep)?;
    service::update(&state, &actor, path.id(), seen, command).await
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_rotate_secret",
    summary = "Give a webhook a new secret",
    description = "For some hours the former one signs as well: `webhook-signature` then has two \
        signatures, and a receiver may change over without missing anything. The answer shows the new \
        secret, once; one that is answered again under the same `Idempotency-Key` does not. Whoever \
        never got it changes it again: what signed before still signs.",
    params(("id" = Uuid, Path, description = "The webhook"), ("If-Match" = String, Header)),
    request_body = RotateWebhookSecretRequest,
    responses((status = 200, description = "It has a new secret", body = WebhookSecretView))
)]
#[post("/webhooks/{id}/actions/rotate_secret")]
async fn webhooks_rotate_secret(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<RotateWebhookSecretRequest>,
) -> AppResult<Reply<WebhookSecretView>> {
    actor.may(Action::WebhookKeep)?;
    acts::rotate_secret(&state, &actor, (path.id(), seen), command).await
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_enable",
    summary = "Enable a webhook",
    description = "It goes on where it stopped: what happened meanwhile is sent in order, unless it \
        is to be passed over.",
    params(("id" = Uuid, Path, description = "The webhook"), ("If-Match" = String, Header)),
    request_body = EnableWebhookRequest,
    responses((status = 200, description = "Enabled", body = WebhookView))
)]
#[post("/webhooks/{id}/actions/enable")]
async fn webhooks_enable(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<EnableWebhookRequest>,
) -> AppResult<Reply<WebhookView>> {
    actor.may(Action::WebhookKeep)?;
    acts::enable(&state, &actor, (path.id(), seen), command).await
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_disable",
    summary = "Disable a webhook",
    description = "Nothing is sent until it is enabled again, and nothing is lost meanwhile. A webhook \
        is also disabled by itself: when its receiver answers 410, or when for days no attempt \
        succeeded, of which its owner is told.",
    params(("id" = Uuid, Path, description = "The webhook"), ("If-Match" = String, Header)),
    request_body = DisableWebhookRequest,
    responses((status = 200, description = "Disabled", body = WebhookView))
)]
#[post("/webhooks/{id}/actions/disable")]
async fn webhooks_disable(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<DisableWebhookRequest>,
) -> AppResult<Reply<WebhookView>> {
    actor.may(Action::WebhookDisable)?;
    acts::disable(&state, &actor, (path.id(), seen), command).await
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_test",
    summary = "Send a test",
    description = "An event `cn.zongzhi.test.v1` that says nothing, signed and tried again like any \
        other. The delivery tells what came of it.",
    params(("id" = Uuid, Path, description = "The webhook"), ("If-Match" = String, Header)),
    responses((status = 202, description = "On its way", body = WebhookDeliveryView))
)]
#[post("/webhooks/{id}/actions/test")]
async fn webhooks_test(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<WebhookDeliveryView>> {
    actor.may(Action::WebhookKeep)?;
    acts::test(&state, &actor, (path.id(), seen), command).await
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_replay",
    summary = "Deliver again since an instant",
    description = "Everything recorded since then that the owner may read now, in its order and under \
        the ids the receiver knows.",
    params(("id" = Uuid, Path, description = "The webhook"), ("If-Match" = String, Header)),
    request_body = ReplayWebhookRequest,
    responses((status = 200, description = "It is being delivered again", body = WebhookView))
)]
#[post("/webhooks/{id}/actions/replay")]
async fn webhooks_replay(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<ReplayWebhookRequest>,
) -> AppResult<Reply<WebhookView>> {
    actor.may(Action::WebhookKeep)?;
    acts::replay(&state, &actor, (path.id(), seen), command).await
}

#[utoipa::path(
    tag = "webhooks",
    operation_id = "webhooks_remove",
    summary = "Remove a webhook",
    description = "With its secrets and, by and by, its deliveries. Answers it as it was.",
    params(("id" = Uuid, Path, description = "The webhook"), ("If-Match" = String, Header)),
    responses((status = 200, description = "Removed", body = WebhookView))
)]
#[post("/webhooks/{id}/actions/remove")]
async fn webhooks_remove(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<WebhookView>> {
    actor.may(Action::WebhookKeep)?;
    acts::remove(&state, &actor, (path.id(), seen), command).await
}
