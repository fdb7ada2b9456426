//! `/regions`, `/departments`, `/centers`.

use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CenterFilter, CenterView, CreateCenterRequest, CreateDepartmentRequest, DepartmentFilter,
    DepartmentView, RegionFilter, RegionView, UpdateCenterRequest, UpdateDepartmentRequest,
};
use super::{centers, departments, regions};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(regions_list)
        .service(regions_get)
        .service(departments_list)
        .service(departments_get)
        .service(departments_create)
        .service(departments_update)
        .service(centers_list)
        .service(centers_get)
        .service(centers_create)
        .service(centers_update);
}

#[utoipa::path(
    tag = "org",
    operation_id = "regions_list",
    summary = "List the regions",
    description = "The county with its townships and villages (行政区划), by code.",
    params(RegionFilter),
    responses((status = 200, description = "A page", body = Page<RegionView>))
)]
#[get("/regions")]
async fn regions_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<RegionFilter>,
) -> AppResult<Reply<Page<RegionView>>> {
    actor.require(Action::OrgRead)?;
    Reply::page(regions::list(&state, &filter.0).await?, &filter)
}

#[utoipa::path(
    tag = "org",
    operation_id = "regions_get",
    summary = "Read a region",
    description = "One region.",
    params(("id" = Uuid, Path, description = "Id of the region")),
    responses((status = 200, description = "As it is now", body = RegionView))
)]
#[get("/regions/{id}")]
async fn regions_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<RegionView>> {
    actor.require(Action::OrgRead)?;
    let region = regions::get(&state, id.id()).await?;
    Ok(Reply::ok(&region)?.version(region.version))
}

#[utoipa::path(
    tag = "org",
    operation_id = "departments_list",
    summary = "List the departments",
    description = "Departments with their duty lists (职责事项清单), by region and name.",
    params(DepartmentFilter),
    responses((status = 200, description = "A page", body = Page<DepartmentView>))
)]
#[get("/departments")]
async fn departments_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<DepartmentFilter>,
) -> AppResult<Reply<Page<DepartmentView>>> {
    actor.require(Action::OrgRead)?;
    Reply::page(departments::list(&state, &actor, &filter.0).await?, &filter)
}

#[utoipa::path(
    tag = "org",
    operation_id = "departments_get",
    summary = "Read a department",
    description = "One department with its duty list.",
    params(("id" = Uuid, Path, description = "Id of the department")),
    responses((status = 200, description = "As it is now", body = DepartmentView))
)]
#[get("/departments/{id}")]
async fn departments_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<DepartmentView>> {
    actor.require(Action::OrgRead)?;
    let department = departments::get(&state, &actor, id.id()).await?;
    Ok(Reply::ok(&department)?.version(department.version))
}

#[utoipa::path(
    tag = "org",
    operation_id = "departments_create",
    summary = "Enter a department",
    description = "Enters a department with its duty list. Its name is unique in the region.",
    request_body = CreateDepartmentRequest,
    responses((status = 201, description = "Entered", body = DepartmentView))
)]
#[post("/departments")]
async fn departments_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateDepartmentRequest>,
) -> AppResult<Reply<DepartmentView>> {
    departments::create(&state, &actor, command).await
}

#[utoipa::path(
    tag = "org",
    operation_id = "departments_update",
    summary = "Change a department",
    description = "Changes what the body names. `is_active: false` closes the department; \
        `case_type_codes` replaces the whole duty list.",
    params(
        ("id" = Uuid, Path, description = "Id of the department"),
        ("If-Match" = String, Header),
    ),
    request_body = UpdateDepartmentRequest,
    responses((status = 200, description = "As it is now", body = DepartmentView))
)]
#[patch("/departments/{id}")]
async fn departments_update(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<UpdateDepartmentRequest>,
) -> AppResult<Reply<DepartmentView>> {
    departments::update(&state, &actor, id.id(), seen, command).await
}

#[utoipa::path(
    tag = "org",
    operation_id = "centers_list",
    summary = "List the centres",
    description = "Governance centres (综治中心) of all levels, by region.",
    params(CenterFilter),
    responses((status = 200, description = "A page", body = Page<CenterView>))
)]
#[get("/centers")]
async fn centers_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<CenterFilter>,
) -> AppResult<Reply<Page<CenterView>>> {
    actor.require(Action::OrgRead)?;
    Reply::page(centers::list(&state, &actor, &filter.0).await?, &filter)
}

#[utoipa::path(
    tag = "org",
    operation_id = "centers_get",
    summary = "Read a centre",
    description = "One governance centre.",
    params(("id" = Uuid, Path, description = "Id of the centre")),
    responses((status = 200, description = "As it is now", body = CenterView))
)]
#[get("/centers/{id}")]
async fn centers_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<CenterView>> {
    actor.require(Action::OrgRead)?;
    let center = centers::get(&state, &actor, id.id()).await?;
    Ok(Reply::ok(&center)?.version(center.version))
}

#[utoipa::path(
    tag = "org",
    operation_id = "centers_create",
    summary = "Enter a centre",
    description = "Enters the centre of a region that has none; its level is that of the region.",
    request_body = CreateCenterRequest,
    responses((status = 201, description = "Entered", body = CenterView))
)]
#[post("/centers")]
async fn centers_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateCenterRequest>,
) -> AppResult<Reply<CenterView>> {
    centers::create(&state, &actor, command).await
}

#[utoipa::path(
    tag = "org",
    operation_id = "centers_update",
    summary = "Change a centre",
    description = "Changes what the body names; null removes what may be missing.",
    params(
        ("id" = Uuid, Path, description = "Id of the centre"),
        ("If-Match" = String, Header),
    ),
    request_body = UpdateCenterRequest,
    responses((status = 200, description = "As it is now", body = CenterView))
)]
#[patch("/centers/{id}")]
async fn centers_update(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<UpdateCenterRequest>,
) -> AppResult<Reply<CenterView>> {
    centers::update(&state, &actor, id.id(), seen, command).await
}
