//! `zongzhi verify-ledger [--case NO] [--export FILE]`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use crate::app::AppState;
use crate::features::cases::ledger::checkpoint::{self, Kept};
use crate::features::cases::ledger::verify::verify;
use crate::platform::error::{AppError, AppResult};

/// What to check.
#[derive(Debug, Clone, Args)]
pub struct VerifyLedger {
    /// One case only, by its number
    #[arg(long, value_name = "NO")]
    case: Option<String>,
    /// Write every event as JSON Lines, for an offline check
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
}

/// Fails naming the first bad event.
pub async fn run(state: &AppState, asked: &VerifyLedger) -> AppResult<Outcome> {
    let mut export: Option<Box<dyn Write>> = match &asked.export {
        Some(path) => {
            Some(Box::new(BufWriter::new(File::create(path).map_err(AppError::internal)?)))
        }
        None => None,
    };
    let report = verify(&state.db, asked.case.as_deref(), &mut export).await?;
    if let Some(out) = export.as_mut() {
        out.flush().map_err(AppError::internal)?;
    }
    if let Some(bad) = &report.first_bad {
        return Ok(Outcome::fail(&format!("The ledger does not hold: {bad}\n")));
    }
    let holds = format!(
        "The ledger holds: {} cases, {} events, {} blocks.\n",
        report.cases, report.events, report.blocks
    );
    if let Some(no) = &asked.case {
        return Ok(if report.cases == 0 {
            Outcome::fail(&format!("There is no case {no}.\n"))
        } else {
            Outcome::print(&holds)
        });
    }
    let folder = &state.config.ledger.checkpoint_dir;
    Ok(match checkpoint::compare(state.db.reader(), folder).await? {
        Kept::Holds(known) => {
            Outcome::print(&format!("{holds}The checkpoint names block {}.\n", known.block_no))
        }
        Kept::Gone(known) => Outcome::fail(&format!(
            "The ledger does not hold: block {} of the checkpoint in {folder} is gone; the tail was cut off.\n",
            known.block_no
        )),
        Kept::Nothing => Outcome::print(&format!(
            "{holds}No checkpoint of it in '{folder}': a tail cut off with its blocks would not be seen.\n"
        )),
    })
}
