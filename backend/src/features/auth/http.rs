use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, Responder, get, post};

use super::dto::{LoginRequest, MeView, NoBody, SessionView};
use super::keys::KeySet;
use super::service;
use crate::app::AppState;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Reply};
use crate::platform::lang::Lang;
use crate::policy::CurrentActor;

/// Name of the cookie that carries the refresh token.
pub const REFRESH_COOKIE: &str = "zongzhi_refresh";

/// The only path the cookie is sent to.
const COOKIE_PATH: &str = "/api/v1/auth";

/// An answer that sets or clears the cookie and may not be stored anywhere.
pub(super) struct Secret<R>(R, Option<Cookie<'static>>);

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
        or not it exists. `Idempotency-Key` is not stored.",
    request_body = LoginRequest,
    responses((status = 200, description = "Signed in", body = SessionView)),
    security(())
)]
#[post("/auth/login")]
pub(super) async fn login(
    state: Data<AppState>,
    request: HttpRequest,
    command: Command<LoginRequest>,
) -> AppResult<impl Responder> {
    let opened = service::login(&state, command.body, Lang::of(&request)).await?;
    session(&state, opened)
}

#[utoipa::path(
    tag = "auth",
    operation_id = "auth_refresh",
    summary = "Renew the session",
    description = "Uses up the refresh token of the cookie and sets the next one. A refresh token \
        that comes a second time, even within the same second, ends every session that followed \
        from the same sign-in. `Idempotency-Key` is not stored.",
    responses((status = 200, description = "Renewed", body = SessionView)),
    security(())
)]
#[post("/auth/refresh")]
pub(super) async fn refresh(
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
    operation_id = "auth_me",
    summary = "Who I am",
    description = "The person, the account, the capacities to choose from, the one acted in, the \
        pages its rights open, and how many cases wait in each queue.",
    responses((status = 200, description = "The caller", body = MeView))
)]
#[get("/me")]
pub(super) async fn me(
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
    responses((status = 200, description = "The keys", body = KeySet)),
    security(())
)]
#[get("/.well-known/jwks.json")]
pub(super) async fn jwks(state: Data<AppState>) -> AppResult<impl Responder> {
    let reply = Reply::ok(state.keys.public())?;
    Ok(reply.customize().insert_header((CACHE_CONTROL, "public, max-age=300")))
}
