//! Where checked rows go: the case engine, through the same rules as a registration by hand.

use std::collections::HashSet;

use super::convert::{Flaw, Row};
use crate::platform::error::AppResult;

/// What takes rows.
pub(super) trait CaseSink {
    /// A row that may be stored.
    type Ready;

    /// Checks a row against the rules of registering.
    fn check(&self, row: &Row) -> Result<Self::Ready, Vec<Flaw>>;

    /// Which of `numbers` of `system` are there already.
    async fn known(&self, system: &str, numbers: &[String]) -> AppResult<HashSet<String>>;

    /// Stores rows in one transaction: all of them or none.
    async fn store(&self, rows: Vec<Self::Ready>) -> AppResult<()>;
}

/// The case engine of this server.
pub(super) async fn engine(
    _state: &crate::app::AppState,
    _args: &super::ImportArgs,
) -> Result<Unplugged, super::ImportError> {
    Err(super::ImportError::NotReady("the case engine is not there yet".to_owned()))
}

/// Stands in until the engine is there.
pub(super) struct Unplugged;

impl CaseSink for Unplugged {
    type Ready = ();

    fn check(&self, _row: &Row) -> Result<(), Vec<Flaw>> {
        Ok(())
    }

    async fn known(&self, _system: &str, _numbers: &[String]) -> AppResult<HashSet<String>> {
        Ok(HashSet::new())
    }

    async fn store(&self, _rows: Vec<()>) -> AppResult<()> {
        Ok(())
    }
}
