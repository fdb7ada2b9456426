//! `/agreements`, and what of it belongs to a case.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AgreementFilter, AgreementSummary, AgreementView, AnswerConfirmationRequest,
    ApplyConfirmationRequest, CancelAgreementRequest, RecordAgreementRequest,
    RecordPerformanceRequest,
};
use super::list;
use super::service::{self, Asked, Request};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::dto::ClockExplanation;
use crate::features::cases::ground::Ground;
use crate::features::mediations::dto::OfCaseFilter;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(agreements_list)
        .service(agreements_get)
        .service(agreements_explain_confirmation)
        .service(agreements_list_of_case)
        .service(agreements_record)
        .service(agreements_record_performance)
        .service(agreements_apply_confirmation)
        .service(agreements_answer_confirmation)
        .service(agreements_cancel);
}

/// List agreements
///
/// The agreements of the caller's scope that match every filter, a page at a time.
#[utoipa::path(
    tag = "agreements",
    operation_id = "agreements_list",
    params(AgreementFilter),
    responses((status = 200, description = "A page", body = Page<AgreementSummary>))
)]
#[get("/agreements")]
async fn agreements_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<AgreementFilter>,
) -> AppResult<Reply<Page<AgreementSummary>>> {
    actor.may(Action::AgreementRead)?;
    Reply::page(list::agreements(&state, &actor, &filter.0).await?, &filter)
}

/// Read an agreement
///
/// With its items and what became of them, judicial confirmation with its clock, the steps of the law
/// that are open, and what the caller may do now. Parties are masked; who only assists is told their
/// roles alone.
#[utoipa::path(
    tag = "agreements",
    operation_id = "agreements_get",
    params(("id" = Uuid, Path, description = "The agreement")),
    responses((
        status = 200,
        description = "The agreement",
        body = AgreementView,
        headers(("ETag" = String, description = "Version of the agreement")),
    ))
)]
#[get("/agreements/{id}")]
async fn agreements_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<AgreementView>> {
    actor.may(Action::AgreementRead)?;
    service::read(&state, &actor, path.id(), Lang::of(&request)).await
}

/// Explain the time for judicial confirmation
///
/// Why it ends when it does, day by day, with the article.
#[utoipa::path(
    tag = "agreements",
    operation_id = "agreements_explain_confirmation",
    params(("id" = Uuid, Path, description = "The agreement")),
    responses((status = 200, description = "The explanation", body = ClockExplanation))
)]
#[get("/agreements/{id}/confirmation-explanation")]
async fn agreements_explain_confirmation(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<ClockExplanation>> {
    actor.may(Action::AgreementRead)?;
    Reply::ok(&list::explanation(&state, &actor, path.id(), Lang::of(&request)).await?)
}

/// List the agreements of a case
///
/// The last to be written down first, a page at a time; the total is always counted.
#[utoipa::path(
    tag = "agreements",
    operation_id = "agreements_list_of_case",
    params(("case_id" = Uuid, Path, description = "The case"), OfCaseFilter),
    responses((status = 200, description = "A page", body = Page<AgreementSummary>))
)]
#[get("/cases/{case_id}/agreements")]
async fn agreements_list_of_case(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<OfCaseFilter>,
) -> AppResult<Reply<Page<AgreementSummary>>> {
    actor.may(Action::AgreementRead)?;
    Reply::page(list::of_case(&state, &actor, path.id(), &filter.0).await?, &filter)
}

/// Record an agreement
///
/// Oral or written, with who does what by when. The time for asking the court to confirm it is
/// counted from the day it takes effect.
#[utoipa::path(
    tag = "agreements",
    operation_id = "agreements_record",
    params(("case_id" = Uuid, Path, description = "The case")),
    request_body = RecordAgreementRequest,
    responses((
        status = 201,
        description = "Recorded",
        body = AgreementView,
        headers(("ETag" = String, description = "Version of the agreement")),
    ))
)]
#[post("/cases/{case_id}/agreements")]
async fn agreements_record(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<RecordAgreementRequest>,
    request: HttpRequest,
) -> AppResult<Reply<AgreementView>> {
    actor.may(Action::AgreementRecord)?;
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let lang = Lang::of(&request);
    let record = async |tx: &Tx| {
        let by = Asked { state: &state, tx, actor: &actor, ground: &ground, lang };
        service::record(by, path.id(), &body).await
    };
    state.once(&actor).run(idempotency, record).await
}

/// Declares the handler of one verb: they differ in body and words only.
macro_rules! action {
    ($name:ident, $path:literal, $id:literal, $body:ident, $request:expr, $(#[$doc:meta])*) => {
        $(#[$doc])*
        #[utoipa::path(
            tag = "agreements",
            operation_id = $id,
            params(
                ("id" = Uuid, Path, description = "The agreement"),
                ("If-Match" = String, Header),
            ),
            request_body = $body,
            responses((
                status = 200,
                description = "The agreement as it is now",
                body = AgreementView,
                headers(("ETag" = String, description = "New version of the agreement")),
            ))
        )]
        #[post($path)]
        async fn $name(
            state: Data<AppState>,
            actor: CurrentActor,
            path: PathId,
            seen: IfMatch,
            command: Command<$body>,
            request: HttpRequest,
        ) -> AppResult<Reply<AgreementView>> {
            let Command { body, idempotency } = command;
            let asked: Request = ($request)(body);
            let ground = Ground::of(&state).await?;
            let lang = Lang::of(&request);
            let act = async |tx: &Tx| {
                let by = Asked { state: &state, tx, actor: &actor, ground: &ground, lang };
                service::act(by, path.id(), seen, &asked).await
            };
            state.once(&actor).run(idempotency, act).await
        }
    };
}

action!(
    agreements_record_performance,
    "/agreements/{id}/actions/record_performance",
    "agreements_record_performance",
    RecordPerformanceRequest,
    Request::RecordPerformance,
    /// Record performance
    ///
    /// What became of one item, and how that is known. A breach shows which step of the law is next.
);

action!(
    agreements_apply_confirmation,
    "/agreements/{id}/actions/apply_confirmation",
    "agreements_apply_confirmation",
    ApplyConfirmationRequest,
    Request::ApplyConfirmation,
    /// Record an application for judicial confirmation
    ///
    /// By both sides together, within the time counted (人民调解法 art. 33). Personal status is confirmed
    /// by no court.
);

action!(
    agreements_answer_confirmation,
    "/agreements/{id}/actions/answer_confirmation",
    "agreements_answer_confirmation",
    AnswerConfirmationRequest,
    Request::AnswerConfirmation,
    /// Record the court's answer
    ///
    /// Confirmed or rejected, with the number of the decision, or taken back by the parties.
);

action!(
    agreements_cancel,
    "/agreements/{id}/actions/cancel",
    "agreements_cancel",
    CancelAgreementRequest,
    Request::Cancel,
    /// Take the record of an agreement back
    ///
    /// With the reason; nothing is lost. Not while a court has it, or has confirmed it.
);
