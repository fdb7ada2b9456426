//! `/questions`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{AnswerQuestionRequest, QuestionFilter, QuestionView};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(questions_list).service(questions_get).service(questions_answer);
}

/// List the questions to units
///
/// What was seen and cannot be judged by a computer, within the caller's scope, the last first: numbers
/// of other channels that are not registered, units that registered far less than before, times that
/// say little of how matters were entered. A unit sees what is put to it. No person is named or ranked.
#[utoipa::path(
    tag = "questions",
    operation_id = "questions_list",
    params(QuestionFilter),
    responses((status = 200, description = "A page", body = Page<QuestionView>))
)]
#[get("/questions")]
async fn questions_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<QuestionFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<QuestionView>>> {
    actor.may(Action::QuestionRead)?;
    Reply::page(service::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

/// Read a question
///
/// One question with its `ETag`; outside the caller's scope it is 404.
#[utoipa::path(
    tag = "questions",
    operation_id = "questions_get",
    params(("id" = Uuid, Path, description = "Id of the question")),
    responses((status = 200, description = "The question", body = QuestionView))
)]
#[get("/questions/{id}")]
async fn questions_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<QuestionView>> {
    actor.may(Action::QuestionRead)?;
    service::get(&state, &actor, id.id(), Lang::of(&request)).await
}

/// Answer a question
///
/// By the unit it is put to, or by the director of a centre above; once. Whoever supervises asks and
/// does not answer.
#[utoipa::path(
    tag = "questions",
    operation_id = "questions_answer",
    params(
        ("id" = Uuid, Path, description = "Id of the question"),
        ("If-Match" = String, Header)
    ),
    request_body = AnswerQuestionRequest,
    responses((status = 200, description = "As it is now", body = QuestionView))
)]
#[post("/questions/{id}/actions/answer")]
async fn questions_answer(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<AnswerQuestionRequest>,
    request: HttpRequest,
) -> AppResult<Reply<QuestionView>> {
    service::answer(&state, &actor, id.id(), seen, command, Lang::of(&request)).await
}
