//! The built pages: files as they are, the one page for every address of the SPA, and the citizens'
//! page, a bundle of its own, for every address under `/public`.

use std::path::{Path, PathBuf};

use actix_files::{Files, NamedFile};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse, fn_service};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::ServiceConfig;
use actix_web::{Error, guard};

use crate::platform::error::{AppError, AppResult, ErrorCode, respond};

/// Files under `assets/` carry a hash of their content in the name: a year, and never asked for again.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Pages name those files: asked for each time, and answered with 304 while they are the same.
const ASKED_FOR: &str = "no-cache";

/// The citizens' pages write no style into the page, so none is let in (docs/adr/0097-styles-of-the-pages.md).
const CITIZENS_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// Middleware: how long a browser may keep what is served from the folder. What is not there is kept
/// nowhere: the next version may bring it.
pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let kept = keeping(request.path());
    let mut response = next.call(request).await?;
    let status = response.status();
    let is_there = status.is_success() || status == StatusCode::NOT_MODIFIED;
    if let Some(kept) = kept.filter(|_| is_there) {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    }
    Ok(response)
}

/// What is said of the file at a path; none for what is not served from the folder.
fn keeping(path: &str) -> Option<&'static str> {
    if path.starts_with("/assets/") {
        return Some(FOR_EVER);
    }
    let is_page = path == "/" || Path::new(path).extension().is_some_and(|end| end == "html");
    (is_page || is_public(path)).then_some(ASKED_FOR)
}

/// Serves the folder, when there is one. Names under `assets/` carry a hash and never change.
pub fn routes(config: &mut ServiceConfig, web_root: &str) {
    let root = Path::new(web_root);
    let index = root.join("index.html");
    if web_root.is_empty() || !index.is_file() {
        return;
    }
    let citizens = root.join("public.html");
    let page = fn_service(move |request: ServiceRequest| {
        if is_public(request.path()) && citizens.is_file() {
            page(request, citizens.clone(), Some(CITIZENS_POLICY))
        } else {
            page(request, index.clone(), None)
        }
    });
    // What is only read: every other method goes on to what answers unknown paths.
    let reads = || guard::Any(guard::Get()).or(guard::Head());
    let assets = root.join("assets");
    config.service(Files::new("/assets", assets).guard(reads()).use_etag(true));
    config.service(
        Files::new("/", root)
            .guard(reads())
            .index_file("index.html")
            .use_etag(true)
            .default_handler(page),
    );
}

/// Whether an address is one of the citizens' pages.
fn is_public(path: &str) -> bool {
    path == "/public" || path.starts_with("/public/")
}

/// The one page, for a browser that asks for a page; anything else is not found. `policy`: what it may
/// do, where that is less than what every answer says (`request_id.rs`).
#[expect(clippy::unused_async, reason = "actix services are async")]
async fn page(
    request: ServiceRequest,
    index: PathBuf,
    policy: Option<&'static str>,
) -> Result<ServiceResponse, Error> {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let wants_page = accept.is_some_and(|accept| accept.contains("text/html"));
    let is_ours = request.path().starts_with("/api/");
    let (request, _) = request.into_parts();
    let response = match open(&index, wants_page && !is_ours) {
        Ok(file) => {
            let mut response = file.into_response(&request);
            let headers = response.headers_mut();
            headers.insert(CACHE_CONTROL, HeaderValue::from_static(ASKED_FOR));
            if let Some(policy) = policy {
                headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
            }
            response
        }
        Err(error) => respond(&error, &request),
    };
    Ok(ServiceResponse::new(request, response))
}

fn open(index: &Path, is_wanted: bool) -> AppResult<NamedFile> {
    if !is_wanted {
        return Err(ErrorCode::RequestNotFound.into());
    }
    NamedFile::open(index).map_err(AppError::internal)
}
