//! Which methods an address takes (RFC 9110): HEAD where there is GET, OPTIONS for all, 405 with
//! `Allow` for what is left, and 404 for addresses nobody knows. And whether it takes parameters: a
//! misspelt or misplaced one must not be passed over, wherever it stands.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{OpenApi, PathItem, RefOr};

use crate::openapi::Document;
use crate::platform::error::{AppError, ErrorCode, respond};

/// The documented paths with what they take.
#[derive(Debug, Clone, Default)]
pub struct Known(Vec<Address>);

#[derive(Debug, Clone)]
struct Address {
    template: Vec<String>,
    methods: Vec<&'static str>,
    /// Those of the methods that take parameters in the query.
    asking: Vec<&'static str>,
}

impl Known {
    /// Reads the paths out of the document; `pages` are read beside them.
    pub fn of(document: &OpenApi, pages: &[&str]) -> Self {
        let paths = document.paths.paths.iter().map(|(path, item)| Address {
            template: split(path),
            methods: methods(item),
            asking: asking(path, item),
        });
        let pages = pages.iter().map(|page| {
            let methods = vec!["GET", "HEAD", "OPTIONS"];
            Address { template: split(page), asking: methods.clone(), methods }
        });
        Self(paths.chain(pages).collect())
    }

    /// The one path that is meant: of `/cases/counts` and `/cases/{case_id}` the literal one.
    fn nearest(&self, path: &str) -> Option<&Address> {
        let asked = split(path);
        let fits = |template: &[String]| {
            template.len() == asked.len()
                && template.iter().zip(&asked).all(|(t, a)| t == a || (is_open(t) && !a.is_empty()))
        };
        let open =
            |address: &&Address| address.template.iter().filter(|part| is_open(part)).count();
        self.0.iter().filter(|address| fits(&address.template)).min_by_key(open)
    }
}

fn is_open(part: &str) -> bool {
    part.starts_with('{')
}

fn split(path: &str) -> Vec<String> {
    path.split('/').map(ToOwned::to_owned).collect()
}

/// The methods of a path that take parameters in the query; beyond the API all may.
fn asking(path: &str, item: &PathItem) -> Vec<&'static str> {
    if !path.starts_with("/api/v1/") {
        return methods(item);
    }
    let asks = |operation: Option<&Operation>| {
        let parameters = operation.and_then(|operation| operation.parameters.as_ref());
        parameters.into_iter().flatten().any(|parameter| match parameter {
            RefOr::T(parameter) => parameter.parameter_in == ParameterIn::Query,
            RefOr::Ref(_) => false,
        })
    };
    [
        ("GET", asks(item.get.as_ref())),
        ("HEAD", asks(item.get.as_ref())),
        ("POST", asks(item.post.as_ref())),
        ("PUT", asks(item.put.as_ref())),
        ("PATCH", asks(item.patch.as_ref())),
        ("DELETE", asks(item.delete.as_ref())),
    ]
    .into_iter()
    .filter_map(|(method, asks)| asks.then_some(method))
    .collect()
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

/// Marks a GET that was a HEAD: a body that never ends by itself must not be begun.
#[derive(Debug, Clone, Copy)]
pub struct HeadOnly;

/// Middleware before the routes: answers OPTIONS and 405, refuses parameters nobody would look at,
/// and lets GET answer HEAD; the server leaves the body out.
pub async fn middleware(
    document: web::Data<Document>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(known) = document.known.nearest(request.path()) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let mut response = match request.method() {
        &Method::OPTIONS => HttpResponse::NoContent().finish(),
        method if known.methods.contains(&method.as_str()) => {
            if !request.query_string().is_empty() && !known.asking.contains(&method.as_str()) {
                let refused =
                    respond(&ErrorCode::RequestInvalidParameter.into(), request.request());
                return Ok(request.into_response(refused));
            }
            if method == Method::HEAD {
                request.head_mut().method = Method::GET;
                request.extensions_mut().insert(HeadOnly);
            }
            return Ok(next.call(request).await?.map_into_boxed_body());
        }
        _ => respond(&ErrorCode::RequestMethodNotAllowed.into(), request.request()),
    };
    if let Ok(value) = known.methods.join(", ").parse() {
        response.headers_mut().insert(ALLOW, value);
    }
    Ok(request.into_response(response))
}

/// Answers 404: no route takes the request.
pub async fn not_found(request: HttpRequest) -> HttpResponse {
    respond(&AppError::from(ErrorCode::RequestNotFound), &request)
}
