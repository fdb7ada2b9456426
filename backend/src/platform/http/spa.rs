//! The built pages: files as they are, the one page for every address of the SPA, and the citizens'
//! page, a bundle of its own, for every address under `/public`.

use std::path::{Path, PathBuf};

use actix_files::{Files, NamedFile};
use actix_web::dev::{ServiceRequest, ServiceResponse, fn_service};
use actix_web::guard;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, HeaderValue};
use actix_web::web::ServiceConfig;

use crate::platform::error::{AppError, AppResult, ErrorCode, respond};

/// Serves the folder, when there is one. Names under `assets/` carry a hash and never change.
pub fn routes(config: &mut ServiceConfig, web_root: &str) {
    let root = Path::new(web_root);
    let index = root.join("index.html");
    if web_root.is_empty() || !index.is_file() {
        return;
    }
    let citizens = root.join("public.html");
    let page = fn_service(move |request: ServiceRequest| {
        let is_public = is_public(request.path()) && citizens.is_file();
        page(request, if is_public { citizens.clone() } else { index.clone() })
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
    let response = match open(&index, wants_page && !is_ours) {
        Ok(file) => {
            let mut response = file.into_response(&request);
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
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
