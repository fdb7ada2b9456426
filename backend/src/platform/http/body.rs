use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, PayloadConfig};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use validator::Validate;

use super::by_name::by_name;
use super::idempotency::IdempotentRequest;
use super::request_limits::{BodyLimit, reached};
use crate::platform::error::{
    AppError, AppResult, ErrorCode, FieldError, refused_character, validated,
};

/// A checked JSON body together with the caller's `Idempotency-Key`.
#[derive(Debug)]
pub struct Command<T> {
    /// The body, checked against its own rules.
    pub body: T,
    /// Present when the caller sent a key.
    pub idempotency: Option<IdempotentRequest>,
}

/// The empty body of an action that needs none.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct NoBody {}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Command<T> {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        reached(&request);
        let most = request.extensions().get::<BodyLimit>().copied();
        let bytes = Bytes::from_request(&request, payload);
        Box::pin(async move {
            let bytes = bytes.await.map_err(|error| refused_payload(&request, &error))?;
            if most.is_some_and(|BodyLimit(most)| bytes.len() > most) {
                return Err(ErrorCode::RequestTooLarge.into());
            }
            check_content_type(&request, bytes.is_empty())?;
            let idempotency = IdempotentRequest::of(&request, &bytes)?;
            let body = validated(parse(if bytes.is_empty() { b"{}" } else { &bytes })?)?;
            Ok(Self { body, idempotency })
        })
    }
}

/// A part of a body whose shape another part decides, checked against its own rules. `at` is where
/// it stands.
pub fn part<T: DeserializeOwned + Validate>(members: Map<String, Value>, at: &str) -> AppResult<T> {
    // It was JSON before it got here.
    let parsed =
        by_name(Value::Object(members)).map_err(|error| shape(&error, b"{}")).and_then(validated);
    parsed.map_err(|error| match error {
        AppError::Validation(fields) => {
            AppError::Validation(fields.into_iter().map(|field| field.below(at)).collect())
        }
        error @ (AppError::Code { .. } | AppError::Internal { .. }) => error,
    })
}

fn refused_payload(request: &HttpRequest, error: &actix_web::Error) -> AppError {
    let too_large = error.as_response_error().status_code()
        == actix_web::http::StatusCode::PAYLOAD_TOO_LARGE
        || request.app_data::<PayloadConfig>().is_none();
    let code = if too_large { ErrorCode::RequestTooLarge } else { ErrorCode::RequestMalformed };
    code.into()
}

fn check_content_type(request: &HttpRequest, is_empty: bool) -> AppResult<()> {
    if is_empty && !request.headers().contains_key(CONTENT_TYPE) {
        return Ok(());
    }
    // What PATCH takes is a merge patch (RFC 7396), under either name.
    let known: &[&str] = match request.method() {
        &Method::PATCH => &["application/json", "application/merge-patch+json"],
        _ => &["application/json"],
    };
    accept_only(request, known)
}

/// 415 unless the body is of one of these types, in UTF-8 where a charset is named: nothing else would
/// be read (RFC 8259, 8.1).
pub fn accept_only(request: &HttpRequest, types: &[&str]) -> AppResult<()> {
    let is_known = types.iter().any(|one| request.content_type().eq_ignore_ascii_case(one));
    let mime = request.mime_type().ok().flatten();
    let charset = mime.as_ref().and_then(|mime| mime.get_param("charset"));
    let is_utf8 = charset.is_none_or(|charset| {
        ["utf-8", "utf8", "us-ascii"]
            .iter()
            .any(|known| charset.as_str().eq_ignore_ascii_case(known))
    });
    if is_known && is_utf8 {
        return Ok(());
    }
    Err(AppError::from(ErrorCode::RequestUnsupportedMediaType).with("accepted", types.to_vec()))
}

