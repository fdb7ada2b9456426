use actix_web::{HttpRequest, get, web};

use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::dto::{
    CaseFilter, CaseSummary, CaseView, ClockExplanation, EventFilter, EventView, LateCase,
    LateFilter, QueueFigures, RightsFilter, RightsView, RoutingView, SimilarCases, TimeUseView,
    WorkflowView,
};
use crate::features::cases::{
    explain, late, list, queue, rights, routing, service, similar, timeline,
};
use crate::platform::error::AppResult;
use crate::platform::http::{Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// List cases
///
/// The cases of the caller's scope that match every filter, a page at a time.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_list",
    params(CaseFilter),
    responses((status = 200, description = "A page", body = Page<CaseSummary>))
)]
#[get("/cases")]
pub(super) async fn cases_list(
    state: web::Data<AppState>,
    actor: CurrentActor,
    filter: Params<CaseFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<CaseSummary>>> {
    actor.may(Action::CaseRead)?;
    Reply::page(list::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

/// Count the caller's queues
///
/// How many cases each work queue holds, the oldest, and the next limit, in one cheap call.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_count",
    responses((status = 200, description = "The figures", body = QueueFigures))
)]
#[get("/cases/counts")]
pub(super) async fn cases_count(
    state: web::Data<AppState>,
    actor: CurrentActor,
) -> AppResult<Reply<QueueFigures>> {
    actor.may(Action::CaseRead)?;
    Reply::ok(&queue::counts(&state, &actor).await?)
}

/// Read a case
///
/// With its parties (masked), referrals, clocks, and what the caller may do now.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_get",
    params(("case_id" = Uuid, Path, description = "The case")),
    responses((
        status = 200,
        description = "The case",
        body = CaseView,
        headers(("ETag" = String, description = "Version of the case")),
    ))
)]
#[get("/cases/{case_id}")]
pub(super) async fn cases_get(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<CaseView>> {
    service::read(&state, &actor, path.id(), Lang::of(&request)).await
}

/// Read the ledger of a case
///
/// Its events, oldest first, each bound to the one before by its hash.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_list_events",
    params(("case_id" = Uuid, Path, description = "The case"), EventFilter),
    responses((status = 200, description = "A page", body = Page<EventView>))
)]
#[get("/cases/{case_id}/events")]
pub(super) async fn cases_list_events(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<EventFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<EventView>>> {
    let lang = Lang::of(&request);
    Reply::page(timeline::list(&state, &actor, path.id(), &filter.0, lang).await?, &filter)
}

/// List cases like this one
///
/// By the likeness of the titles, within the caller's scope.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_list_similar",
    params(("case_id" = Uuid, Path, description = "The case")),
    responses((status = 200, description = "Most alike first", body = SimilarCases))
)]
#[get("/cases/{case_id}/similar")]
pub(super) async fn cases_list_similar(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    list: WholeList,
    request: HttpRequest,
) -> AppResult<Reply<SimilarCases>> {
    let found = similar::like(&state, &actor, path.id(), Lang::of(&request)).await?;
    let Page { items, next_cursor, total } = list.part(Page::whole(found.items))?;
    Reply::ok(&SimilarCases { items, next_cursor, total, ..found })
}

/// Explain a clock
///
/// Rule, calendar and events, then every day: counted or not, and why, then the result.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_explain_clock",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("clock_id" = Uuid, Path, description = "The clock"),
    ),
    responses((status = 200, description = "The derivation", body = ClockExplanation))
)]
#[get("/cases/{case_id}/clocks/{clock_id}/explanation")]
pub(super) async fn cases_explain_clock(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    request: HttpRequest,
) -> AppResult<Reply<ClockExplanation>> {
    Reply::ok(&explain::clock(&state, &actor, path.0, Lang::of(&request)).await?)
}

/// Say whose time was used
///
/// The life of the case as stretches, each with one holder: they touch, never overlap, and sum to
/// the total exactly.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_get_time_use",
    params(("case_id" = Uuid, Path, description = "The case")),
    responses((status = 200, description = "Whose time", body = TimeUseView))
)]
#[get("/cases/{case_id}/time-use")]
pub(super) async fn cases_get_time_use(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<TimeUseView>> {
    Reply::ok(&explain::time_use(&state, &actor, path.id(), Lang::of(&request)).await?)
}

/// List the late cases, by whose time
///
/// Open cases past their limit within the caller's scope, the longest late first, each with who used
/// most of its time. A page filtered by holder may be short and still have a next one.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_list_late",
    params(LateFilter),
    responses((status = 200, description = "A page", body = Page<LateCase>))
)]
#[get("/cases/late")]
pub(super) async fn cases_list_late(
    state: web::Data<AppState>,
    actor: CurrentActor,
    filter: Params<LateFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<LateCase>>> {
    actor.may(Action::CaseRead)?;
    Reply::page(late::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

/// Suggest where a case belongs
///
/// Units by rank, each with its reasons: duty lists, precedents, who named it, who returned it; the
/// fallback unit when nobody is left; the lawful door. Nothing is sent by it: a person decides.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_get_routing",
    params(("case_id" = Uuid, Path, description = "The case")),
    responses((status = 200, description = "Inputs, steps, result", body = RoutingView))
)]
#[get("/cases/{case_id}/routing")]
pub(super) async fn cases_get_routing(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<RoutingView>> {
    let view = routing::service::routing(&state, &actor, path.id(), Lang::of(&request)).await?;
    Ok(Reply::ok(&view)?.personal())
}

/// Explain a right
///
/// Why the caller may, or may not, do something to the case now: the status, the rows of the rights
/// table with the facts that hold or miss, what else must hold; and who may instead.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_explain_right",
    params(("case_id" = Uuid, Path, description = "The case"), RightsFilter),
    responses((status = 200, description = "Inputs, steps, result", body = RightsView))
)]
#[get("/cases/{case_id}/rights")]
pub(super) async fn cases_explain_right(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<RightsFilter>,
    request: HttpRequest,
) -> AppResult<Reply<RightsView>> {
    let (id, verb, lang) = (path.id(), filter.0.action, Lang::of(&request));
    let view = rights::explain(&state, &actor, id, verb, lang).await?;
    Ok(Reply::ok(&view)?.personal())
}

/// Read the state machine
///
/// Every status and every transition, with the roles that may do it.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_get_workflow",
    responses((status = 200, description = "The table", body = WorkflowView))
)]
#[get("/case-workflow")]
pub(super) async fn cases_get_workflow(
    _actor: CurrentActor,
    request: HttpRequest,
) -> AppResult<Reply<WorkflowView>> {
    Reply::ok(&explain::workflow(Lang::of(&request)))
}
