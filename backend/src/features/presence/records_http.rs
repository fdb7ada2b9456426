//! `/presence-records`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::record_dto::{
    CreatePresenceRecordRequest, PresenceRecordFilter, PresenceRecordView,
    WithdrawPresenceRecordRequest,
};
use super::records;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts them.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(presence_records_list)
        .service(presence_records_create)
        .service(presence_records_withdraw);
}

/// List the duty officers' records
///
/// Within the caller's scope and of their own, newest first, with what was withdrawn.
#[utoipa::path(
    tag = "presence_records",
    operation_id = "presence_records_list",
    params(PresenceRecordFilter),
    responses((status = 200, description = "A page", body = Page<PresenceRecordView>))
)]
#[get("/presence-records")]
async fn presence_records_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<PresenceRecordFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<PresenceRecordView>>> {
    actor.may(Action::PresenceRead)?;
    let page = records::list(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

/// Keep a record
///
/// By the centre's supervisor or director, or whoever is due at the duty desk that day; not about oneself
/// (409), not before the duty begins and within seven days. Of an on-call post it says whether the call
/// was answered.
#[utoipa::path(
    tag = "presence_records",
    operation_id = "presence_records_create",
    request_body = CreatePresenceRecordRequest,
    responses((status = 201, description = "Kept", body = PresenceRecordView))
)]
#[post("/presence-records")]
async fn presence_records_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreatePresenceRecordRequest>,
    request: HttpRequest,
) -> AppResult<Reply<PresenceRecordView>> {
    actor.may(Action::PresenceRecord)?;
    Box::pin(records::record(&state, &actor, command, Lang::of(&request))).await
}

/// Withdraw a record
///
/// It stays, with the reason, and counts no more.
#[utoipa::path(
    tag = "presence_records",
    operation_id = "presence_records_withdraw",
    params(("id" = Uuid, Path, description = "The record"), ("If-Match" = String, Header)),
    request_body = WithdrawPresenceRecordRequest,
    responses((status = 200, description = "The record as it is now", body = PresenceRecordView))
)]
#[post("/presence-records/{id}/actions/withdraw")]
async fn presence_records_withdraw(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<WithdrawPresenceRecordRequest>,
    request: HttpRequest,
) -> AppResult<Reply<PresenceRecordView>> {
    actor.may(Action::PresenceRecord)?;
    let lang = Lang::of(&request);
    records::withdraw(&state, &actor, path.id(), seen, command, lang).await
}
