//! `/oauth/token`.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE,
};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{TokenRequest, TokenView};
use super::oauth;
use crate::app::AppState;
use crate::platform::error::{AppResult, respond};
use crate::platform::http::accept_only;

/// Mounts it.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(oauth_token);
}

/// Get a token for an application
///
/// OAuth 2.0 client credentials (RFC 6749, 4.4): the client's id and secret by `Authorization: Basic`
/// or in the form, and not both. `scope` narrows the token. The token lasts 15 minutes, and no longer
/// than the application, its secret, or the capacity of whoever set it up. Refusals are problems
/// (RFC 9457) that carry `error` and `error_description` of RFC 6749, 5.2, as well; their media type is
/// `application/problem+json`. Five wrong secrets lock the client for 15 minutes, and an unknown client
/// is told nothing else than a known one with a wrong secret.
#[utoipa::path(
    tag = "applications",
    operation_id = "oauth_token",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "The token", body = TokenView))
)]
#[post("/oauth/token")]
async fn oauth_token(
    state: Data<AppState>,
    request: HttpRequest,
    body: Bytes,
) -> AppResult<HttpResponse> {
    accept_only(&request, &["application/x-www-form-urlencoded"])?;
    let header = request.headers().get(AUTHORIZATION);
    let authorization = header.map(|value| value.to_str().unwrap_or_default());
    let mut response = match oauth::token(&state, authorization, &body).await {
        Ok(token) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "application/json"))
            .body(serde_json::to_vec(&token)?),
        Err(error) => respond(&error, &request),
    };
    let is_refused = response.status() == StatusCode::UNAUTHORIZED;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if is_refused {
        // The scheme a client may use here; bearer tokens are what it comes for.
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"zongzhi\""));
    }
    Ok(response)
}
