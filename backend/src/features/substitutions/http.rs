//! `/substitutions`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CandidateFilter, ReplaceableCapacity, ReplaceableFilter, SetSubstituteRequest,
    SubstitutionFilter, SubstitutionView,
};
use super::{candidates, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(substitutions_list)
        .service(substitutions_set)
        .service(substitutions_list_capacities)
        .service(substitutions_list_candidates)
        .service(substitutions_get)
        .service(substitutions_revoke);
}

#[utoipa::path(
    tag = "substitutions",
    operation_id = "substitutions_list",
    summary = "List the substitutions",
    description = "Newest first: those in which I am absent or replace somebody; for those who set \
        substitutes, also those of their region.",
    params(SubstitutionFilter),
    responses((status = 200, description = "A page of substitutions", body = Page<SubstitutionView>))
)]
#[get("/substitutions")]
async fn substitutions_list(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    filter: Params<SubstitutionFilter>,
) -> AppResult<Reply<Page<SubstitutionView>>> {
    service::require_some(&actor)?;
    Reply::page(service::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

#[utoipa::path(
    tag = "substitutions",
    operation_id = "substitutions_set",
    summary = "Name a substitute",
    description = "For a capacity of one's own, somebody of the same unit; directors and system \
        administrators for others too. While it holds, the substitute may act in the capacity; the \
        ledger records both. Refused: the three administrators, chains, overlaps, oneself, the past.",
    request_body = SetSubstituteRequest,
    responses((status = 201, description = "Set", body = SubstitutionView))
)]
#[post("/substitutions")]
async fn substitutions_set(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    command: Command<SetSubstituteRequest>,
) -> AppResult<Reply<SubstitutionView>> {
    service::require_some(&actor)?;
    service::set(&state, &actor, command, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "substitutions",
    operation_id = "substitutions_list_capacities",
    summary = "List the capacities that may be substituted",
    description = "My own; for those who set substitutes, also those of their region. 50 at most.",
    params(ReplaceableFilter),
    responses((status = 200, description = "Capacities", body = Page<ReplaceableCapacity>))
)]
#[get("/substitutions/capacities")]
async fn substitutions_list_capacities(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    filter: WholeList<ReplaceableFilter>,
) -> AppResult<Reply<Page<ReplaceableCapacity>>> {
    service::require_some(&actor)?;
    filter.reply(candidates::capacities(&state, &actor, &filter.0, Lang::of(&request)).await?)
}

#[utoipa::path(
    tag = "substitutions",
    operation_id = "substitutions_list_candidates",
    summary = "List who could be the substitute",
    description = "Colleagues of the same unit; for those who set substitutes, people of the \
        region. 50 at most.",
    params(CandidateFilter),
    responses((status = 200, description = "People", body = Page<PersonRef>))
)]
#[get("/substitutions/candidates")]
async fn substitutions_list_candidates(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: WholeList<CandidateFilter>,
) -> AppResult<Reply<Page<PersonRef>>> {
    service::require_some(&actor)?;
    filter.reply(candidates::people(&state, &actor, &filter.0).await?)
}

#[utoipa::path(
    tag = "substitutions",
    operation_id = "substitutions_get",
    summary = "Read a substitution",
    description = "With its `ETag`; one that is neither mine nor of my region is 404.",
    params(("id" = Uuid, Path, description = "Id of the substitution")),
    responses((status = 200, description = "The substitution", body = SubstitutionView))
)]
#[get("/substitutions/{id}")]
async fn substitutions_get(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<SubstitutionView>> {
    service::require_some(&actor)?;
    let found = service::get(&state, &actor, id.id(), Lang::of(&request)).await?;
    Ok(Reply::ok(&found)?.version(found.version).personal())
}

#[utoipa::path(
    tag = "substitutions",
    operation_id = "substitutions_revoke",
    summary = "Revoke a substitution",
    description = "By who is absent or by who sets substitutes; the substitute's session in the \
        capacity ends at once.",
    params(
        ("id" = Uuid, Path, description = "Id of the substitution"),
        ("If-Match" = String, Header)
    ),
    responses((status = 200, description = "Revoked", body = SubstitutionView))
)]
#[post("/substitutions/{id}/actions/revoke")]
async fn substitutions_revoke(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<SubstitutionView>> {
    service::require_some(&actor)?;
    service::revoke(&state, &actor, id.id(), seen, command, Lang::of(&request)).await
}
