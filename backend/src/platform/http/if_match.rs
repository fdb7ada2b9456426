use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::IF_MATCH;
use actix_web::{FromRequest, HttpRequest};

use crate::platform::error::{AppError, AppResult, ErrorCode};

/// The version the caller has seen (`If-Match: "7"`). Missing: 428; unreadable: 400.
///
/// A weak tag is stale whatever it says: the comparison is a strong one (RFC 9110, 13.1.1). `*` is
/// refused: it would say "whatever it is now", which is what the header is to prevent.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(pub i32);

/// What the header looks like, as the document says it; nothing else is read.
pub const PATTERN: &str = "^\"[0-9]{1,10}\"$";

impl IfMatch {
    /// 412 with `current_version` unless the caller has seen `current`.
    pub fn check(self, current: i32, code: ErrorCode) -> AppResult<()> {
        if self.0 == current {
            return Ok(());
        }
        Err(AppError::from(code).with("current_version", current))
    }
}

impl FromRequest for IfMatch {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(value) = request.headers().get(IF_MATCH) else {
            return ready(Err(ErrorCode::RequestIfMatchMissing.into()));
        };
        let version = value.to_str().ok().and_then(version);
        ready(version.map(Self).ok_or_else(|| ErrorCode::RequestInvalidHeader.into()))
    }
}

/// No version is that high, and its successor is a number.
const NONE_THERE_IS: i32 = i32::MAX - 1;

fn version(tag: &str) -> Option<i32> {
    if tag.strip_prefix("W/\"").is_some_and(|rest| rest.ends_with('"')) {
        return Some(NONE_THERE_IS);
    }
    let digits = tag.strip_prefix('"')?.strip_suffix('"')?;
    let is_plain = digits.len() <= 10 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain {
        return None;
    }
    // What is higher still is as stale.
    let seen: i64 = digits.parse().ok()?;
    Some(i32::try_from(seen).unwrap_or(NONE_THERE_IS).min(NONE_THERE_IS))
}
