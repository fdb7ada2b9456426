//! The built pages: files as they are, and the one page for every address of the SPA.

use std::path::{Path, PathBuf};

use actix_files::{Files, NamedFile};
use actix_web::dev::{ServiceRequest, ServiceResponse, fn_service};
use actix_web::guard;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, HeaderValue};
use actix_web::web::ServiceConfig;

use crate::platform::error::{AppError, ErrorCode};

/// Serves the folder, when there is one. Names under `assets/` carry a hash and never change.
pub fn routes(config: &mut ServiceConfig, web_root: &str) {
    let root = Path::new(web_root);
    let index = root.join("index.html");
    if web_root.is_empty() || !index.is_file() {
        return;
    }
    let page = fn_service(move |request: ServiceRequest| page(request, index.clone()));
    // The service would answer other methods itself, and not with a problem.
    let reads = || guard::Any(guard::Get()).or(guard::Head());
    config.service(Files::new("/assets", root.join("assets")).use_etag(true).guard(reads()));
    config.service(
        Files::new("/", root)
            .index_file("index.html")
            .use_etag(true)
            .default_handler(page)
            .guard(reads()),
    );
}

/// The one page, for a browser that asks for a page; anything else is not found.
#[expect(clippy::unused_async, reason = "actix services are async")]
async fn page(
    request: ServiceRequest,
    index: PathBuf,
) -> Result<ServiceResponse, actix_web::Error> {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let wants_page = accept.is_some_and(|accept| accept.contains("text/html"));
    let is_ours = request.path().starts_with("/api/");
    let (request, _) = request.into_parts();
    if !wants_page || is_ours {
        return Err(AppError::from(ErrorCode::RequestNotFound).into());
    }
    let file = NamedFile::open(index)?;
    let mut response = file.into_response(&request);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(ServiceResponse::new(request, response))
}
