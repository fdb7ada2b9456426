//! `/people` and `/capacities`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CapacityFilter, CapacityView, CreatePersonRequest, GrantCapacityRequest, PersonFilter,
    PersonView, UpdateCapacityRequest, UpdatePersonRequest,
};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(personnel_list_people)
        .service(personnel_create_person)
        .service(personnel_get_person)
        .service(personnel_update_person)
        .service(personnel_list_capacities)
        .service(personnel_grant_capacity)
        .service(personnel_get_capacity)
        .service(personnel_update_capacity);
}

#[utoipa::path(
    tag = "personnel",
    operation_id = "personnel_list_people",
    summary = "List the people",
    description = "Those who work at the departments, centres and in the villages, oldest first.",
    params(PersonFilter),
    responses((status = 200, description = "A page of people", body = Page<PersonView>))
)]
#[get("/people")]
async fn personnel_list_people(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<PersonFilter>,
) -> AppResult<Reply<Page<PersonView>>> {
    actor.require(Action::PersonRead)?;
    Reply::page(service::list_people(&state, &actor, &filter.0).await?, &filter)
}

#[utoipa::path(
    tag = "personnel",
    operation_id = "personnel_create_person",
    summary = "Enter a person",
    description = "A person can do nothing yet: that takes an account and a capacity.",
    request_body = CreatePersonRequest,
    responses((status = 201, description = "Entered", body = PersonView))
)]
#[post("/people")]
async fn personnel_create_person(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreatePersonRequest>,
) -> AppResult<Reply<PersonView>> {
    let permit = actor.require(Action::PersonWrite)?;
    service::create_person(&state, &actor, permit, command).await
}

#[utoipa::path(
    tag = "personnel",
    operation_id = "personnel_get_person",
    summary = "Read a person",
    description = "One person with the `ETag` of the record.",
    params(("id" = Uuid, Path, description = "Id of the person")),
    responses((status = 200, description = "The person", body = PersonView))
)]
#[get("/people/{id}")]
async fn personnel_get_person(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<PersonView>> {
    actor.require(Action::PersonRead)?;
    let person = service::get_person(&state, &actor, id.id()).await?;
    Ok(Reply::ok(&person)?.version(person.version))
}

#[utoipa::path(
    tag = "personnel",
    operation_id = "personnel_update_person",
    summary = "Change a person's record",
    description = "What is absent stays, null empties. Who no longer works here is signed out \
        everywhere; nobody does that to themselves.",
    params(
        ("id" = Uuid, Path, description = "Id of the person"),
        ("If-Match" = String, Header)
    ),
    request_body = UpdatePersonRequest,
    responses((status = 200, description = "Changed", body = PersonView))
)]
#[patch("/people/{id}")]
async fn personnel_update_person(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<UpdatePersonRequest>,
) -> AppResult<Reply<PersonView>> {
    let permit = actor.require(Action::PersonWrite)?;
    service::update_person(&state, &actor, permit, id.id(), seen, command).await
}

#[utoipa::path(
    tag = "personnel",
    operation_id = "personnel_list_capacities",
    summary = "List the capacities",
    description = "Who holds which role for which department or region, oldest first.",
    params(CapacityFilter),
    responses((status = 200, description = "A page of capacities", body = Page<CapacityView>))
)]
#[get("/capacities")]
async fn personnel_list_capacities(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    filter: Params<CapacityFilter>,
) -> AppResult<Reply<Page<CapacityView>>> {
    actor.require(Action::PersonRead)?;
    let lang = Lang::of(&request);
    Reply::page(service::list_capacities(&state, &actor, &filter.0, lang).await?, &filter)
}

#[utoipa::path(
    tag = "personnel",
    operation_id = "personnel_grant_capacity",
    summary = "Grant a capacity",
    description = "The three administrator roles (三员) exclude each other and every other role for \
        one person (422 `capacity.exclusive_roles`). `handler` and `mediator` need a department; \
        the region must be the department's own or below it, and the role must exist at its level.",
    request_body = GrantCapacityRequest,
    responses((status = 201, description = "Granted", body = CapacityView))
)]
#[post("/capacities")]
async fn personnel_grant_capacity(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    command: Command<GrantCapacityRequest>,
) -> AppResult<Reply<CapacityView>> {
    let permit = actor.require(Action::CapacityWrite)?;
    service::grant_capacity(&state, &actor, permit, command, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "personnel",
    operation_id = "personnel_get_capacity",
    summary = "Read a capacity",
    description = "One capacity with its `ETag`.",
    params(("id" = Uuid, Path, description = "Id of the capacity")),
    responses((status = 200, description = "The capacity", body = CapacityView))
)]
#[get("/capacities/{id}")]
async fn personnel_get_capacity(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<CapacityView>> {
    actor.require(Action::PersonRead)?;
    let capacity = service::get_capacity(&state, &actor, id.id(), Lang::of(&request)).await?;
    Ok(Reply::ok(&capacity)?.version(capacity.version))
}

#[utoipa::path(
    tag = "personnel",
    operation_id = "personnel_update_capacity",
    summary = "Withdraw a capacity or give it back",
    description = "Tokens of a withdrawn capacity are refused at once by this server and within \
        ten seconds by others. Nobody withdraws the capacity they act in.",
    params(
        ("id" = Uuid, Path, description = "Id of the capacity"),
        ("If-Match" = String, Header)
    ),
    request_body = UpdateCapacityRequest,
    responses((status = 200, description = "Changed", body = CapacityView))
)]
#[patch("/capacities/{id}")]
async fn personnel_update_capacity(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<UpdateCapacityRequest>,
) -> AppResult<Reply<CapacityView>> {
    let permit = actor.require(Action::CapacityWrite)?;
    let lang = Lang::of(&request);
    service::update_capacity(&state, &actor, permit, id.id(), seen, command, lang).await
}
