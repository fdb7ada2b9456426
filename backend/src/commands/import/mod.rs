//! `zongzhi import`: division trees as regions, and cases from CSV, XLSX and JSON Lines.
//!
//! Both may run again at any time: a region is known by its code, a case by its source system and
//! number. A run that was killed goes on where it stopped, because whole batches are committed.

mod cases;
pub mod divisions;
mod report;

use std::path::PathBuf;

use crate::app::AppState;
use crate::commands::Outcome;
use crate::platform::error::AppResult;

pub use crate::features::imports::pipeline::ImportError;

/// What to import and how.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportArgs {
    /// A division tree (.json), or cases (.csv, .xlsx, .jsonl).
    pub file: PathBuf,
    /// How the columns of a file of cases become fields (TOML).
    #[arg(long)]
    pub mapping: Option<PathBuf>,
    /// Check everything, write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Write the problems of rows to this CSV file.
    #[arg(long)]
    pub report: Option<PathBuf>,
    /// Cases a transaction.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..=500))]
    pub batch: u16,
    /// Register cases that name no region here; the only county unless given.
    #[arg(long)]
    pub region: Option<String>,
    /// With a division tree: also enter a centre for every region that has none.
    #[arg(long)]
    pub centers: bool,
}

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows read.
    pub rows: u64,
    /// Rows that were new; in a dry run, that would be.
    pub added: u64,
    /// Rows changed, such as a region with another name.
    pub changed: u64,
    /// Rows that were there already.
    pub known: u64,
    /// Rows with a problem, which are left out.
    pub refused: u64,
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { rows, added, changed, known, refused } = self;
        write!(f, "{rows} read, {added} added, {changed} changed, {known} known, {refused} refused")
    }
}

/// Imports `args.file` for the command line: exit code 1 when rows were refused.
pub async fn command(state: &AppState, args: &ImportArgs) -> AppResult<Outcome> {
    match run(state, args).await {
        Ok(summary) => {
            let note = if args.dry_run { " (dry run: nothing written)" } else { "" };
            let text = format!("{summary}{note}\n");
            Ok(Outcome { text, is_good: summary.refused == 0 })
        }
        Err(ImportError::App(error)) => Err(error),
        Err(error) => Ok(Outcome::fail(&format!("{error}\n"))),
    }
}

/// Imports `args.file`.
pub async fn run(state: &AppState, args: &ImportArgs) -> Result<Summary, ImportError> {
    let is_tree = args.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    match (&args.mapping, is_tree) {
        (None, true) => divisions::import(state, args).await,
        (Some(mapping), false) => cases::import(state, args, mapping).await,
        (None, false) => {
            Err(ImportError::Mapping("a file of cases needs --mapping FILE".to_owned()))
        }
        (Some(_), true) => {
            let reason = "a .json file is a division tree and takes no mapping; cases are .jsonl";
            Err(ImportError::Mapping(reason.to_owned()))
        }
    }
}
