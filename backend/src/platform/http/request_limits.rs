//! How large a request may be, how long it may take, and from which pages it may come: by kind of action,
//! and changed while the server runs.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest, web};

use super::rate_limit::Kind;
use crate::config::ServerConfig;
use crate::platform::error::{AppError, ErrorCode, respond};

/// Lists that are longer by nature, and how many bytes one may have whatever the limit of its kind.
const LISTS: &[(&str, usize)] =
    &[("/api/v1/reconciliations", 8 << 20), ("/api/v1/cases/bulk", 8 << 20)];

/// The largest body a request may have, for whoever reads it whole.
#[derive(Debug, Clone, Copy)]
pub struct BodyLimit(pub usize);

/// How large and how long one kind of action may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// Bytes of a body. Files have limits of their own.
    pub max_body_bytes: usize,
    /// Seconds until the answer begins. Files take as long as they take.
    pub max_seconds: u64,
}

/// The bounds of every kind, and the origins of CORS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestBounds {
    /// What checks a password or a code.
    pub sign_in: Bound,
    /// What changes nothing.
    pub read: Bound,
    /// What changes something.
    pub write: Bound,
    /// What citizens send.
    pub public: Bound,
    /// Pages of which origins may call.
    pub origins: BTreeSet<String>,
}

impl RequestBounds {
    /// Those of the settings.
    pub fn of(config: &ServerConfig) -> Self {
        let one = Bound {
            max_body_bytes: config.max_body_bytes,
            max_seconds: config.request_seconds.clamp(1, 3600),
        };
        let origins = config.cors_origins.iter().cloned().collect();
        Self { sign_in: one, read: one, write: one, public: one, origins }
    }

    const fn of_kind(&self, kind: Kind) -> Bound {
        match kind {
            Kind::SignIn => self.sign_in,
            Kind::Read => self.read,
            Kind::Write => self.write,
            Kind::Public => self.public,
        }
    }
}

/// The bounds in force.
#[derive(Debug)]
pub struct RequestLimits(RwLock<Arc<RequestBounds>>);

impl RequestLimits {
    /// These, until others are set.
    pub fn new(bounds: RequestBounds) -> Self {
        Self(RwLock::new(Arc::new(bounds)))
    }

    /// Others from now on.
    pub fn set(&self, bounds: RequestBounds) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(bounds);
    }

    /// Whether pages of an origin may call.
    pub fn allows_origin(&self, origin: &str) -> bool {
        self.now().origins.contains(origin)
    }

    fn now(&self) -> Arc<RequestBounds> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Middleware: refuses a body that says it is too large with 413, and gives an answer up that takes too
/// long with 503. A transaction that is under way is rolled back; with an `Idempotency-Key` the request
/// can be sent again.
pub async fn middleware(
    limits: web::Data<RequestLimits>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(kind) = Kind::of(&request) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    // Files are measured, and waited for, by those who take them.
    if is_of_bytes(&request) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let bound = limits.now().of_kind(kind);
    let list = LISTS.iter().find(|(path, _)| *path == request.path());
    let largest = list.map_or(bound.max_body_bytes, |(_, most)| bound.max_body_bytes.max(*most));
    let length = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let length = length.and_then(|text| text.parse::<usize>().ok());
    if length.is_some_and(|length| length > largest) {
        let refused = respond(&ErrorCode::RequestTooLarge.into(), request.request());
        return Ok(request.into_response(refused));
    }
    request.extensions_mut().insert(BodyLimit(largest));
    let routed = Routed::default();
    request.extensions_mut().insert(routed.clone());
    // Whatever becomes of the request, it does not stay in its own extensions.
    let routed = Emptied(routed);
    let most = Duration::from_secs(bound.max_seconds);
    if let Ok(answered) = tokio::time::timeout(most, next.call(request)).await {
        return Ok(answered?.map_into_boxed_body());
    }
    tracing::warn!(kind = kind.as_str(), "an answer took too long and was given up");
    let error = AppError::from(ErrorCode::ServerTimeout).retry_after(bound.max_seconds.max(1));
    let asked = routed.0.0.take();
    match asked {
        Some(asked) => {
            let response = respond(&error, &asked);
            Ok(ServiceResponse::new(asked, response))
        }
        // No handler was reached.
        None => Err(error.into()),
    }
}

/// The request as its handler has it, for the answer when that is given up. Nobody may hold it before
/// it is routed: the router writes its match into it.
#[derive(Clone, Default)]
struct Routed(Rc<Cell<Option<HttpRequest>>>);

/// Takes the request out again.
struct Emptied(Routed);

impl Drop for Emptied {
    fn drop(&mut self) {
        self.0.0.take();
    }
}

/// Says that a request has reached its handler; called by what handlers take.
pub fn reached(request: &HttpRequest) {
    let routed = request.extensions().get::<Routed>().cloned();
    if let Some(Routed(slot)) = routed {
        slot.set(Some(request.clone()));
    }
}

/// Whether the content of a file is put, by its route: what a request says of its own body decides nothing.
fn is_of_bytes(request: &ServiceRequest) -> bool {
    let path = request.path().strip_prefix("/api/v1/").unwrap_or_default();
    let content = path.strip_suffix("/content").filter(|_| *request.method() == Method::PUT);
    content.is_some_and(|at| at.starts_with("imports/") || at.contains("/attachments/"))
}
