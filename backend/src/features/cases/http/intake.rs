use actix_web::{HttpRequest, post, web};

use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::dto::{
    CaseView, FindSimilarRequest, ReceiptView, RegisterCaseRequest, ReplaceTrackingCodeRequest,
    SimilarCases,
};
use crate::features::cases::ground::Ground;
use crate::features::cases::service::Asked;
use crate::features::cases::{service, similar, tracking_code};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Register a case
///
/// The matter gets its number, its first event and its first clock in one transaction. The answer
/// carries the tracking code for the citizen, which is not stored.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_register",
    request_body = RegisterCaseRequest,
    responses((
        status = 201,
        description = "Registered",
        body = CaseView,
        headers(
            ("ETag" = String, description = "Version of the case"),
            ("Location" = String, description = "Where the case is"),
        ),
    ))
)]
#[post("/cases")]
pub(super) async fn cases_register(
    state: web::Data<AppState>,
    actor: CurrentActor,
    command: Command<RegisterCaseRequest>,
    request: HttpRequest,
) -> AppResult<Reply<CaseView>> {
    let Command { body, idempotency } = command;
    let lang = Lang::of(&request);
    let ready = service::before_register(&state, &actor, &body).await?;
    let register = async |tx: &Tx| service::register(&state, tx, &actor, &body, &ready, lang).await;
    state.once(&actor).run(idempotency, register).await
}

/// Find cases like a title
///
/// Offered while registering, so that the same matter is not taken in twice. A POST, because a
/// title may name people and URLs are logged.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_find_similar",
    request_body = FindSimilarRequest,
    responses((status = 200, description = "Most alike first", body = SimilarCases))
)]
#[post("/cases/similar")]
pub(super) async fn cases_find_similar(
    state: web::Data<AppState>,
    actor: CurrentActor,
    command: Command<FindSimilarRequest>,
    request: HttpRequest,
) -> AppResult<Reply<SimilarCases>> {
    actor.may(Action::CaseRead)?;
    let Command { body, .. } = command;
    let lang = Lang::of(&request);
    Reply::ok(&similar::find_typed(&state, &actor, &body, lang).await?)
}

/// Replace the tracking code
///
/// For a citizen who lost theirs: the answer tells another one, this once, and the old one opens nothing
/// from then on. The reason is an event of the ledger; neither code is.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_replace_tracking_code",
    params(("case_id" = Uuid, Path, description = "The case")),
    request_body = ReplaceTrackingCodeRequest,
    responses((status = 200, description = "The code from now on", body = ReceiptView))
)]
#[post("/cases/{case_id}/tracking-code")]
pub(super) async fn cases_replace_tracking_code(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<ReplaceTrackingCodeRequest>,
) -> AppResult<Reply<ReceiptView>> {
    actor.may(Action::CaseReveal)?;
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let replace = async |tx: &Tx| {
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground };
        Box::pin(tracking_code::replace(asked, path.id(), &body)).await
    };
    state.once(&actor).run(idempotency, replace).await
}
