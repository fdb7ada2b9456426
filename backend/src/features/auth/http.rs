use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, Responder, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::caller::CurrentActor;
use super::dto::{
    ChangePasswordRequest, ConfirmOtpRequest, DisableOtpRequest, EnrolOtpRequest, LoginRequest,
    MeView, OtpSecretView, SessionView, SwitchCapacityRequest,
};
use super::identify::Presented;
use super::keys::KeySet;
use super::{otp, service};
use crate::app::AppState;
use crate::features::presence::WORKSTATION_COOKIE;
use crate::features::public::device::Device;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, NoBody, Reply};
use crate::platform::lang::Lang;

/// Name of the cookie that carries the refresh token.
pub const REFRESH_COOKIE: &str = "zongzhi_refresh";

/// The only path the cookie is sent to.
const COOKIE_PATH: &str = "/api/v1/auth";

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(auth_login)
        .service(auth_refresh)
        .service(auth_logout)
        .service(auth_switch)
        .service(auth_change_password)
        .service(auth_enrol_otp)
        .service(auth_confirm_otp)
        .service(auth_disable_otp)
        .service(auth_me);
}

/// Mounts what is outside `/api/v1`.
pub fn well_known(config: &mut ServiceConfig<'_>) {
    config.service(auth_jwks);
}

/// An answer that sets or clears the cookie and may not be stored anywhere.
struct Secret<R>(R, Option<Cookie<'static>>);

impl<R: Responder> Responder for Secret<R> {
    type Body = R::Body;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse<R::Body> {
        let mut response = self.0.respond_to(request);
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(cookie) = self.1
            && let Err(error) = response.add_cookie(&cookie)
        {
            tracing::error!(%error, "refresh cookie not set");
        }
        response
    }
}

fn session(state: &AppState, session: service::Session) -> AppResult<Secret<Reply<SessionView>>> {
    let cookie = session.refresh_token.map(|token| refresh_cookie(state, token));
    Ok(Secret(Reply::ok(&session.view)?, cookie))
}

fn refresh_cookie(state: &AppState, token: String) -> Cookie<'static> {
    Cookie::build(REFRESH_COOKIE, token)
        .path(COOKIE_PATH)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(state.config.server.secure_cookies)
        .max_age(Duration::days(state.config.auth.refresh_days))
        .finish()
}

fn refresh_token(request: &HttpRequest) -> Option<String> {
    request.cookie(REFRESH_COOKIE).map(|cookie| cookie.value().to_owned())
}

#[utoipa::path(
    tag = "auth",
    operation_id = "auth_login",
    summary = "Sign in",
    description = "Answers an access token and sets the refresh cookie. A wrong name and a wrong \
        password are the same 401; five failures lock the name for 15 minutes with 429, whether \
        or not it exists. An account with one-time passwords answers 401 `auth.otp_required` to the \
        right password alone. `Idempotency-Key` is not stored.",
    request_body = LoginRequest,
    responses((status = 200, description = "Signed in", body = SessionView))
)]
#[post("/auth/login")]
async fn auth_login(
    state: Data<AppState>,
    request: HttpRequest,
    command: Command<LoginRequest>,
) -> AppResult<impl Responder> {
    let station = request.cookie(WORKSTATION_COOKIE).map(|cookie| cookie.value().to_owned());
    let device = Device::of_staff(&state, &request)?;
    let asked = (command.body, station, device);
    let opened = service::login(&state, asked, Lang::of(&request)).await?;
    session(&state, opened)
}

#[utoipa::path(
    tag = "auth",
    operation_id = "auth_refresh",
    summary = "Renew the session",
    description = "Uses up the refresh token of the cookie and sets the next one. A refresh token \
        that comes a second time, even within the same second, ends every session that followed \
        from the same sign-in. `Idempotency-Key` is not stored.",
    responses((status = 200, description = "Renewed", body = SessionView))
)]
#[post("/auth/refresh")]
async fn auth_refresh(
    state: Data<AppState>,
    request: HttpRequest,
    _command: Command<NoBody>,
) -> AppResult<impl Responder> {
    let token = refresh_token(&request);
    let renewed = service::refresh(&state, token.as_deref(), Lang::of(&request)).await?;
    session(&state, renewed)
}

#[utoipa::path(
    tag = "auth",
    operation_id = "auth_logout",
    summary = "Sign out",
    description = "Ends the session of the refresh cookie, or of the access token where there is no \
        cookie, and clears the cookie; without either it does nothing. The session's access tokens \
        are refused at once by this server and within ten seconds by others.",
    responses((status = 204, description = "Signed out"))
)]
#[post("/auth/logout")]
async fn auth_logout(
    state: Data<AppState>,
    request: HttpRequest,
    _command: Command<NoBody>,
) -> AppResult<impl Responder> {
    let presented = request.extensions().get::<Presented>().cloned();
    let bearer = presented.and_then(|presented| presented.0.ok()).map(|claims| claims.bearer());
    service::logout(&state, refresh_token(&request).as_deref(), bearer).await?;
    let mut cleared = refresh_cookie(&state, String::new());
    cleared.make_removal();
    Ok(Secret(HttpResponse::NoContent().finish(), Some(cleared)))
}