/// Parses strictly: JSON that is broken is 400; JSON of another shape is 422 with the place.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> AppResult<T> {
    if std::str::from_utf8(bytes).is_err() {
        return Err(ErrorCode::RequestMalformedJson.into());
    }
    refuse_control(bytes)?;
    refuse_other_than_object(bytes)?;
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let parsed = match serde_path_to_error::deserialize(&mut json) {
        Ok(parsed) => parsed,
        Err(error) if error.inner().to_string().contains("floating point") => {
            return by_name(whole_numbers(bytes)?).map_err(|error| shape(&error, bytes));
        }
        Err(error) => return Err(shape(&error, bytes)),
    };
    json.end()
        .map_err(|_error: serde_json::Error| AppError::from(ErrorCode::RequestMalformedJson))?;
    // Not read this way at once: a member given twice would go unnoticed.
    if bytes.contains(&b'[') {
        return by_name(whole_numbers(bytes)?).map_err(|error| shape(&error, bytes));
    }
    Ok(parsed)
}

/// The body with `2.0` as `2`: to JSON Schema both are the same integer, to serde they are not.
fn whole_numbers(bytes: &[u8]) -> AppResult<Value> {
    let mut body = serde_json::from_slice(bytes)
        .map_err(|_error: serde_json::Error| AppError::from(ErrorCode::RequestMalformedJson))?;
    let mut open = vec![&mut body];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values_mut()),
            Value::Number(number) => {
                let text = number.to_string();
                let whole = text.strip_suffix(".0").and_then(|whole| whole.parse::<i64>().ok());
                if let Some(whole) = whole {
                    *value = whole.into();
                }
            }
            Value::Null | Value::Bool(_) | Value::String(_) => {}
        }
    }
    Ok(body)
}

fn shape(error: &serde_path_to_error::Error<serde_json::Error>, bytes: &[u8]) -> AppError {
    // For a list where a word should stand serde complains of the syntax.
    if !error.inner().is_data() && !is_json(bytes) {
        return ErrorCode::RequestMalformedJson.into();
    }
    let text = error.inner().to_string();
    let mut pointer = pointer(error.path());
    let rule = match quoted(&text) {
        Some(name) if text.starts_with("unknown field") => {
            // serde names the unknown field in the path already.
            if !pointer.ends_with(&format!("/{name}")) {
                pointer = format!("{pointer}/{name}");
            }
            "unknown_field"
        }
        Some(name) if text.starts_with("missing field") => {
            pointer = format!("{pointer}/{name}");
            "missing_field"
        }
        _ => "type",
    };
    AppError::Validation(vec![FieldError::rule(pointer, rule, Map::new())])
}

fn quoted(text: &str) -> Option<&str> {
    text.split('`').nth(1)
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// A body is an object: said of the whole, not of its first item.
fn refuse_other_than_object(bytes: &[u8]) -> AppResult<()> {
    if bytes.trim_ascii_start().starts_with(b"{") || !is_json(bytes) {
        return Ok(());
    }
    Err(AppError::Validation(vec![FieldError::rule("", "type", Map::new())]))
}

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<Value>(bytes).is_ok()
}

/// PostgreSQL cannot store U+0000 in text, so it is refused for both databases; and the other control
/// characters with it, which nobody types and no paper prints.
fn refuse_control(bytes: &[u8]) -> AppResult<()> {
    if !may_hold_control(bytes) {
        return Ok(());
    }
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        return Err(ErrorCode::RequestMalformedJson.into());
    };
    match refused_text(&value) {
        Some((at, rule)) => Err(AppError::Validation(vec![FieldError::rule(at, rule, Map::new())])),
        None => Ok(()),
    }
}

/// Where the first text stands that may not be kept, and by which rule it is refused.
pub fn refused_text(value: &Value) -> Option<(String, &'static str)> {
    control_at(value, String::new())
}

/// JSON writes them as escapes, all but U+007F.
fn may_hold_control(bytes: &[u8]) -> bool {
    let is_escape = |four: &[u8]| four == b"\\u00";
    let is_short = |two: &[u8]| two == b"\\b" || two == b"\\f";
    bytes.windows(4).any(is_escape) || bytes.windows(2).any(is_short) || bytes.contains(&0x7f)
}

fn control_at(value: &Value, at: String) -> Option<(String, &'static str)> {
    match value {
        Value::String(text) => Some((at, refused_character(text)?)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| control_at(item, format!("{at}/{index}"))),
        Value::Object(members) => {
            members.iter().find_map(|(name, member)| match refused_character(name) {
                Some(rule) => Some((at.clone(), rule)),
                None => control_at(member, format!("{at}/{name}")),
            })
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}
