//! `/callbacks`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AnswerSignalRequest, CallbackFilter, CallbackView, QuotaView, SetQuotaRequest, SignalFilter,
    SignalView,
};
use super::{queue, quotas, signals};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(callbacks_list)
        .service(callbacks_list_quotas)
        .service(callbacks_set_quota)
        .service(callbacks_list_signals)
        .service(callbacks_get_signal)
        .service(callbacks_answer_signal);
}

#[utoipa::path(
    tag = "callbacks",
    operation_id = "callbacks_list",
    summary = "List the callbacks to make",
    description = "Cases that wait for their callback, longest first, for somebody outside the \
        handling unit: whether the quota asks for it, the attempts so far, the next day to try, what \
        the citizen answered on the public page, and open questions. Recording one is \
        `record_callback` of the case.",
    params(CallbackFilter),
    responses((status = 200, description = "A page", body = Page<CallbackView>))
)]
#[get("/callbacks")]
async fn callbacks_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<CallbackFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<CallbackView>>> {
    actor.may(Action::CaseRecordCallback)?;
    Reply::page(queue::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

#[utoipa::path(
    tag = "callbacks",
    operation_id = "callbacks_list_quotas",
    summary = "List the quotas",
    description = "How many of a hundred cases of a level are called back, with the source; all \
        versions by level, answered whole unless `limit` is given. Which cases they are follows from their ids.",
    responses((status = 200, description = "The quotas", body = Page<QuotaView>))
)]
#[get("/callbacks/quotas")]
async fn callbacks_list_quotas(
    state: Data<AppState>,
    actor: CurrentActor,
    list: WholeList,
) -> AppResult<Reply<Page<QuotaView>>> {
    actor.require(Action::ReferenceRead)?;
    list.reply(quotas::list(&state).await?)
}

#[utoipa::path(
    tag = "callbacks",
    operation_id = "callbacks_set_quota",
    summary = "Set a quota",
    description = "The next version for a level, from today or a later day on; those before stay in \
        the list.",
    request_body = SetQuotaRequest,
    responses((status = 201, description = "Entered", body = QuotaView))
)]
#[post("/callbacks/quotas")]
async fn callbacks_set_quota(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<SetQuotaRequest>,
) -> AppResult<Reply<QuotaView>> {
    actor.may(Action::CallbackQuotaSet)?;
    quotas::set(&state, &actor, command).await
}

#[utoipa::path(
    tag = "callbacks",
    operation_id = "callbacks_list_signals",
    summary = "List the questions about answers",
    description = "What looked odd about a rating, a callback or a complaint within the caller's \
        scope, the last first: the same words, the same device, minutes after the end, somebody who \
        asked for a good rating. Questions about cases; nobody is scored.",
    params(SignalFilter),
    responses((status = 200, description = "A page", body = Page<SignalView>))
)]
#[get("/callbacks/signals")]
async fn callbacks_list_signals(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<SignalFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<SignalView>>> {
    actor.may(Action::CaseReadSignals)?;
    Reply::page(signals::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

#[utoipa::path(
    tag = "callbacks",
    operation_id = "callbacks_get_signal",
    summary = "Read a question about an answer",
    description = "One question with its `ETag`; outside the caller's scope it is 404.",
    params(("id" = Uuid, Path, description = "Id of the question")),
    responses((status = 200, description = "The question", body = SignalView))
)]
#[get("/callbacks/signals/{id}")]
async fn callbacks_get_signal(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<SignalView>> {
    actor.may(Action::CaseReadSignals)?;
    signals::get(&state, &actor, id.id(), Lang::of(&request)).await
}

#[utoipa::path(
    tag = "callbacks",
    operation_id = "callbacks_answer_signal",
    summary = "Answer a question about an answer",
    description = "Says what was found out, once; for somebody outside the handling unit.",
    params(
        ("id" = Uuid, Path, description = "Id of the question"),
        ("If-Match" = String, Header)
    ),
    request_body = AnswerSignalRequest,
    responses((status = 200, description = "As it is now", body = SignalView))
)]
#[post("/callbacks/signals/{id}/actions/answer")]
async fn callbacks_answer_signal(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<AnswerSignalRequest>,
    request: HttpRequest,
) -> AppResult<Reply<SignalView>> {
    signals::answer(&state, &actor, id.id(), seen, command, Lang::of(&request)).await
}
