//! `/cases/{case_id}/applicant-notices`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{ApplicantNoticeFilter, ApplicantNoticeView, TellApplicantRequest};
use super::service::{self, Telling};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::ground::Ground;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(applicant_notices_list).service(applicant_notices_tell);
}

/// List the notices to the applicant
///
/// That the matter stands still or its limit was extended, the last first: what each says, whether it
/// was sent, and which somebody has to tell. The applicant reads the same on the tracking page.
#[utoipa::path(
    tag = "applicant_notices",
    operation_id = "applicant_notices_list",
    params(("case_id" = Uuid, Path, description = "The case"), ApplicantNoticeFilter),
    responses((status = 200, description = "A page", body = Page<ApplicantNoticeView>))
)]
#[get("/cases/{case_id}/applicant-notices")]
async fn applicant_notices_list(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<ApplicantNoticeFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<ApplicantNoticeView>>> {
    actor.may(Action::CaseRead)?;
    let page = service::list(&state, &actor, path.id(), &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

/// Write down that the applicant was told
///
/// By telephone, in person or by post, where no mail could tell them. It is an event of the case.
#[utoipa::path(
    tag = "applicant_notices",
    operation_id = "applicant_notices_tell",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("notice_id" = Uuid, Path, description = "The notice"),
        ("If-Match" = String, Header),
    ),
    request_body = TellApplicantRequest,
    responses((
        status = 200,
        description = "As it is now",
        body = ApplicantNoticeView,
        headers(("ETag" = String, description = "New version of the notice")),
    ))
)]
#[post("/cases/{case_id}/applicant-notices/{notice_id}/actions/tell")]
async fn applicant_notices_tell(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<TellApplicantRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ApplicantNoticeView>> {
    actor.may(Action::CaseTellApplicant)?;
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let tell = async |tx: &Tx| {
        let telling = Telling { state: &state, tx, actor: &actor, ground: &ground, lang };
        Box::pin(service::tell(telling, path.0, seen, body.way)).await
    };
    state.once(&actor).run(idempotency, tell).await
}
