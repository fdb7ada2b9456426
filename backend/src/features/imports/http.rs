//! `/imports`.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, get, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CreateImportRequest, ImportFilter, ImportProblemView, ImportReport, ImportView,
    RunImportRequest,
};
use super::{problems, service, upload};
use crate::app::AppState;
use crate::features::attachments::dto::FileContent;
use crate::features::auth::CurrentActor;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(imports_list)
        .service(imports_create)
        .service(imports_get)
        .service(imports_upload)
        .service(imports_run)
        .service(imports_list_problems)
        .service(imports_get_report);
}

#[utoipa::path(
    tag = "imports",
    operation_id = "imports_list",
    summary = "List my imports",
    description = "Those of the caller, newest first, until they are forgotten.",
    params(ImportFilter),
    responses((status = 200, description = "A page", body = Page<ImportView>))
)]
#[get("/imports")]
async fn imports_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ImportFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<ImportView>>> {
    actor.may(Action::BulkImport)?;
    let page = service::list(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

#[utoipa::path(
    tag = "imports",
    operation_id = "imports_create",
    summary = "Announce a file of cases",
    description = "The first of two steps: what the file is called, how large it is, and which column \
        becomes which field. Rows are registered as by `POST /cases`, by whom announced it; a matter is \
        known again by its source system and number, and left as it is. What ended elsewhere is \
        imported on the command line only: here a matter ends by the workflow.",
    request_body = CreateImportRequest,
    responses((status = 201, description = "Its file is awaited", body = ImportView))
)]
#[post("/imports")]
async fn imports_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateImportRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ImportView>> {
    actor.may(Action::BulkImport)?;
    service::create(&state, &actor, command, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "imports",
    operation_id = "imports_get",
    summary = "Read an import",
    description = "Where it stands and how many rows came to what. The caller's own.",
    params(("id" = Uuid, Path, description = "The import")),
    responses((status = 200, description = "The import", body = ImportView))
)]
#[get("/imports/{id}")]
async fn imports_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<ImportView>> {
    actor.may(Action::BulkImport)?;
    service::get(&state, &actor, path.id(), Lang::of(&request)).await
}

#[utoipa::path(
    tag = "imports",
    operation_id = "imports_upload",
    summary = "Put the file of an import",
    description = "The second step: the bytes, as many as were announced. They are hashed on the way. \
        The job that works on them begins by itself; refused or interrupted, nothing is left, and the \
        file may be put again.",
    params(("id" = Uuid, Path, description = "The import")),
    request_body(
        content = FileContent,
        content_type = "application/octet-stream",
        description = "The bytes",
    ),
    responses((status = 200, description = "Queued", body = ImportView))
)]
#[put("/imports/{id}/content")]
async fn imports_upload(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
    payload: Payload,
) -> AppResult<Reply<ImportView>> {
    actor.may(Action::BulkImport)?;
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let is_bytes = header(CONTENT_TYPE)
        .is_some_and(|sent| sent.eq_ignore_ascii_case("application/octet-stream"));
    if !is_bytes {
        return Err(ErrorCode::RequestUnsupportedMediaType.into());
    }
    let length = header(CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let lang = Lang::of(&request);
    upload::upload(&state, &actor, path.id(), length, payload, lang).await
}

#[utoipa::path(
    tag = "imports",
    operation_id = "imports_run",
    summary = "Run an import over its file",
    description = "After a dry run, or again where a run was cancelled or failed: another job over the \
        same file. Counts and problems begin anew.",
    params(("id" = Uuid, Path, description = "The import"), ("If-Match" = String, Header)),
    request_body = RunImportRequest,
    responses((status = 202, description = "Queued", body = ImportView))
)]
#[post("/imports/{id}/actions/run")]
async fn imports_run(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<RunImportRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ImportView>> {
    actor.may(Action::BulkImport)?;
    service::run(&state, &actor, path.id(), seen, command, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "imports",
    operation_id = "imports_list_problems",
    summary = "List the problems of rows",
    description = "In the order of the rows: which line, which column, and why. Never the value itself.",
    params(("id" = Uuid, Path, description = "The import"), ImportFilter),
    responses((status = 200, description = "A page", body = Page<ImportProblemView>))
)]
#[get("/imports/{id}/problems")]
async fn imports_list_problems(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<ImportFilter>,
) -> AppResult<Reply<Page<ImportProblemView>>> {
    actor.may(Action::BulkImport)?;
    let page = problems::list(&state, &actor, path.id(), &filter.0).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

#[utoipa::path(
    tag = "imports",
    operation_id = "imports_get_report",
    summary = "Save the problems of rows",
    description = "All of them as a table (RFC 4180, UTF-8 with its mark), for a spreadsheet.",
    params(("id" = Uuid, Path, description = "The import")),
    responses((
        status = 200,
        description = "The table",
        body = ImportReport,
        content_type = "text/csv"
    ))
)]
#[get("/imports/{id}/report")]
async fn imports_get_report(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    actor.may(Action::BulkImport)?;
    let lang = Lang::of(&request);
    let table = problems::table(state, &actor, path.id(), lang).await?;
    let name = format!("attachment; filename=\"import-{}.csv\"", path.id());
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, name))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .streaming(table))
}
