//! [`AppError`], the only error a handler returns, and its way onto the wire (RFC 9457).

mod code;
mod problem;
mod validation;

use std::collections::BTreeMap;
use std::panic::Location;

use sea_orm::DbErr;
use serde_json::{Map, Value};

pub use code::ErrorCode;
pub use problem::{Problem, RowProblem, respond};
pub use validation::{FieldError, Invalid, field_errors, not_blank, refused_character, validated};

use super::db::constraints;
use super::lang::Lang;

/// Shorthand for fallible use cases.
pub type AppResult<T> = Result<T, AppError>;

/// Everything that may go wrong in a request.
#[derive(Debug)]
pub enum AppError {
    /// A refusal the caller can understand, with extra members for the problem body.
    Code {
        /// The row of the table.
        code: ErrorCode,
        /// Extra members such as `current_version` or `allowed_actions`.
        extras: Map<String, Value>,
        /// `Retry-After` in seconds.
        retry_after: Option<u64>,
    },
    /// Fields that are not acceptable.
    Validation(Vec<FieldError>),
    /// A fault of ours; the caller sees only that there was one.
    Internal {
        /// What happened, for the log.
        source: Box<dyn std::error::Error + Send + Sync>,
        /// Where it became an [`AppError`].
        at: &'static Location<'static>,
    },
}

impl AppError {
    /// A fault of ours.
    #[track_caller]
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal { source: source.into(), at: Location::caller() }
    }

    /// One field that is not acceptable.
    pub fn field(pointer: impl Into<String>, code: ErrorCode) -> Self {
        Self::Validation(vec![FieldError::of(pointer, code)])
    }

    /// Adds a member to the problem body.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Self::Code { extras, .. } = &mut self {
            extras.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Says where the object stands, and what may be done to it instead.
    #[must_use]
    pub fn standing<N: Into<String>>(
        self,
        state: &str,
        allowed: impl IntoIterator<Item = N>,
    ) -> Self {
        let allowed: Vec<String> = allowed.into_iter().map(Into::into).collect();
        self.with("state", state).with("allowed_actions", allowed)
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        if let Self::Code { retry_after, .. } = &mut self {
            *retry_after = Some(seconds);
        }
        self
    }

    /// For whoever sits at the terminal: texts of the table, and nothing about our sources.
    pub fn explained(&self, lang: Lang) -> String {
        match self {
            Self::Code { code, extras, .. } => {
                let extras = extras.iter().map(|(name, value)| format!(", {name} {value}"));
                format!("{} ({code}{})", code.title(lang), extras.collect::<String>())
            }
            Self::Validation(fields) => {
                let fields = fields.iter();
                let fields =
                    fields.map(|field| format!("{} {}", field.pointer, field.detail(lang)));
                fields.collect::<Vec<_>>().join("; ")
            }
            Self::Internal { source, .. } => source.to_string(),
        }
    }

    /// The row of the table this error is answered with.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Code { code, .. } => *code,
            Self::Validation(_) => ErrorCode::RequestValidation,
            Self::Internal { .. } => ErrorCode::ServerInternal,
        }
    }
}

/// What of `verbs` the caller may not do, for `refused_actions`: none of them for `code`, or nothing.
pub fn refused(verbs: &[&str], code: Option<ErrorCode>) -> BTreeMap<String, String> {
    let named = |code: ErrorCode| {
        verbs.iter().map(move |verb| ((*verb).to_owned(), code.as_str().to_owned()))
    };
    code.into_iter().flat_map(named).collect()
}

impl From<ErrorCode> for AppError {
    fn from(code: ErrorCode) -> Self {
        Self::Code { code, extras: Map::new(), retry_after: None }
    }
}

impl From<DbErr> for AppError {
    #[track_caller]
    fn from(error: DbErr) -> Self {
        if let Some(code) = constraints::violated(&error) {
            return code.into();
        }
        if constraints::is_busy(&error) {
            tracing::warn!(%error, "the database could not serve");
            return Self::from(ErrorCode::ServerBusy).retry_after(5);
        }
        Self::internal(error)
    }
}

impl From<serde_json::Error> for AppError {
    #[track_caller]
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code { code, .. } => write!(f, "{code}"),
            Self::Validation(fields) => {
                write!(f, "{}", ErrorCode::RequestValidation)?;
                fields.iter().try_for_each(|field| write!(f, " {}:{}", field.pointer, field.code))
            }
            Self::Internal { source, at } => write!(f, "{source} ({at})"),
        }
    }
}

impl std::error::Error for AppError {}