#[utoipa::path(
    tag = "auth",
    operation_id = "auth_switch",
    summary = "Act in another capacity",
    description = "Answers an access token for another of my capacities. The session continues in \
        it, and so does the next sign-in. `Idempotency-Key` is not stored.",
    request_body = SwitchCapacityRequest,
    responses((status = 200, description = "Switched", body = SessionView))
)]
#[post("/auth/switch")]
async fn auth_switch(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    command: Command<SwitchCapacityRequest>,
) -> AppResult<impl Responder> {
    let wanted = command.body.capacity_id;
    let switched = service::switch(&state, &actor.0, wanted, Lang::of(&request)).await?;
    session(&state, switched)
}

#[utoipa::path(
    tag = "auth",
    operation_id = "auth_change_password",
    summary = "Change my password",
    description = "Refuses a wrong current password (422 on `/current_password`; it counts as a \
        failed sign-in), a weak new one (422 `auth.weak_password` with `reason`) and one of the \
        last ones (422 `auth.password_reused`). Every other session of the account ends. \
        `Idempotency-Key` is not stored.",
    request_body = ChangePasswordRequest,
    responses((status = 204, description = "Changed"))
)]
#[post("/auth/password")]
async fn auth_change_password(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<ChangePasswordRequest>,
) -> AppResult<impl Responder> {
    service::change_password(&state, &actor.0, command.body).await?;
    Ok(Secret(HttpResponse::NoContent().finish(), None))
}

#[utoipa::path(
    tag = "auth",
    operation_id = "auth_enrol_otp",
    summary = "Begin with one-time passwords",
    description = "Answers a new secret for an authenticator. Nothing is asked for until a code of \
        it is confirmed. `Idempotency-Key` is not stored.",
    request_body = EnrolOtpRequest,
    responses((status = 200, description = "The secret", body = OtpSecretView))
)]
#[post("/auth/otp")]
async fn auth_enrol_otp(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<EnrolOtpRequest>,
) -> AppResult<impl Responder> {
    let secret = otp::enrol(&state, &actor.0, command.body).await?;
    Ok(Secret(Reply::ok(&secret)?, None))
}

#[utoipa::path(
    tag = "auth",
    operation_id = "auth_confirm_otp",
    summary = "Turn one-time passwords on",
    description = "With a first code of the authenticator (422 on `/otp` when it is wrong). From \
        then on signing in asks for one. `Idempotency-Key` is not stored.",
    request_body = ConfirmOtpRequest,
    responses((status = 204, description = "Turned on"))
)]
#[post("/auth/otp/confirm")]
async fn auth_confirm_otp(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<ConfirmOtpRequest>,
) -> AppResult<impl Responder> {
    otp::confirm(&state, &actor.0, &command.body).await?;
    Ok(Secret(HttpResponse::NoContent().finish(), None))
}

#[utoipa::path(
    tag = "auth",
    operation_id = "auth_disable_otp",
    summary = "Turn one-time passwords off",
    description = "With the password and a code. `Idempotency-Key` is not stored.",
    request_body = DisableOtpRequest,
    responses((status = 204, description = "Turned off"))
)]
#[post("/auth/otp/disable")]
async fn auth_disable_otp(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<DisableOtpRequest>,
) -> AppResult<impl Responder> {
    otp::disable(&state, &actor.0, command.body).await?;
    Ok(Secret(HttpResponse::NoContent().finish(), None))
}

#[utoipa::path(
    tag = "auth",
    operation_id = "auth_me",
    summary = "Who I am",
    description = "The person, the account, the capacities to choose from, the one acted in, the \
        pages its rights open, and how many cases wait in each queue.",
    responses((status = 200, description = "The caller", body = MeView))
)]
#[get("/me")]
async fn auth_me(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
) -> AppResult<Reply<MeView>> {
    Reply::ok(&service::me(&state, &actor, Lang::of(&request)).await?)
}

#[utoipa::path(
    tag = "auth",
    operation_id = "auth_jwks",
    summary = "Public keys",
    description = "The keys (RFC 7517) with which an access token can be checked, by `kid`.",
    responses((status = 200, description = "The keys", body = KeySet))
)]
#[get("/.well-known/jwks.json")]
async fn auth_jwks(state: Data<AppState>) -> AppResult<impl Responder> {
    let reply = Reply::ok(state.keys.public())?;
    Ok(reply.customize().insert_header((CACHE_CONTROL, "public, max-age=300")))
}
