//! `/reports`, `/report-closings`.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CloseMonthRequest, CrosswalkView, ReportClosingView, ReportFilter, ReportHead, ReportRow,
    ReportRowFilter, ReportView, ScreeningFilter, ScreeningRow, Workbook,
};
use super::exporting::{self, File};
use super::{closing, rows, screening, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Page, Params, PathId, PathName, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// What a workbook is on the wire.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(reports_list)
        .service(reports_read_crosswalk)
        .service(reports_list_screening)
        .service(reports_export_screening)
        .service(reports_get)
        .service(reports_list_rows)
        .service(reports_export)
        .service(reports_list_closings)
        .service(reports_close)
        .service(reports_get_closing);
}

#[utoipa::path(
    tag = "reports",
    operation_id = "reports_list",
    summary = "List the reports",
    description = "Every report in its newest version, with what its definitions rest on.",
    responses((status = 200, description = "The reports", body = Page<ReportHead>))
)]
#[get("/reports")]
async fn reports_list(
    actor: CurrentActor,
    request: HttpRequest,
    list: WholeList,
) -> AppResult<Reply<Page<ReportHead>>> {
    actor.may(Action::ReportRead)?;
    list.reply(service::heads(Lang::of(&request))?)
}

#[utoipa::path(
    tag = "reports",
    operation_id = "reports_read_crosswalk",
    summary = "Read the cross-walk of types",
    description = "From case types (GB/T 31000-2015) to the 18 types of people's mediation; the \
        longest beginning of a code decides.",
    responses((status = 200, description = "The cross-walk", body = CrosswalkView))
)]
#[get("/reports/crosswalk")]
async fn reports_read_crosswalk(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
) -> AppResult<Reply<CrosswalkView>> {
    actor.may(Action::ReportRead)?;
    Reply::ok(&service::crosswalk(&state, Lang::of(&request))?)
}

#[utoipa::path(
    tag = "reports",
    operation_id = "reports_list_screening",
    summary = "Read the screening ledger",
    description = "Cases line by line, the first registered first, within the caller's scope. The \
        names of parties are masked for every reader.",
    params(ScreeningFilter),
    responses((status = 200, description = "A page", body = Page<ScreeningRow>))
)]
#[get("/reports/screening")]
async fn reports_list_screening(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ScreeningFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<ScreeningRow>>> {
    actor.may(Action::ReportRead)?;
    let page = screening::page(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

#[utoipa::path(
    tag = "reports",
    operation_id = "reports_export_screening",
    summary = "Export the screening ledger",
    description = "The same as a workbook of at most 10,000 lines, marked with who asked for it \
        and when. The security log says so, too.",
    params(ScreeningFilter),
    responses((
        status = 200,
        description = "The workbook",
        body = Workbook,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ))
)]
#[get("/reports/screening/workbook")]
async fn reports_export_screening(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ScreeningFilter>,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    actor.may(Action::ReportExport)?;
    let lang = Lang::of(&request);
    Ok(sent(exporting::ledger(&state, &actor, &filter.0, lang).await?))
}

#[utoipa::path(
    tag = "reports",
    operation_id = "reports_get",
    summary = "Read a month of a report",
    description = "Every figure over the caller's scope as of one instant, with its definition, its \
        counting unit, the figures it must be read with and the cases behind it. Of a closed month \
        the figures are those of then, beside what they would be now.",
    params(("code" = String, Path, description = "Code of the report", example = "monthly"), ReportFilter),
    responses((status = 200, description = "The report", body = ReportView))
)]
#[get("/reports/{code}")]
async fn reports_get(
    state: Data<AppState>,
    actor: CurrentActor,
    code: PathName,
    filter: Params<ReportFilter>,
    request: HttpRequest,
) -> AppResult<Reply<ReportView>> {
    actor.may(Action::ReportRead)?;
    let lang = Lang::of(&request);
    Ok(Reply::ok(&service::view(&state, &actor, &code.0, &filter.0, lang).await?)?.personal())
}

#[utoipa::path(
    tag = "reports",
    operation_id = "reports_list_rows",
    summary = "List the cases behind a figure",
    description = "Exactly the cases a cell counts, and how often: their sum is the figure.",
    params(("code" = String, Path, description = "Code of the report", example = "monthly"), ReportRowFilter),
    responses((status = 200, description = "A page", body = Page<ReportRow>))
)]
#[get("/reports/{code}/rows")]
async fn reports_list_rows(
    state: Data<AppState>,
    actor: CurrentActor,
    code: PathName,
    filter: Params<ReportRowFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<ReportRow>>> {
    actor.may(Action::ReportRead)?;
    let page = rows::list(&state, &actor, &code.0, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

#[utoipa::path(
    tag = "reports",
    operation_id = "reports_export",
    summary = "Export a month of a report",
    description = "The figures and their definitions as a workbook, with as of when and over which \
        cases, marked with who asked for it and when. The security log says so, too.",
    params(("code" = String, Path, description = "Code of the report", example = "monthly"), ReportFilter),
    responses((
        status = 200,
        description = "The workbook",
        body = Workbook,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ))
)]
#[get("/reports/{code}/workbook")]
async fn reports_export(
    state: Data<AppState>,
    actor: CurrentActor,
    code: PathName,
    filter: Params<ReportFilter>,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    actor.may(Action::ReportExport)?;
    let lang = Lang::of(&request);
    Ok(sent(exporting::report(&state, &actor, &code.0, &filter.0, lang).await?))
}

#[utoipa::path(
    tag = "reports",
    operation_id = "reports_list_closings",
    summary = "List the closed months",
    description = "Those of the caller's county, the newest first.",
    responses((status = 200, description = "The closed months", body = Page<ReportClosingView>))
)]
#[get("/report-closings")]
async fn reports_list_closings(
    state: Data<AppState>,
    actor: CurrentActor,
    list: WholeList,
) -> AppResult<Reply<Page<ReportClosingView>>> {
    actor.may(Action::ReportRead)?;
    list.reply(closing::list(&state, &actor).await?)
}

#[utoipa::path(
    tag = "reports",
    operation_id = "reports_close",
    summary = "Close a month",
    description = "Keeps the figures of a month that is over under a hash, place by place, and lets \
        the next one carry over what was open. What is recorded later counts, and is shown as a \
        difference. For the director of the county's centre.",
    request_body = CloseMonthRequest,
    responses((status = 201, description = "Closed", body = ReportClosingView))
)]
#[post("/report-closings")]
async fn reports_close(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CloseMonthRequest>,
) -> AppResult<Reply<ReportClosingView>> {
    actor.may(Action::ReportClose)?;
    closing::close(&state, &actor, command).await
}

#[utoipa::path(
    tag = "reports",
    operation_id = "reports_get_closing",
    summary = "Check a closed month",
    description = "One closed month, with its kept figures held against their hash.",
    params(("id" = Uuid, Path, description = "Id of the closing")),
    responses((status = 200, description = "The closing", body = ReportClosingView))
)]
#[get("/report-closings/{id}")]
async fn reports_get_closing(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<ReportClosingView>> {
    actor.may(Action::ReportRead)?;
    closing::get(&state, &actor, id.id()).await
}

fn sent(file: File) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, XLSX))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)))
        .body(file.bytes)
}
