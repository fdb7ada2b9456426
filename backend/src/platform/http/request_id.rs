//! `X-Request-Id` in and out, and the problem body for every error.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};
use tracing::Instrument;

use crate::openapi::deprecation;
use crate::platform::error::{AppError, ErrorCode, respond};
use crate::platform::http::rate_limit;
use crate::platform::ids::Ids;
use crate::platform::telemetry;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request: the caller's when it is plain, else a fresh one.
#[derive(Debug, Clone)]
pub struct RequestId(String);

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl RequestId {
    fn of(request: &ServiceRequest, ids: &Ids) -> Self {
        let sent = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
        let plain = |id: &&str| {
            (8..=100).contains(&id.len())
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        Self(sent.filter(plain).map_or_else(|| ids.next().to_string(), ToOwned::to_owned))
    }
}

/// Middleware: gives the request its id, logs it without personal data, and writes every error
/// as a problem.
pub async fn middleware(
    ids: web::Data<Ids>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let id = RequestId::of(&request, &ids);
    request.extensions_mut().insert(id.clone());
    let started = std::time::Instant::now();
    let method = request.method().clone();
    let span =
        tracing::info_span!("request", id = %id, method = %method, route = tracing::field::Empty);
    telemetry::continue_trace(&span, request.headers());
    let mut response = call(request, next).instrument(span.clone()).await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    span.record("route", &route);
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    metrics::histogram!("http_request_seconds", "route" => route.clone(), "method" => method.to_string(), "status" => status.to_string())
        .record(elapsed.as_secs_f64());
    tracing::info!(parent: &span, route, status, duration_ms = elapsed.as_secs_f64() * 1e3, "answered");
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HEADER, value);
    }
    let (request, mut response) = response.into_parts();
    rate_limit::write_headers(&request, response.headers_mut());
    deprecation::write_headers(&request, response.headers_mut());
    security_headers(response.headers_mut());
    Ok(ServiceResponse::new(request, response))
}

/// Nothing may hold the request while the router still writes its match into it.
async fn call(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await.map_err(|error| foreign(&error))?;
    let problem =
        response.response().error().map(|error| respond(&foreign(error), response.request()));
    Ok(match problem {
        Some(problem) => response.into_response(problem),
        None => response.map_into_boxed_body(),
    })
}

/// Our own errors as they are; actix's by their status.
fn foreign(error: &actix_web::Error) -> AppError {
    if let Some(ours) = error.as_error::<AppError>() {
        return match ours {
            AppError::Code { code, extras, retry_after } => {
                AppError::Code { code: *code, extras: extras.clone(), retry_after: *retry_after }
            }
            AppError::Validation(fields) => AppError::Validation(fields.clone()),
            AppError::Internal { source, at } => {
                AppError::Internal { source: source.to_string().into(), at }
            }
        };
    }
    let code = match error.as_response_error().status_code().as_u16() {
        404 => ErrorCode::RequestNotFound,
        405 => ErrorCode::RequestMethodNotAllowed,
        408 => ErrorCode::RequestTimeout,
        413 => ErrorCode::RequestTooLarge,
        415 => ErrorCode::RequestUnsupportedMediaType,
        400..=499 => ErrorCode::RequestMalformed,
        _ => return AppError::internal(error.to_string()),
    };
    code.into()
}

fn security_headers(headers: &mut actix_web::http::header::HeaderMap) {
    const FIXED: [(&str, &str); 5] = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        (
            "content-security-policy",
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
             img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'",
        ),
    ];
    for (name, value) in FIXED {
        let name = HeaderName::from_static(name);
        // What shows a file of a case says itself, and more strictly, what may be done with it.
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}
