//! From a file of another system to cases: reading rows, converting them by a mapping, checking them by
//! the rules of registering, storing them. One way for `zongzhi import` and for `POST /imports`.

pub mod convert;
pub mod mapping;
pub mod rows;
pub mod sink;

use std::path::PathBuf;

use crate::platform::error::AppError;

/// Why an import could not run, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What happened.
        source: std::io::Error,
    },
    /// The mapping does not fit: unknown fields, missing columns, bad offsets.
    #[error("mapping: {0}")]
    Mapping(String),
    /// The file is not what its ending says.
    #[error("{path}: {reason}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Nothing can be imported yet.
    #[error("{0}")]
    NotReady(String),
    /// The database refused.
    #[error(transparent)]
    App(#[from] AppError),
}

impl ImportError {
    pub(crate) fn io(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    #[expect(clippy::needless_pass_by_value, reason = "texts and errors alike")]
    pub(crate) fn file(path: &std::path::Path, reason: impl ToString) -> Self {
        Self::File { path: path.to_owned(), reason: reason.to_string() }
    }
}
