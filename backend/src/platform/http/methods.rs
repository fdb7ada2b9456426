//! Which methods an address takes (RFC 9110): HEAD where there is GET, OPTIONS for all, 405 with
//! `Allow` for what is left, and 404 for addresses nobody knows.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::{OpenApi, PathItem};

use crate::openapi::Document;
use crate::platform::error::{AppError, ErrorCode, respond};

/// The documented paths with the methods they take.
#[derive(Debug, Clone, Default)]
pub struct Known(Vec<(Vec<String>, Vec<&'static str>)>);

impl Known {
    /// Reads the paths out of the document; `pages` are read beside them.
    pub fn of(document: &OpenApi, pages: &[&str]) -> Self {
        let paths = document.paths.paths.iter();
        let paths = paths.map(|(path, item)| (split(path), methods(item)));
        let pages = pages.iter().map(|page| (split(page), vec!["GET", "HEAD", "OPTIONS"]));
        Self(paths.chain(pages).collect())
    }

    /// The methods of the one path that is meant: of `/cases/counts` and `/cases/{case_id}` the
    /// literal one. Empty where no path is known.
    fn allowed(&self, path: &str) -> &[&'static str] {
        let asked = split(path);
        let fits = |template: &[String]| {
            template.len() == asked.len()
                && template.iter().zip(&asked).all(|(t, a)| t == a || (is_open(t) && !a.is_empty()))
        };
        let nearest = self
            .0
            .iter()
            .filter(|(template, _)| fits(template))
            .min_by_key(|(template, _)| template.iter().filter(|part| is_open(part)).count());
        nearest.map_or(&[], |(_, methods)| methods)
    }
}

fn is_open(part: &str) -> bool {
    part.starts_with('{')
}

fn split(path: &str) -> Vec<String> {
    path.split('/').map(ToOwned::to_owned).collect()
}

fn methods(item: &PathItem) -> Vec<&'static str> {
    [
        ("GET", item.get.is_some()),
        ("HEAD", item.get.is_some()),
        ("OPTIONS", true),
        ("POST", item.post.is_some()),
        ("PUT", item.put.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
    ]
    .into_iter()
    .filter_map(|(method, is_there)| is_there.then_some(method))
    .collect()
}

/// Middleware before the routes: answers OPTIONS and 405, and lets GET answer HEAD; the server
/// leaves the body out.
pub async fn middleware(
    document: web::Data<Document>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let allowed = document.known.allowed(request.path());
    let mut response = match request.method() {
        _ if allowed.is_empty() => return Ok(next.call(request).await?.map_into_boxed_body()),
        &Method::OPTIONS => HttpResponse::NoContent().finish(),
        method if allowed.contains(&method.as_str()) => {
            if method == Method::HEAD {
                request.head_mut().method = Method::GET;
            }
            return Ok(next.call(request).await?.map_into_boxed_body());
        }
        _ => respond(&ErrorCode::RequestMethodNotAllowed.into(), request.request()),
    };
    if let Ok(value) = allowed.join(", ").parse() {
        response.headers_mut().insert(ALLOW, value);
    }
    Ok(request.into_response(response))
}

/// Answers 404: no route takes the request.
pub async fn not_found(request: HttpRequest) -> HttpResponse {
    respond(&AppError::from(ErrorCode::RequestNotFound), &request)
}
