//! `/shortfalls` and `/coverage-reports`.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{CoverageFilter, CoverageReportView, ShortfallFilter, ShortfallView};
use super::{coverage, paper, service, sheet};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::reports::dto::Workbook;
use crate::platform::error::AppResult;
use crate::platform::http::{Page, Params, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// The media type of DOCX.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// The media type of XLSX.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Mounts both.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(shortfalls_list)
        .service(coverage_reports_get)
        .service(coverage_reports_get_docx)
        .service(coverage_reports_export);
}

/// List the shortfalls
///
/// Post-hours owed and not served, a row a day and department, post by post with the reason: nobody was
/// given the place, a leave without a stand-in, a record that nobody was there, or no evidence at all.
/// Places that are empty by the roster are told ahead; the others once the duty is over. The centre sees
/// all of it, a department its own.
#[utoipa::path(
    tag = "shortfalls",
    operation_id = "shortfalls_list",
    params(ShortfallFilter),
    responses((status = 200, description = "A page", body = Page<ShortfallView>))
)]
#[get("/shortfalls")]
async fn shortfalls_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ShortfallFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<ShortfallView>>> {
    actor.may(Action::ShortfallRead)?;
    let page = Box::pin(service::list(&state, &actor, &filter.0, Lang::of(&request))).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

/// Read a department's month
///
/// What it owed at the centre's posts, what was served, what was short and why; of a month that goes on,
/// the days that are over. About posts and hours owed, never about a person.
#[utoipa::path(
    tag = "coverage_reports",
    operation_id = "coverage_reports_get",
    params(CoverageFilter),
    responses((status = 200, description = "The month", body = CoverageReportView))
)]
#[get("/coverage-reports")]
async fn coverage_reports_get(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<CoverageFilter>,
    request: HttpRequest,
) -> AppResult<Reply<CoverageReportView>> {
    actor.may(Action::ShortfallRead)?;
    let view = Box::pin(coverage::view(&state, &actor, &filter.0, Lang::of(&request))).await?;
    Ok(Reply::ok(&view)?.personal())
}

/// Read a department's month as a document
///
/// The DOCX file (ISO/IEC 29500) in the template in force, as of now. The security log knows who took it.
#[utoipa::path(
    tag = "coverage_reports",
    operation_id = "coverage_reports_get_docx",
    params(CoverageFilter),
    responses((
        status = 200,
        description = "The file",
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        body = String,
        headers(("Content-Disposition" = String, description = "The name of the file")),
    ))
)]
#[get("/coverage-reports/docx")]
async fn coverage_reports_get_docx(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<CoverageFilter>,
) -> AppResult<HttpResponse> {
    actor.may(Action::ShortfallRead)?;
    let (name, file) = Box::pin(paper::docx(&state, &actor, &filter.0)).await?;
    Ok(sent(DOCX, &name, file))
}

/// Export a department's month
///
/// As a workbook, marked with who asked for it and when. The security log says so, too.
#[utoipa::path(
    tag = "coverage_reports",
    operation_id = "coverage_reports_export",
    params(CoverageFilter),
    responses((
        status = 200,
        description = "The workbook",
        body = Workbook,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ))
)]
#[get("/coverage-reports/workbook")]
async fn coverage_reports_export(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<CoverageFilter>,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    actor.may(Action::ShortfallRead)?;
    let lang = Lang::of(&request);
    let file = Box::pin(sheet::workbook(&state, &actor, &filter.0, lang)).await?;
    Ok(sent(XLSX, &file.name, file.bytes))
}

fn sent(kind: &str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes)
}
