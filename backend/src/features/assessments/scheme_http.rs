//! `/assessment-schemes`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::scheme_dto::{
    AssessmentSchemeFilter, AssessmentSchemeView, AssessmentSimulationView, AssessmentSourceView,
    CheckFormulaRequest, CreateAssessmentSchemeRequest, FormulaCheckView,
    PublishAssessmentSchemeRequest, RetireAssessmentSchemeRequest, UpdateAssessmentSchemeRequest,
};
use super::schemes::{self, Step};
use super::simulation;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::idempotency::IdempotentRequest;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the schemes.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(assessment_schemes_list)
        .service(assessment_schemes_create)
        .service(assessment_schemes_list_sources)
        .service(assessment_schemes_check_formula)
        .service(assessment_schemes_get)
        .service(assessment_schemes_update)
        .service(assessment_schemes_simulate)
        .service(assessment_schemes_publish)
        .service(assessment_schemes_retire);
}

/// List assessment schemes
///
/// Every version within the caller's scope, the newest first.
#[utoipa::path(
    tag = "assessment_schemes",
    operation_id = "assessment_schemes_list",
    params(AssessmentSchemeFilter),
    responses((status = 200, description = "A page", body = Page<AssessmentSchemeView>))
)]
#[get("/assessment-schemes")]
async fn assessment_schemes_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<AssessmentSchemeFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<AssessmentSchemeView>>> {
    actor.may(Action::AssessmentSchemeRead)?;
    let lang = Lang::of(&request);
    Reply::page(schemes::list(&state, &actor, &filter.0, lang).await?, &filter)
}

/// Draw up an assessment scheme
///
/// A draft: indicators over kinds of facts that are in the system already, each with a weight and a
/// formula. A formula sees the share kept and how many failed, and nothing else; one by which failing
/// more or doing more of the same would pay is refused. With `follows_id` it is the next version of a
/// scheme; periods that have begun keep theirs.
#[utoipa::path(
    tag = "assessment_schemes",
    operation_id = "assessment_schemes_create",
    request_body = CreateAssessmentSchemeRequest,
    responses((status = 201, description = "A draft", body = AssessmentSchemeView))
)]
#[post("/assessment-schemes")]
async fn assessment_schemes_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateAssessmentSchemeRequest>,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentSchemeView>> {
    actor.may(Action::AssessmentSchemeKeep)?;
    Box::pin(schemes::create(&state, &actor, command, Lang::of(&request))).await
}

/// List what may be assessed
///
/// The kinds of facts an indicator may look at, each with what a fact is, when it is kept and whose it
/// is. Volume, numbers of entries and time online are not among them.
#[utoipa::path(
    tag = "assessment_schemes",
    operation_id = "assessment_schemes_list_sources",
    responses((status = 200, description = "All of them", body = Page<AssessmentSourceView>))
)]
#[get("/assessment-schemes/sources")]
async fn assessment_schemes_list_sources(
    actor: CurrentActor,
    request: HttpRequest,
    list: WholeList,
) -> AppResult<Reply<Page<AssessmentSourceView>>> {
    actor.may(Action::AssessmentSchemeRead)?;
    list.reply(schemes::sources(Lang::of(&request)))
}

/// Check a formula
///
/// As it is read, and what it gives for a few counts of facts. Refused with the character (`at`) where
/// it is none.
#[utoipa::path(
    tag = "assessment_schemes",
    operation_id = "assessment_schemes_check_formula",
    request_body = CheckFormulaRequest,
    responses((status = 200, description = "As it was read", body = FormulaCheckView))
)]
#[post("/assessment-schemes/formula-checks")]
async fn assessment_schemes_check_formula(
    actor: CurrentActor,
    command: Command<CheckFormulaRequest>,
) -> AppResult<Reply<FormulaCheckView>> {
    actor.may(Action::AssessmentSchemeKeep)?;
    Reply::ok(&schemes::check_formula(&command.body)?)
}

