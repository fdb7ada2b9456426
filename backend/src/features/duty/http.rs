//! `/duty`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{DutyFilter, DutyView, RevealPhoneRequest, RevealedPhone};
use super::{reaching, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts it.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(duty_get).service(duty_reveal_phone);
}

/// Show who is on duty
///
/// Who is at which post, who stands in for whom and who comes when called: from the published roster,
/// what residents owe, approved leaves and stand-ins. Without a day it is now, with the nights that
/// began yesterday. Names and posts only, fit for a wall; telephone numbers, masked, where they are asked
/// for by who may reach people on duty.
#[utoipa::path(
    tag = "duty",
    operation_id = "duty_get",
    params(DutyFilter),
    responses((status = 200, description = "Who is on duty", body = DutyView))
)]
#[get("/duty")]
async fn duty_get(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<DutyFilter>,
    request: HttpRequest,
) -> AppResult<Reply<DutyView>> {
    actor.may(Action::DutyRead)?;
    let view = service::get(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::ok(&view)?.personal())
}

/// Reveal the telephone number of somebody on duty
///
/// For who may reach people on duty, and of who is on duty there that day: anybody else is 404. The look
/// and its reason are an entry of the security log.
#[utoipa::path(
    tag = "duty",
    operation_id = "duty_reveal_phone",
    params(("person_id" = Uuid, Path, description = "Who is on duty")),
    request_body = RevealPhoneRequest,
    responses((status = 200, description = "The number in clear", body = RevealedPhone))
)]
#[post("/duty/people/{person_id}/reveal")]
async fn duty_reveal_phone(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<RevealPhoneRequest>,
) -> AppResult<Reply<RevealedPhone>> {
    actor.may(Action::DutyReach)?;
    let Command { body, idempotency } = command;
    let value = Box::pin(reaching::look(&state, &actor, path.id(), &body)).await?;
    // The answer is personal data: what is kept for a replay is that there was one.
    let kept = state
        .once(&actor)
        .run(idempotency, async |tx: &Tx| {
            reaching::note(&state, tx, &actor, path.id(), &body).await?;
            Reply::ok(&RevealedPhone { value: String::new() })
        })
        .await?;
    kept.with_body(&RevealedPhone { value })
}
