use std::marker::PhantomData;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LINK, LOCATION};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::page::Page;
use super::params::Params;
use crate::platform::error::AppResult;

/// A JSON answer whose body is a `T`, so that the documented and the returned type are one.
#[derive(Debug, Clone)]
pub struct Reply<T> {
    pub(super) status: StatusCode,
    pub(super) body: Vec<u8>,
    pub(super) etag: Option<i32>,
    pub(super) location: Option<String>,
    pub(super) replayed: bool,
    pub(super) personal: bool,
    pub(super) next: Option<String>,
    pub(super) shape: PhantomData<fn() -> T>,
}

impl<T: Serialize> Reply<T> {
    /// 200 with `body`.
    pub fn ok(body: &T) -> AppResult<Self> {
        Self::with(StatusCode::OK, body)
    }

    /// 201 with `body`, found at `location` from now on.
    pub fn created(body: &T, location: String) -> AppResult<Self> {
        let mut reply = Self::with(StatusCode::CREATED, body)?;
        reply.location = Some(location);
        Ok(reply)
    }

    /// 202 with `body`: it is being done, and `location` says how far it is.
    pub fn accepted(body: &T, location: String) -> AppResult<Self> {
        let mut reply = Self::with(StatusCode::ACCEPTED, body)?;
        reply.location = Some(location);
        Ok(reply)
    }

    /// Names the version the body shows; a strong `ETag`.
    #[must_use]
    pub fn version(mut self, version: i32) -> Self {
        self.etag = Some(version);
        self
    }

    /// The body depends on who asks: it is kept nowhere, and never "not modified", because the
    /// version alone does not tell one reader's view from another's.
    #[must_use]
    pub fn personal(mut self) -> Self {
        self.personal = true;
        self
    }

    /// The same answer with another body.
    pub fn with_body(mut self, body: &T) -> AppResult<Self> {
        self.body = serde_json::to_vec(body)?;
        Ok(self.personal())
    }

    /// Whether it was answered before, under the same `Idempotency-Key`.
    pub fn is_replayed(&self) -> bool {
        self.replayed
    }

    /// The body again.
    pub fn read(&self) -> AppResult<T>
    where
        T: DeserializeOwned,
    {
        Ok(serde_json::from_slice(&self.body)?)
    }

    fn with(status: StatusCode, body: &T) -> AppResult<Self> {
        let body = serde_json::to_vec(body)?;
        let (etag, location) = (None, None);
        let (replayed, personal) = (false, false);
        let next = None;
        Ok(Self { status, body, etag, location, replayed, personal, next, shape: PhantomData })
    }
}

impl<T: Serialize> Reply<Page<T>> {
    /// 200 with a page of the list `asked` for, whose cursor goes on in that list alone.
    pub fn page<F>(mut page: Page<T>, asked: &Params<F>) -> AppResult<Self> {
        page.next_cursor = page.next_cursor.map(|cursor| asked.1.seal(&cursor));
        Self::sealed(&page)
    }

    /// 200 with a page whose cursor was sealed; where it goes on is said in a `Link` too (RFC 8288).
    pub(super) fn sealed(page: &Page<T>) -> AppResult<Self> {
        Ok(Self { next: page.next_cursor.clone(), ..Self::ok(page)? })
    }
}

/// The same list from where `cursor` says.
fn next_page(request: &HttpRequest, cursor: &str) -> Option<String> {
    let mut query: Vec<(String, String)> =
        serde_html_form::from_str(request.query_string()).ok()?;
    query.retain(|(name, _)| name != "cursor");
    query.push(("cursor".to_owned(), cursor.to_owned()));
    let query = serde_html_form::to_string(query).ok()?;
    Some(format!("<{}?{query}>; rel=\"next\"", request.path()))
}

impl<T> Responder for Reply<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse<BoxBody> {
        let etag = self.etag.map(|version| format!("\"{version}\""));
        let mut response = HttpResponse::build(self.status);
        let cache = if self.personal { "no-store" } else { "private, no-cache" };
        response.insert_header((CACHE_CONTROL, cache));
        if let Some(etag) = &etag {
            response.insert_header((ETAG, etag.as_str()));
            let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
            if request.method().is_safe() && known == Some(etag) && !self.personal {
                return response.status(StatusCode::NOT_MODIFIED).finish();
            }
        }
        if let Some(location) = self.location {
            response.insert_header((LOCATION, location));
        }
        if let Some(link) = self.next.and_then(|cursor| next_page(request, &cursor)) {
            response.insert_header((LINK, link));
        }
        if self.replayed {
            response.insert_header(("idempotent-replayed", "true"));
        }
        response.insert_header((CONTENT_TYPE, "application/json"));
        response.body(self.body)
    }
}
