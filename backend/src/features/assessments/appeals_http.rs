//! `/assessments/appeals`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::appeals::{self, Verdict};
use super::dto::{
    AcceptAppealRequest, AssessmentAppealFilter, AssessmentAppealView, RejectAppealRequest,
};
use super::view::Reader;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::notices::direct::Bell;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::idempotency::IdempotentRequest;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, may_ever};

/// Mounts the appeals.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(assessments_list_appeals)
        .service(assessments_get_appeal)
        .service(assessments_accept_appeal)
        .service(assessments_reject_appeal);
}

/// 403 for who decides on no appeal at all.
fn may_decide(actor: &CurrentActor) -> AppResult<()> {
    let rights = [Action::AssessmentDecide, Action::AssessmentDecideLast];
    if rights.into_iter().any(|right| may_ever(actor, right)) {
        return Ok(());
    }
    Err(ErrorCode::AuthNotAllowed.into())
}

/// List appeals
///
/// Those the caller decides on or decided, the newest first; who made one sees it with the result.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_list_appeals",
    params(AssessmentAppealFilter),
    responses((status = 200, description = "A page", body = Page<AssessmentAppealView>))
)]
#[get("/assessments/appeals")]
async fn assessments_list_appeals(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<AssessmentAppealFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<AssessmentAppealView>>> {
    may_decide(&actor)?;
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    Reply::page(appeals::list(&state, &reader, &filter.0).await?, &filter)
}

/// Read an appeal
///
/// With the result and the facts it is about; for who decides on it.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_get_appeal",
    params(("id" = Uuid, Path, description = "Id of the appeal")),
    responses((status = 200, description = "The appeal", body = AssessmentAppealView))
)]
#[get("/assessments/appeals/{id}")]
async fn assessments_get_appeal(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentAppealView>> {
    may_decide(&actor)?;
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    appeals::get(&state, &reader, id.id()).await
}

/// Accept an appeal
///
/// Fact by fact: it counts as kept, is set aside, or stands; one at least changes. A corrected result
/// is put beside the one that was appealed against, which stays as it is.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_accept_appeal",
    params(("id" = Uuid, Path, description = "Id of the appeal"), ("If-Match" = String, Header)),
    request_body = AcceptAppealRequest,
    responses((status = 200, description = "As it is now", body = AssessmentAppealView))
)]
#[post("/assessments/appeals/{id}/actions/accept")]
async fn assessments_accept_appeal(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<AcceptAppealRequest>,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentAppealView>> {
    let Command { body, idempotency } = command;
    let asked = ((id.id(), seen), Lang::of(&request));
    Box::pin(decide(&state, &actor, asked, idempotency, Verdict::Accept(body))).await
}

/// Reject an appeal
///
/// The result stands as it is, with the reason.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_reject_appeal",
    params(("id" = Uuid, Path, description = "Id of the appeal"), ("If-Match" = String, Header)),
    request_body = RejectAppealRequest,
    responses((status = 200, description = "As it is now", body = AssessmentAppealView))
)]
#[post("/assessments/appeals/{id}/actions/reject")]
async fn assessments_reject_appeal(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<RejectAppealRequest>,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentAppealView>> {
    let Command { body, idempotency } = command;
    let asked = ((id.id(), seen), Lang::of(&request));
    Box::pin(decide(&state, &actor, asked, idempotency, Verdict::Reject(body))).await
}

async fn decide(
    state: &AppState,
    actor: &CurrentActor,
    (which, lang): ((Uuid, IfMatch), Lang),
    idempotency: Option<IdempotentRequest>,
    verdict: Verdict,
) -> AppResult<Reply<AssessmentAppealView>> {
    may_decide(actor)?;
    let reader = Reader::of(state, actor, lang).await?;
    let bell = Bell::of(state).await?;
    let work =
        async |tx: &Tx| Box::pin(appeals::decide(state, tx, &reader, &bell, which, &verdict)).await;
    state.once(actor).run(idempotency, work).await
}
