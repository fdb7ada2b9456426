//! `/assessments/heads`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{DepartmentHeadFilter, DepartmentHeadView, NameHeadRequest};
use super::heads;
use super::view::Reader;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the heads of departments.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(assessments_list_heads)
        .service(assessments_name_head)
        .service(assessments_end_head);
}

/// List heads of departments
///
/// Those the caller may name, now and before, the newest first.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_list_heads",
    params(DepartmentHeadFilter),
    responses((status = 200, description = "A page", body = Page<DepartmentHeadView>))
)]
#[get("/assessments/heads")]
async fn assessments_list_heads(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<DepartmentHeadFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<DepartmentHeadView>>> {
    actor.may(Action::AssessmentNameHead)?;
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    Reply::page(heads::list(&state, &reader, &filter.0).await?, &filter)
}

/// Name the head of a department
///
/// One of its handlers or mediators, who then sees how its people were assessed. Whoever headed it
/// before no longer does.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_name_head",
    request_body = NameHeadRequest,
    responses((status = 201, description = "Named", body = DepartmentHeadView))
)]
#[post("/assessments/heads")]
async fn assessments_name_head(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<NameHeadRequest>,
    request: HttpRequest,
) -> AppResult<Reply<DepartmentHeadView>> {
    actor.may(Action::AssessmentNameHead)?;
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    Box::pin(heads::name(&state, &reader, command)).await
}

/// End that somebody heads a department
///
/// From now on they see their own result alone.
#[utoipa::path(
    tag = "assessments",
    operation_id = "assessments_end_head",
    params(("id" = Uuid, Path, description = "Id of the entry"), ("If-Match" = String, Header)),
    responses((status = 200, description = "As it is now", body = DepartmentHeadView))
)]
#[post("/assessments/heads/{id}/actions/end")]
async fn assessments_end_head(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
    request: HttpRequest,
) -> AppResult<Reply<DepartmentHeadView>> {
    let reader = Reader::of(&state, &actor, Lang::of(&request)).await?;
    let end = async |tx: &Tx| Box::pin(heads::end(&state, tx, &reader, (id.id(), seen))).await;
    Box::pin(state.once(&actor).run(command.idempotency, end)).await
}
