//! `/events/stream`, `/changes`.

use actix_web::web::Data;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{ChangesFilter, ChangesView, StreamEvent};
use super::{changes, stream};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::auth::identify::Presented;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::methods::HeadOnly;
use crate::platform::http::{Params, Reply};
use crate::policy::Action;

/// The header of a client that comes back (WHATWG HTML 9.2).
const LAST_EVENT_ID: &str = "last-event-id";

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(events_stream).service(events_list_changes);
}

#[utoipa::path(
    tag = "events",
    operation_id = "events_stream",
    summary = "Follow live events",
    description = "Server-sent events, from now on or behind `Last-Event-ID`. `case` says that a case \
        the caller may read is new or changed, `left_scope` that one they could read is out of their \
        sight, each with `object`, `id` and `version` and nothing else; `missed` that events are not \
        told one by one, because the id is unknown or too old or too many are waiting: read everything \
        anew. An `id` without an event is the place to come back to. The events of one case come in \
        order. A comment is a sign of life. The stream ends after a while, with the access token, the \
        session or the capacity, and when the server stops: open another.",
    params((
        "Last-Event-ID" = Option<String>,
        Header,
        description = "The last `id` read"
    )),
    responses((
        status = 200,
        description = "The stream",
        body = StreamEvent,
        content_type = "text/event-stream",
    ))
)]
#[get("/events/stream")]
async fn events_stream(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    actor.may(Action::CaseRead)?;
    let presented = request.extensions().get::<Presented>().cloned();
    let presented = presented.ok_or_else(|| AppError::internal("no identification"))?;
    let last = request.headers().get(LAST_EVENT_ID);
    // What cannot be an id of ours is one we do not know.
    let last = last.map(|last| last.to_str().unwrap_or_default());
    let is_head = request.extensions().get::<HeadOnly>().is_some();
    stream::open(state, presented.0?, last, is_head).await
}

#[utoipa::path(
    tag = "events",
    operation_id = "events_list_changes",
    summary = "List what has changed since a cursor",
    description = "For whoever keeps a copy: each case that is new or changed since, with its version, \
        to be read again under the caller's own rights; and those they could read until then and no \
        longer can (`left_scope`). Without `since` a first cursor is answered: ask for it, read \
        everything once, then go on from there. A cursor belongs to one acting capacity. What \
        changes in the rights of the caller themselves is not told: start anew.",
    params(ChangesFilter),
    responses((status = 200, description = "The changes", body = ChangesView))
)]
#[get("/changes")]
async fn events_list_changes(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ChangesFilter>,
) -> AppResult<Reply<ChangesView>> {
    actor.may(Action::CaseRead)?;
    Ok(Reply::ok(&changes::changes(&state, &actor, &filter.0).await?)?.personal())
}