/// Read an assessment scheme
///
/// One version; outside the caller's scope it is 404.
#[utoipa::path(
    tag = "assessment_schemes",
    operation_id = "assessment_schemes_get",
    params(("id" = Uuid, Path, description = "Id of the version")),
    responses((status = 200, description = "The version", body = AssessmentSchemeView))
)]
#[get("/assessment-schemes/{id}")]
async fn assessment_schemes_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentSchemeView>> {
    actor.may(Action::AssessmentSchemeRead)?;
    schemes::get(&state, &actor, id.id(), Lang::of(&request)).await
}

/// Change a draft
///
/// What is absent stays. What was tried out has to be tried out again where its indicators change.
#[utoipa::path(
    tag = "assessment_schemes",
    operation_id = "assessment_schemes_update",
    params(("id" = Uuid, Path, description = "Id of the version"), ("If-Match" = String, Header)),
    request_body = UpdateAssessmentSchemeRequest,
    responses((status = 200, description = "As it is now", body = AssessmentSchemeView))
)]
#[patch("/assessment-schemes/{id}")]
async fn assessment_schemes_update(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<UpdateAssessmentSchemeRequest>,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentSchemeView>> {
    let Command { body, idempotency } = command;
    let asked = ((id.id(), seen), Lang::of(&request));
    Box::pin(act(&state, &actor, asked, idempotency, Step::Update(body))).await
}

/// Try a scheme out
///
/// Over the last period that is over: what it would have given, by department and name. It has to be
/// tried out as it is before it is published.
#[utoipa::path(
    tag = "assessment_schemes",
    operation_id = "assessment_schemes_simulate",
    params(("id" = Uuid, Path, description = "Id of the version"), ("If-Match" = String, Header)),
    responses((status = 200, description = "What came out", body = AssessmentSimulationView))
)]
#[post("/assessment-schemes/{id}/actions/simulate")]
async fn assessment_schemes_simulate(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentSimulationView>> {
    let lang = Lang::of(&request);
    Box::pin(simulation::simulate(&state, &actor, (id.id(), seen), command, lang)).await
}

/// Publish a scheme
///
/// From the first day of a period on, with the letter it rests on. A newer version takes over from its
/// own first day; the period that runs keeps the version it began under.
#[utoipa::path(
    tag = "assessment_schemes",
    operation_id = "assessment_schemes_publish",
    params(("id" = Uuid, Path, description = "Id of the version"), ("If-Match" = String, Header)),
    request_body = PublishAssessmentSchemeRequest,
    responses((status = 200, description = "As it is now", body = AssessmentSchemeView))
)]
#[post("/assessment-schemes/{id}/actions/publish")]
async fn assessment_schemes_publish(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<PublishAssessmentSchemeRequest>,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentSchemeView>> {
    let Command { body, idempotency } = command;
    let asked = ((id.id(), seen), Lang::of(&request));
    Box::pin(act(&state, &actor, asked, idempotency, Step::Publish(body))).await
}

/// Retire a scheme
///
/// After the last day of a period; what began by then is still closed under it.
#[utoipa::path(
    tag = "assessment_schemes",
    operation_id = "assessment_schemes_retire",
    params(("id" = Uuid, Path, description = "Id of the version"), ("If-Match" = String, Header)),
    request_body = RetireAssessmentSchemeRequest,
    responses((status = 200, description = "As it is now", body = AssessmentSchemeView))
)]
#[post("/assessment-schemes/{id}/actions/retire")]
async fn assessment_schemes_retire(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<RetireAssessmentSchemeRequest>,
    request: HttpRequest,
) -> AppResult<Reply<AssessmentSchemeView>> {
    let Command { body, idempotency } = command;
    let asked = ((id.id(), seen), Lang::of(&request));
    Box::pin(act(&state, &actor, asked, idempotency, Step::Retire(body))).await
}

async fn act(
    state: &AppState,
    actor: &CurrentActor,
    (which, lang): ((uuid::Uuid, IfMatch), Lang),
    idempotency: Option<IdempotentRequest>,
    step: Step,
) -> AppResult<Reply<AssessmentSchemeView>> {
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let work = async |tx: &Tx| {
        Box::pin(schemes::act(state, tx, actor, &directory, which, &step, lang)).await
    };
    state.once(actor).run(idempotency, work).await
}
