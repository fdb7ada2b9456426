//! What no route takes: 405 where another method would do, else 404.

use actix_web::http::header::ALLOW;
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::{OpenApi, PathItem};

use crate::openapi::Document;
use crate::platform::error::{AppError, ErrorCode, respond};

/// The documented paths with the methods they take.
#[derive(Debug, Clone, Default)]
pub struct Known(Vec<(Vec<String>, Vec<&'static str>)>);

impl Known {
    /// Reads the paths out of the document.
    pub fn of(document: &OpenApi) -> Self {
        let paths = document.paths.paths.iter();
        Self(paths.map(|(path, item)| (split(path), methods(item))).collect())
    }

    fn allowed(&self, path: &str) -> Vec<&'static str> {
        let asked = split(path);
        let same = |template: &[String]| {
            template.len() == asked.len()
                && template.iter().zip(&asked).all(|(t, a)| t.starts_with('{') || t == a)
        };
        self.0.iter().filter(|(path, _)| same(path)).flat_map(|(_, m)| m.clone()).collect()
    }
}

fn split(path: &str) -> Vec<String> {
    path.split('/').map(ToOwned::to_owned).collect()
}

fn methods(item: &PathItem) -> Vec<&'static str> {
    [
        ("GET", item.get.is_some()),
        ("POST", item.post.is_some()),
        ("PUT", item.put.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
    ]
    .into_iter()
    .filter_map(|(method, is_there)| is_there.then_some(method))
    .collect()
}

/// Answers 405 with `Allow`, or 404.
pub async fn answer(request: HttpRequest, document: web::Data<Document>) -> HttpResponse {
    let allowed = document.known.allowed(request.path());
    if allowed.is_empty() || allowed.contains(&request.method().as_str()) {
        return respond(&AppError::from(ErrorCode::RequestNotFound), &request);
    }
    let mut response = respond(&AppError::from(ErrorCode::RequestMethodNotAllowed), &request);
    if let Ok(value) = allowed.join(", ").parse() {
        response.headers_mut().insert(ALLOW, value);
    }
    response
}
