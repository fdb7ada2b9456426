use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use uuid::Uuid;
use validator::Validate;

use super::page::Listed;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError, field_errors};

/// Checked query parameters. A repeated name fills a list; an unknown name is 400, and so are a name
/// without a value and a cursor of another list.
#[derive(Debug)]
pub struct Params<T>(pub T, pub(super) Listed);

impl<T: DeserializeOwned + Validate> FromRequest for Params<T> {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.path(), request.query_string()))
    }
}

fn parse<T: DeserializeOwned + Validate>(path: &str, query: &str) -> AppResult<Params<T>> {
    let mut parameters = readable(query)?;
    let parsed = checked(query)?;
    let listed = Listed::of(path, &parameters)?;
    let Some((_, cursor)) = parameters.iter_mut().find(|(name, _)| name == "cursor") else {
        return Ok(Params(parsed, listed));
    };
    *cursor = listed.open(cursor)?.to_owned();
    let opened = serde_html_form::to_string(&parameters).map_err(AppError::internal)?;
    Ok(Params(read(&opened)?, listed))
}

/// The parameters one by one. PostgreSQL takes no U+0000; and bytes that are no UTF-8 are read as U+FFFD,
/// which nobody looks for: rather than find nothing, they are refused.
pub(super) fn readable(query: &str) -> AppResult<Vec<(String, String)>> {
    let parameters: Vec<(String, String)> = read(query)?;
    let is_text = |text: &str| !text.contains(['\0', char::REPLACEMENT_CHARACTER]);
    if !parameters.iter().all(|(name, value)| is_text(name) && is_text(value)) {
        return Err(ErrorCode::RequestInvalidParameter.into());
    }
    refuse_empty(&parameters)?;
    Ok(parameters)
}

/// A number or a yes or no without a value would be read as not asked for: the whole list, where
/// somebody wanted a part of it.
fn refuse_empty(parameters: &[(String, String)]) -> AppResult<()> {
    let empty = parameters.iter().filter(|(_, value)| value.is_empty());
    let names: Vec<_> = empty.map(|(name, _)| name.clone()).collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(AppError::from(ErrorCode::RequestInvalidParameter).with("parameters", names))
}

fn read<T: DeserializeOwned>(query: &str) -> AppResult<T> {
    serde_html_form::from_str(query).map_err(|error| {
        AppError::from(ErrorCode::RequestInvalidParameter).with("reason", error.to_string())
    })
}

pub(super) fn checked<T: DeserializeOwned + Validate>(query: &str) -> AppResult<T> {
    let parsed: T = read(query)?;
    match parsed.validate() {
        Ok(()) => Ok(parsed),
        Err(errors) => {
            let names: Vec<_> = field_errors(&errors)
                .iter()
                .map(|field: &FieldError| field.pointer.trim_start_matches('/').to_owned())
                .collect();
            Err(AppError::from(ErrorCode::RequestInvalidParameter).with("parameters", names))
        }
    }
}

/// An id in the path. Anything that is no UUID is 400.
#[derive(Debug, Clone, Copy)]
pub struct PathId<const N: usize = 1>(pub [Uuid; N]);

impl PathId<1> {
    /// The only id of the path.
    pub fn id(&self) -> Uuid {
        self.0[0]
    }
}

impl<const N: usize> FromRequest for PathId<N> {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut ids = [Uuid::nil(); N];
        let mut found = request.match_info().iter();
        for id in &mut ids {
            let Some(parsed) = found.next().and_then(|(_, text)| Uuid::try_parse(text).ok()) else {
                return ready(Err(ErrorCode::RequestInvalidPath.into()));
            };
            *id = parsed;
        }
        ready(Ok(Self(ids)))
    }
}

/// A name in the path, such as that of a code set.
#[derive(Debug, Clone)]
pub struct PathName(pub String);

impl FromRequest for PathName {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let name = request.match_info().iter().next().map(|(_, name)| name.to_owned());
        ready(match name {
            Some(name) if !name.contains('\0') && name.len() <= 100 => Ok(Self(name)),
            _ => Err(ErrorCode::RequestInvalidPath.into()),
        })
    }
}
