use actix_web::{HttpRequest, post, web};

use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::bulk::{self, Bulk};
use crate::features::cases::dto::{
    BulkActionRequest, BulkReport, RegisterCasesRequest, RegisterReport,
};
use crate::features::cases::registering;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Preview an action for many cases
///
/// What would become of each, with the problem of each that would be refused. Nothing is stored.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_preview_bulk",
    request_body = BulkActionRequest,
    responses((status = 200, description = "What would become of each", body = BulkReport))
)]
#[post("/cases/actions/preview")]
pub(super) async fn cases_preview_bulk(
    state: web::Data<AppState>,
    actor: CurrentActor,
    command: Command<BulkActionRequest>,
    request: HttpRequest,
) -> AppResult<Reply<BulkReport>> {
    actor.may(Action::CaseRead)?;
    let bulk = Bulk::read(&actor, command.body)?;
    let report = bulk::preview(&state, &actor, &bulk, Lang::of(&request)).await?;
    Ok(Reply::ok(&report)?.personal())
}

/// Carry out an action for many cases
///
/// Each case in a transaction of its own, by the same rules and rights as alone: a refusal of one
/// undoes nothing of the others. With an `Idempotency-Key` a request that was cut off is taken up
/// where it was; no case is acted upon twice.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_run_bulk",
    request_body = BulkActionRequest,
    responses((status = 200, description = "What became of each", body = BulkReport))
)]
#[post("/cases/actions")]
pub(super) async fn cases_run_bulk(
    state: web::Data<AppState>,
    actor: CurrentActor,
    command: Command<BulkActionRequest>,
    request: HttpRequest,
) -> AppResult<Reply<BulkReport>> {
    actor.may(Action::CaseRead)?;
    let Command { body, idempotency } = command;
    let bulk = Bulk::read(&actor, body)?;
    bulk::run(&state, &actor, &bulk, idempotency, Lang::of(&request)).await
}

/// Register many cases
///
/// Up to 1,000, each by the same rules and rights as alone, with what became of each: registered, there
/// already by its source system and number, or refused with its own problem. With `all_or_nothing` one
/// problem holds all others back, and all problems are told. With an `Idempotency-Key` a request that
/// was cut off is taken up where it was. The body may have 8 MiB.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_register_bulk",
    request_body = RegisterCasesRequest,
    responses((status = 200, description = "What became of each", body = RegisterReport))
)]
#[post("")]
pub(super) async fn cases_register_bulk(
    state: web::Data<AppState>,
    actor: CurrentActor,
    command: Command<RegisterCasesRequest>,
    request: HttpRequest,
) -> AppResult<Reply<RegisterReport>> {
    actor.may(Action::CaseRegister)?;
    let Command { body, idempotency } = command;
    registering::register(&state, &actor, body, idempotency, Lang::of(&request)).await
}
