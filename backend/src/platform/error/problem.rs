//! The RFC 9457 body and its actix response.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::validation::FieldError;
use super::{AppError, ErrorCode};
use crate::platform::http::request_id::RequestId;
use crate::platform::lang::Lang;

/// The media type of RFC 9457.
const PROBLEM: &str = "application/problem+json";

/// Why a request was refused (RFC 9457), `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable address of this kind of problem.
    #[serde(rename = "type")]
    #[schema(example = "/problems/case.illegal_transition")]
    pub kind: String,
    /// Short text for people, in the language asked for.
    pub title: String,
    /// The HTTP status again.
    #[schema(example = 409)]
    pub status: u16,
    /// What was refused here, in the language asked for.
    pub detail: String,
    /// The path of the request.
    pub instance: String,
    /// The code of the table, for programs.
    pub code: ErrorCode,
    /// The id under which the log knows this request.
    pub request_id: String,
    /// The fields that are not acceptable; empty where none is named.
    #[serde(default)]
    pub errors: Vec<FieldProblem>,
    /// Further members such as `current_version`, `state`, `allowed_actions`.
    #[serde(flatten)]
    #[schema(value_type = Object, additional_properties = true)]
    pub extras: Map<String, Value>,
}

/// Why one of many was refused: what of a [`Problem`] differs from one to the next.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RowProblem {
    /// Stable address of this kind of problem.
    #[serde(rename = "type", default)]
    #[schema(required = true, example = "/problems/case.illegal_transition")]
    pub kind: String,
    /// Short text for people, in the language asked for.
    #[serde(default)]
    #[schema(required = true)]
    pub title: String,
    /// The code of the table, for programs.
    pub code: ErrorCode,
    /// The HTTP status it would be answered with alone.
    #[schema(example = 409)]
    pub status: u16,
    /// What was refused, in the language asked for.
    pub detail: String,
    /// The fields that are not acceptable; empty where none is named.
    pub errors: Vec<FieldProblem>,
    /// Further members such as `current_version`, `changes`, `state`, `allowed_actions`.
    #[schema(value_type = Object)]
    pub extras: Map<String, Value>,
}

impl RowProblem {
    /// `error` as it befell one of many.
    pub fn of(error: &AppError, lang: Lang) -> Self {
        let Problem { kind, title, code, status, detail, errors, extras, .. } =
            body(error, lang, "", String::new());
        Self { kind, title, code, status, detail, errors, extras }
    }
}

/// One field that is not acceptable.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FieldProblem {
    /// JSON pointer (RFC 6901) into the body, or the name of the parameter.
    #[schema(example = "/parties/0/phone")]
    pub pointer: String,
    /// What is wrong, for programs: a validation rule or an error code.
    #[schema(example = "length")]
    pub code: String,
    /// Bounds and the like.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
    /// What is wrong, for people.
    pub detail: String,
}

impl Problem {
    /// What `code` looks like in the document.
    pub fn example(code: ErrorCode) -> Self {
        let error = if code == ErrorCode::RequestValidation {
            let params = Map::from_iter([("min".into(), 1.into()), ("max".into(), 200.into())]);
            AppError::Validation(vec![FieldError::rule("/title", "length", params)])
        } else {
            AppError::from(code)
        };
        let request_id = "018f0000-0000-7000-8000-000000000001".to_owned();
        body(&error, Lang::default(), "/api/v1/…", request_id)
    }
}

impl FieldProblem {
    fn of(field: &FieldError, lang: Lang) -> Self {
        Self {
            pointer: field.pointer.clone(),
            code: field.code.clone(),
            params: field.params.clone(),
            detail: field.detail(lang),
        }
    }
}

/// Answers `error` for `request`, logging what only we may know.
pub fn respond(error: &AppError, request: &HttpRequest) -> HttpResponse<BoxBody> {
    let lang = Lang::of(request);
    let code = error.code();
    let request_id = request.extensions().get::<RequestId>().map(ToString::to_string);
    let request_id = request_id.unwrap_or_default();
    if let AppError::Internal { source, at } = error {
        tracing::error!(request_id, %at, error = %source, "request failed");
    }
    let mut response = HttpResponse::build(code.status());
    response.insert_header(("content-type", PROBLEM));
    if code.status() == StatusCode::UNAUTHORIZED {
        response.insert_header((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
    }
    if let AppError::Code { retry_after: Some(seconds), .. } = error {
        response.insert_header((RETRY_AFTER, seconds.to_string()));
    }
    response.json(body(error, lang, request.path(), request_id))
}

fn body(error: &AppError, lang: Lang, path: &str, request_id: String) -> Problem {
    let code = error.code();
    let title = code.title(lang).to_owned();
    let (errors, extras) = match error {
        AppError::Validation(fields) => {
            (fields.iter().map(|field| FieldProblem::of(field, lang)).collect(), Map::new())
        }
        AppError::Code { extras, .. } => (Vec::new(), extras.clone()),
        AppError::Internal { .. } => (Vec::new(), Map::new()),
    };
    let detail = errors.first().map_or_else(
        || title.clone(),
        |first: &FieldProblem| format!("{title}: {} {}", first.pointer, first.detail),
    );
    Problem {
        kind: format!("/problems/{code}"),
        title,
        status: code.status().as_u16(),
        detail,
        instance: path.to_owned(),
        code,
        request_id,
        errors,
        extras,
    }
}

/// actix asks for this where no request is at hand any more; [`respond`] is the usual way.
impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        self.code().status()
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::build(self.status_code()).insert_header(("content-type", PROBLEM)).json(body(
            self,
            Lang::default(),
            "",
            String::new(),
        ))
    }
}
