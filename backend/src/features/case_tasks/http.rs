//! `/case-tasks`.

use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{CaseTaskFilter, CaseTaskView, CompleteCaseTaskRequest, WithdrawCaseTaskRequest};
use super::service::{self, Step};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::ground::Ground;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(case_tasks_list)
        .service(case_tasks_get)
        .service(case_tasks_complete)
        .service(case_tasks_withdraw);
}

/// List tasks on cases
///
/// Promises of leaders and decisions of meetings within the caller's scope: a unit sees its own, the
/// centre's people those of its region. What is due first comes first.
#[utoipa::path(
    tag = "case_tasks",
    operation_id = "case_tasks_list",
    params(CaseTaskFilter),
    responses((status = 200, description = "A page", body = Page<CaseTaskView>))
)]
#[get("/case-tasks")]
async fn case_tasks_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<CaseTaskFilter>,
) -> AppResult<Reply<Page<CaseTaskView>>> {
    actor.may(Action::CaseTaskRead)?;
    Reply::page(service::list(&state, &actor, &filter.0).await?, &filter)
}

/// Read a task
///
/// Outside the caller's scope it is 404.
#[utoipa::path(
    tag = "case_tasks",
    operation_id = "case_tasks_get",
    params(("id" = Uuid, Path, description = "Id of the task")),
    responses((status = 200, description = "The task", body = CaseTaskView))
)]
#[get("/case-tasks/{id}")]
async fn case_tasks_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<CaseTaskView>> {
    actor.may(Action::CaseTaskRead)?;
    service::get(&state, &actor, id.id()).await
}

/// Complete a task
///
/// By the unit it was given to, or by the centre, which saw it done. It is an event of the case; a
/// promise is kept by it.
#[utoipa::path(
    tag = "case_tasks",
    operation_id = "case_tasks_complete",
    params(("id" = Uuid, Path, description = "Id of the task"), ("If-Match" = String, Header)),
    request_body = CompleteCaseTaskRequest,
    responses((status = 200, description = "As it is now", body = CaseTaskView))
)]
#[post("/case-tasks/{id}/actions/complete")]
async fn case_tasks_complete(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<CompleteCaseTaskRequest>,
) -> AppResult<Reply<CaseTaskView>> {
    let Command { body, idempotency } = command;
    let (ground, step) = (Ground::of(&state).await?, Step::Complete(body.note));
    let act = async |tx: &Tx| {
        Box::pin(service::act(&state, tx, &actor, &ground, (id.id(), seen), &step)).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Withdraw a task
///
/// A decision that has become pointless, with the reason. A leader's promise cannot be withdrawn.
#[utoipa::path(
    tag = "case_tasks",
    operation_id = "case_tasks_withdraw",
    params(("id" = Uuid, Path, description = "Id of the task"), ("If-Match" = String, Header)),
    request_body = WithdrawCaseTaskRequest,
    responses((status = 200, description = "As it is now", body = CaseTaskView))
)]
#[post("/case-tasks/{id}/actions/withdraw")]
async fn case_tasks_withdraw(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<WithdrawCaseTaskRequest>,
) -> AppResult<Reply<CaseTaskView>> {
    let Command { body, idempotency } = command;
    let (ground, step) = (Ground::of(&state).await?, Step::Withdraw(body.reason));
    let act = async |tx: &Tx| {
        Box::pin(service::act(&state, tx, &actor, &ground, (id.id(), seen), &step)).await
    };
    state.once(&actor).run(idempotency, act).await
}
