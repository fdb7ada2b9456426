//! `/visits`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AcceptVisitRequest, CloseVisitRequest, HandOverVisitRequest, LinkVisitRequest,
    NoteVisitRequest, ReceiverFilter, VisitFigures, VisitFilter, VisitView,
};
use super::receivers;
use super::service::{self, Step};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(visits_list)
        .service(visits_note)
        .service(visits_count)
        .service(visits_get)
        .service(visits_list_receivers)
        .service(visits_hand_over)
        .service(visits_accept)
        .service(visits_close)
        .service(visits_link);
}

#[utoipa::path(
    tag = "visits",
    operation_id = "visits_list",
    summary = "List the visits",
    description = "Visits and calls of the caller's scope that match every filter. What was left \
        unregistered is `state=open&is_overdue=true`.",
    params(VisitFilter),
    responses((status = 200, description = "A page", body = Page<VisitView>))
)]
#[get("/visits")]
async fn visits_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<VisitFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<VisitView>>> {
    actor.may(Action::VisitRead)?;
    Reply::page(service::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

#[utoipa::path(
    tag = "visits",
    operation_id = "visits_note",
    summary = "Note a visit",
    description = "In seconds: the channel is enough. Who was asked first has it in hand until \
        somebody else accepts it, or it is registered or closed.",
    request_body = NoteVisitRequest,
    responses((status = 201, description = "Noted", body = VisitView))
)]
#[post("/visits")]
async fn visits_note(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<NoteVisitRequest>,
    request: HttpRequest,
) -> AppResult<Reply<VisitView>> {
    let permit = actor.require(Action::VisitNote)?;
    service::note(&state, &actor, permit, command, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "visits",
    operation_id = "visits_count",
    summary = "Count the visits",
    description = "What is open, what of it is overdue, what is in the caller's hands, and what \
        waits to be accepted.",
    responses((status = 200, description = "The figures", body = VisitFigures))
)]
#[get("/visits/counts")]
async fn visits_count(
    state: Data<AppState>,
    actor: CurrentActor,
) -> AppResult<Reply<VisitFigures>> {
    actor.may(Action::VisitRead)?;
    Reply::ok(&service::counts(&state, &actor).await?)
}

#[utoipa::path(
    tag = "visits",
    operation_id = "visits_get",
    summary = "Read a visit",
    description = "With the chain of hand-overs and their acceptance; outside the caller's scope \
        it is 404.",
    params(("id" = Uuid, Path, description = "Id of the visit")),
    responses((status = 200, description = "The visit", body = VisitView))
)]
#[get("/visits/{id}")]
async fn visits_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<VisitView>> {
    actor.may(Action::VisitRead)?;
    service::get(&state, &actor, id.id(), Lang::of(&request)).await
}

#[utoipa::path(
    tag = "visits",
    operation_id = "visits_list_receivers",
    summary = "List who a visit may be handed over to",
    description = "People of the region of its centre who could accept it, by name, without who \
        has it in hand. 50 at most.",
    params(("id" = Uuid, Path, description = "Id of the visit"), ReceiverFilter),
    responses((status = 200, description = "People", body = Page<PersonRef>))
)]
#[get("/visits/{id}/receivers")]
async fn visits_list_receivers(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    filter: WholeList<ReceiverFilter>,
) -> AppResult<Reply<Page<PersonRef>>> {
    actor.may(Action::VisitHandOver)?;
    filter.reply(receivers::list(&state, &actor, id.id(), &filter.0).await?)
}

/// Declares the handler of one verb: they differ in body and words only.
macro_rules! action {
    ($name:ident, $path:literal, $id:literal, $body:ident, $step:expr, $summary:literal, $text:literal) => {
        #[utoipa::path(
                    tag = "visits",
                    operation_id = $id,
                    summary = $summary,
                    description = $text,
                    params(
                        ("id" = Uuid, Path, description = "Id of the visit"),
                        ("If-Match" = String, Header)
                    ),
                    request_body = $body,
                    responses((status = 200, description = "As it is now", body = VisitView))
                )]
        #[post($path)]
        async fn $name(
            state: Data<AppState>,
            actor: CurrentActor,
            id: PathId,
            seen: IfMatch,
            command: Command<$body>,
            request: HttpRequest,
        ) -> AppResult<Reply<VisitView>> {
            let Command { body, idempotency } = command;
            let step: Step = ($step)(body);
            let lang = Lang::of(&request);
            service::act(&state, &actor, id.id(), seen, &step, idempotency, lang).await
        }
    };
}

action!(
    visits_hand_over,
    "/visits/{id}/actions/hand_over",
    "visits_hand_over",
    HandOverVisitRequest,
    Step::HandOver,
    "Hand a visit over",
    "To a person or a department. Until somebody accepts it, it stays in the same hands."
);

action!(
    visits_accept,
    "/visits/{id}/actions/accept",
    "visits_accept",
    AcceptVisitRequest,
    Step::Accept,
    "Accept a visit",
    "Whoever it was handed over to, or anybody of the department, has it in hand from now on."
);

action!(
    visits_close,
    "/visits/{id}/actions/close",
    "visits_close",
    CloseVisitRequest,
    Step::Close,
    "Close a visit",
    "It leads to no case, with a coded reason: answered, guided to a named unit, and others."
);

action!(
    visits_link,
    "/visits/{id}/actions/link",
    "visits_link",
    LinkVisitRequest,
    Step::Link,
    "Join a visit to its case",
    "For a case that is there already; registering with `visit_id` does it in one."
);
