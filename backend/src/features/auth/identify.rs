//! Reads the access token of a request once, for the rate limits and for the handlers.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, web};

use super::token::Claims;
use crate::app::AppState;
use crate::platform::error::ErrorCode;
use crate::platform::http::rate_limit::Caller;

/// What the token of a request says, or why it is refused. Account, session and capacity are
/// looked up by those who need them.
#[derive(Debug, Clone)]
pub struct Presented(pub Result<Claims, ErrorCode>);

/// Middleware: checks the token's signature and time; refuses nothing itself, because some paths
/// need no token.
pub async fn middleware(
    state: web::Data<AppState>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let claims = bearer(request.headers()).and_then(|token| {
        let now = state.clock.now();
        let checked = state.tokens.claims(&state.keys, &state.config.auth, token, now);
        checked.map_err(|error| error.code())
    });
    if let Ok(claims) = &claims {
        let caller = claims.app.map_or(Caller::User(claims.sub), Caller::Application);
        request.extensions_mut().insert(caller);
    }
    request.extensions_mut().insert(Presented(claims));
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// The token of `Authorization: Bearer …` (RFC 6750); the scheme's case does not matter.
fn bearer(headers: &HeaderMap) -> Result<&str, ErrorCode> {
    let header = headers.get(AUTHORIZATION).ok_or(ErrorCode::AuthRequired)?;
    let text = header.to_str().ok().and_then(|text| text.split_once(' '));
    match text {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        Some(_) | None => Err(ErrorCode::AuthRequired),
    }
}
