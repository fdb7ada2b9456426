//! `/feedback`.

use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{AnswerFeedbackRequest, FeedbackFilter, FeedbackView, SendFeedbackRequest};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(feedback_list)
        .service(feedback_send)
        .service(feedback_get)
        .service(feedback_answer);
}

#[utoipa::path(
    tag = "feedback",
    operation_id = "feedback_list",
    summary = "List the reports",
    description = "Newest first: my own, or all of them for those who answer.",
    params(FeedbackFilter),
    responses((status = 200, description = "A page of reports", body = Page<FeedbackView>))
)]
#[get("/feedback")]
async fn feedback_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<FeedbackFilter>,
) -> AppResult<Reply<Page<FeedbackView>>> {
    actor.require(Action::FeedbackSend)?;
    Reply::page(service::list(&state, &actor, &filter.0).await?, &filter)
}

#[utoipa::path(
    tag = "feedback",
    operation_id = "feedback_send",
    summary = "Report a problem, a burden or an idea",
    description = "About the system itself, from any page; not about a case.",
    request_body = SendFeedbackRequest,
    responses((status = 201, description = "Kept", body = FeedbackView))
)]
#[post("/feedback")]
async fn feedback_send(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<SendFeedbackRequest>,
) -> AppResult<Reply<FeedbackView>> {
    let permit = actor.require(Action::FeedbackSend)?;
    service::send(&state, &actor, permit, command).await
}

#[utoipa::path(
    tag = "feedback",
    operation_id = "feedback_get",
    summary = "Read a report",
    description = "One report with its `ETag`; somebody else's is 404 unless I answer reports.",
    params(("id" = Uuid, Path, description = "Id of the report")),
    responses((status = 200, description = "The report", body = FeedbackView))
)]
#[get("/feedback/{id}")]
async fn feedback_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<FeedbackView>> {
    actor.require(Action::FeedbackSend)?;
    let report = service::get(&state, &actor, id.id()).await?;
    Ok(Reply::ok(&report)?.version(report.version))
}

#[utoipa::path(
    tag = "feedback",
    operation_id = "feedback_answer",
    summary = "Answer a report",
    description = "Who reported it sees the state and the reply.",
    params(
        ("id" = Uuid, Path, description = "Id of the report"),
        ("If-Match" = String, Header)
    ),
    request_body = AnswerFeedbackRequest,
    responses((status = 200, description = "Answered", body = FeedbackView))
)]
#[patch("/feedback/{id}")]
async fn feedback_answer(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<AnswerFeedbackRequest>,
) -> AppResult<Reply<FeedbackView>> {
    let permit = actor.require(Action::FeedbackAnswer)?;
    service::answer(&state, &actor, permit, id.id(), seen, command).await
}
