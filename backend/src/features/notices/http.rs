//! `/notices`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::delivery::health;
use super::dto::{
    ChannelView, NoticeCounts, NoticeFilter, NoticeView, PreferencesView, ReadAllRequest,
    ReadAllView, UpdatePreferencesRequest,
};
use super::{preferences, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(notices_list)
        .service(notices_counts)
        .service(notices_get_preferences)
        .service(notices_update_preferences)
        .service(notices_list_channels)
        .service(notices_read_all)
        .service(notices_read);
}

#[utoipa::path(
    tag = "notices",
    operation_id = "notices_list",
    summary = "List my notices",
    description = "My own, newest first; also those of whom I replace. Nobody else sees them, nor \
        when I read them.",
    params(NoticeFilter),
    responses((status = 200, description = "A page of notices", body = Page<NoticeView>))
)]
#[get("/notices")]
async fn notices_list(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    filter: Params<NoticeFilter>,
) -> AppResult<Reply<Page<NoticeView>>> {
    actor.require(Action::NoticeRead)?;
    Reply::page(service::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

#[utoipa::path(
    tag = "notices",
    operation_id = "notices_counts",
    summary = "Count my unread notices",
    description = "One cheap call, for the bell.",
    responses((status = 200, description = "The count", body = NoticeCounts))
)]
#[get("/notices/counts")]
async fn notices_counts(
    state: Data<AppState>,
    actor: CurrentActor,
) -> AppResult<Reply<NoticeCounts>> {
    actor.require(Action::NoticeRead)?;
    Reply::ok(&service::counts(&state, &actor).await?)
}

#[utoipa::path(
    tag = "notices",
    operation_id = "notices_read",
    summary = "Mark a notice as read",
    description = "My own; somebody else's is 404. Marking it again changes nothing.",
    params(
        ("id" = Uuid, Path, description = "Id of the notice"),
        ("If-Match" = String, Header)
    ),
    responses((status = 200, description = "Read", body = NoticeView))
)]
#[post("/notices/{id}/actions/read")]
async fn notices_read(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<NoticeView>> {
    let permit = actor.require(Action::NoticeRead)?;
    service::read(&state, &actor, permit, id.id(), seen, command, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "notices",
    operation_id = "notices_read_all",
    summary = "Mark my notices as read",
    description = "Up to the newest one I was shown: what came meanwhile stays unread.",
    request_body = ReadAllRequest,
    responses((status = 200, description = "Read", body = ReadAllView))
)]
#[post("/notices/actions/read-all")]
async fn notices_read_all(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<ReadAllRequest>,
) -> AppResult<Reply<ReadAllView>> {
    let permit = actor.require(Action::NoticeRead)?;
    service::read_all(&state, &actor, permit, command).await
}

#[utoipa::path(
    tag = "notices",
    operation_id = "notices_get_preferences",
    summary = "Read what I want beside the inbox",
    description = "Where mails go, for which groups, and how often. Version 0: never changed.",
    responses((status = 200, description = "The preferences", body = PreferencesView))
)]
#[get("/notices/preferences")]
async fn notices_get_preferences(
    state: Data<AppState>,
    actor: CurrentActor,
) -> AppResult<Reply<PreferencesView>> {
    actor.require(Action::NoticeRead)?;
    let wanted = preferences::get(&state, &actor).await?;
    Ok(Reply::ok(&wanted)?.version(wanted.version).personal())
}

#[utoipa::path(
    tag = "notices",
    operation_id = "notices_update_preferences",
    summary = "Change what I want beside the inbox",
    description = "Mails leave on working days between the hours of the settings only.",
    params(("If-Match" = String, Header)),
    request_body = UpdatePreferencesRequest,
    responses((status = 200, description = "Changed", body = PreferencesView))
)]
#[patch("/notices/preferences")]
async fn notices_update_preferences(
    state: Data<AppState>,
    actor: CurrentActor,
    seen: IfMatch,
    command: Command<UpdatePreferencesRequest>,
) -> AppResult<Reply<PreferencesView>> {
    let permit = actor.require(Action::NoticeRead)?;
    preferences::update(&state, &actor, permit, seen, command).await
}

#[utoipa::path(
    tag = "notices",
    operation_id = "notices_list_channels",
    summary = "See how notices are delivered",
    description = "Each channel with its deliveries by state and its last failure; no addresses.",
    responses((status = 200, description = "The channels", body = Page<ChannelView>))
)]
#[get("/notices/channels")]
async fn notices_list_channels(
    state: Data<AppState>,
    actor: CurrentActor,
    list: WholeList,
) -> AppResult<Reply<Page<ChannelView>>> {
    actor.require(Action::NoticeWatch)?;
    list.reply(health::channels(&state).await?)
}
