//! `/users`.

use actix_web::web::Data;
use actix_web::{Responder, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CreateUserRequest, ResetPasswordRequest, UpdateUserRequest, UserFilter, UserView,
    UserWithPasswordView,
};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(users_list)
        .service(users_create)
        .service(users_get)
        .service(users_update)
        .service(users_reset_password)
        .service(users_reset_otp);
}

#[utoipa::path(
    tag = "users",
    operation_id = "users_list",
    summary = "List the accounts",
    description = "Oldest first. Passwords and their hashes are never answered.",
    params(UserFilter),
    responses((status = 200, description = "A page of accounts", body = Page<UserView>))
)]
#[get("/users")]
async fn users_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<UserFilter>,
) -> AppResult<Reply<Page<UserView>>> {
    actor.require(Action::PersonRead)?;
    Reply::page(service::list(&state, &actor, &filter.0).await?, &filter)
}

#[utoipa::path(
    tag = "users",
    operation_id = "users_create",
    summary = "Open an account",
    description = "Without `initial_password` one is made up and answered this once; the replay of \
        an `Idempotency-Key` answers null instead. Either must be changed at the first sign-in.",
    request_body = CreateUserRequest,
    responses((status = 201, description = "Opened", body = UserWithPasswordView))
)]
#[post("/users")]
async fn users_create(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CreateUserRequest>,
) -> AppResult<impl Responder> {
    let permit = actor.require(Action::PersonWrite)?;
    service::create(&state, &actor, permit, command).await
}

#[utoipa::path(
    tag = "users",
    operation_id = "users_get",
    summary = "Read an account",
    description = "One account with its `ETag`.",
    params(("id" = Uuid, Path, description = "Id of the account")),
    responses((status = 200, description = "The account", body = UserView))
)]
#[get("/users/{id}")]
async fn users_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<UserView>> {
    actor.require(Action::PersonRead)?;
    let user = service::get(&state, &actor, id.id()).await?;
    Ok(Reply::ok(&user)?.version(user.version))
}

#[utoipa::path(
    tag = "users",
    operation_id = "users_update",
    summary = "Rename, close or reopen an account",
    description = "Closing ends the account's sessions; its access tokens are refused at once by \
        this server and within ten seconds by others. Nobody closes their own account.",
    params(
        ("id" = Uuid, Path, description = "Id of the account"),
        ("If-Match" = String, Header)
    ),
    request_body = UpdateUserRequest,
    responses((status = 200, description = "Changed", body = UserView))
)]
#[patch("/users/{id}")]
async fn users_update(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<UpdateUserRequest>,
) -> AppResult<Reply<UserView>> {
    let permit = actor.require(Action::PersonWrite)?;
    service::update(&state, &actor, permit, id.id(), seen, command).await
}

#[utoipa::path(
    tag = "users",
    operation_id = "users_reset_password",
    summary = "Set a new password",
    description = "Ends the account's sessions and lifts a lock on its name. Without \
        `initial_password` one is made up and answered this once; the replay of an \
        `Idempotency-Key` answers null instead.",
    params(
        ("id" = Uuid, Path, description = "Id of the account"),
        ("If-Match" = String, Header)
    ),
    request_body = ResetPasswordRequest,
    responses((status = 200, description = "Set", body = UserWithPasswordView))
)]
#[post("/users/{id}/actions/reset_password")]
async fn users_reset_password(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<ResetPasswordRequest>,
) -> AppResult<impl Responder> {
    let permit = actor.require(Action::PersonWrite)?;
    service::reset_password(&state, &actor, permit, id.id(), seen, command).await
}

#[utoipa::path(
    tag = "users",
    operation_id = "users_reset_otp",
    summary = "Turn one-time passwords off",
    description = "For somebody whose device is lost: the next sign-in asks for the password only. \
        Ends the account's sessions.",
    params(
        ("id" = Uuid, Path, description = "Id of the account"),
        ("If-Match" = String, Header, description = "The version seen", example = "\"1\"")
    ),
    responses((status = 200, description = "Turned off", body = UserView))
)]
#[post("/users/{id}/actions/reset_otp")]
async fn users_reset_otp(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<UserView>> {
    let permit = actor.require(Action::PersonWrite)?;
    service::reset_otp(&state, &actor, permit, id.id(), seen, command).await
}
