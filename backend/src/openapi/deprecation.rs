//! What has to go is announced first: the table, its marks in the document, and the headers of each
//! answer (`docs/api-design.md`, "How it changes").

use std::collections::HashMap;

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, LINK};
use actix_web::web::Data;
use chrono::{NaiveDate, NaiveTime};
use utoipa::openapi::{Deprecated, OpenApi};

use super::{Document, operations};

/// An operation that will be gone.
#[derive(Debug, Clone, Copy)]
pub struct Announced {
    /// Its `operationId`.
    pub operation: &'static str,
    /// The day it was announced (RFC 9745).
    pub since: &'static str,
    /// The day from which it may be gone (RFC 8594): twelve months and two releases later at least.
    pub until: &'static str,
    /// The path of what to use instead.
    pub successor: Option<&'static str>,
}

/// Every operation that was announced to go. Nothing is.
pub const ANNOUNCED: &[Announced] = &[];

/// The headers of the operations that will be gone, by method and path template.
#[derive(Debug, Clone, Default)]
pub struct Deprecations(HashMap<(&'static str, String), Headers>);

/// What each answer says.
#[derive(Debug, Clone)]
struct Headers {
    deprecation: HeaderValue,
    sunset: HeaderValue,
    link: Option<HeaderValue>,
}

impl Announced {
    fn headers(&self) -> Option<Headers> {
        let since = midnight(self.since)?.timestamp();
        let until = midnight(self.until)?.format("%a, %d %b %Y %H:%M:%S GMT");
        let link = self.successor.map(|path| format!("<{path}>; rel=\"successor-version\""));
        Some(Headers {
            deprecation: HeaderValue::try_from(format!("@{since}")).ok()?,
            sunset: HeaderValue::try_from(until.to_string()).ok()?,
            link: link.and_then(|link| HeaderValue::try_from(link).ok()),
        })
    }
}

fn midnight(day: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    let day: NaiveDate = day.parse().ok()?;
    Some(day.and_time(NaiveTime::MIN).and_utc())
}

/// Marks what is `announced` in the document, and answers the headers that go with it.
pub(super) fn announce(api: &mut OpenApi, announced: &[Announced]) -> Deprecations {
    let mut found = HashMap::new();
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            let id = operation.operation_id.as_deref();
            let Some(one) = announced.iter().find(|one| Some(one.operation) == id) else {
                continue;
            };
            operation.deprecated = Some(Deprecated::True);
            let marks = operation.extensions.get_or_insert_default();
            marks.insert("x-sunset".to_owned(), one.until.into());
            if let Some(headers) = one.headers() {
                found.insert((method, path.clone()), headers);
            }
        }
    }
    Deprecations(found)
}

/// Says on an answer that what gave it will be gone.
pub fn write_headers(request: &HttpRequest, headers: &mut HeaderMap) {
    let Some(document) = request.app_data::<Data<Document>>() else { return };
    let Deprecations(known) = &document.deprecations;
    if known.is_empty() {
        return;
    }
    let Some(route) = request.match_pattern() else { return };
    let asked = request.method().as_str();
    let told = known.iter().find(|((method, path), _)| *method == asked && *path == route);
    let Some((_, told)) = told else { return };
    headers.insert(HeaderName::from_static("deprecation"), told.deprecation.clone());
    headers.insert(HeaderName::from_static("sunset"), told.sunset.clone());
    if let Some(link) = &told.link {
        headers.append(LINK, link.clone());
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, HttpResponse, web};
    use utoipa::openapi::path::{Operation, OperationBuilder, PathItem};
    use utoipa::openapi::{HttpMethod, Info, Paths};

    use super::*;

    const OLD: &str = "/api/v1/things/{id}";
    const TABLE: &[Announced] = &[Announced {
        operation: "things_get",
        since: "2027-03-01",
        until: "2028-03-01",
        successor: Some("/api/v1/objects"),
    }];

    fn api() -> OpenApi {
        let of = |id: &str| -> Operation { OperationBuilder::new().operation_id(Some(id)).build() };
        let mut paths = Paths::new();
        paths.paths.insert(OLD.to_owned(), PathItem::new(HttpMethod::Get, of("things_get")));
        let others = PathItem::new(HttpMethod::Get, of("things_list"));
        paths.paths.insert("/api/v1/things".to_owned(), others);
        OpenApi::new(Info::new("things", "1"), paths)
    }

    async fn answer(request: HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::NotFound().finish();
        write_headers(&request, response.headers_mut());
        response
    }

    #[test]
    fn what_is_announced_has_days_a_year_apart() {
        for one in ANNOUNCED.iter().chain(TABLE) {
            assert!(one.headers().is_some(), "{}: no days", one.operation);
            let days = [one.since, one.until].map(|day| day.parse::<NaiveDate>().expect("a day"));
            assert!((days[1] - days[0]).num_days() >= 365, "{}: too soon", one.operation);
        }
    }

    #[test]
    fn the_document_marks_it() {
        let mut api = api();
        announce(&mut api, TABLE);
        let written = serde_json::to_value(&api).expect("the document");
        let old = &written["paths"][OLD]["get"];
        assert_eq!((&old["deprecated"], &old["x-sunset"]), (&true.into(), &"2028-03-01".into()));
        assert!(written["paths"]["/api/v1/things"]["get"]["deprecated"].is_null());
    }

    #[actix_web::test]
    async fn each_answer_says_it_and_no_other_does() {
        let mut api = api();
        let deprecations = announce(&mut api, TABLE);
        let document = Document { deprecations, ..Document::of(&api) };
        let app = App::new().app_data(Data::new(document)).service(
            web::scope("/api/v1")
                .route("/things/{id}", web::get().to(answer))
                .route("/things", web::get().to(answer)),
        );
        let app = init_service(app).await;
        let old = call_service(&app, TestRequest::get().uri("/api/v1/things/7").to_request()).await;
        let said = |name: &str| old.headers().get(name).and_then(|value| value.to_str().ok());
        assert_eq!(said("deprecation"), Some("@1803859200"));
        assert_eq!(said("sunset"), Some("Wed, 01 Mar 2028 00:00:00 GMT"));
        assert_eq!(said("link"), Some("</api/v1/objects>; rel=\"successor-version\""));
        let other = call_service(&app, TestRequest::get().uri("/api/v1/things").to_request()).await;
        assert!(other.headers().get("deprecation").is_none());
    }
}
