//! `zongzhi migrate up|down|status`.

use std::fmt::Write as _;

use clap::Subcommand;
use zongzhi_migrations::{Migrator, MigratorTrait as _};

use super::{Outcome, reference_data};
use crate::app::AppState;
use crate::features::cases::backfill;
use crate::platform::error::AppResult;

/// The migration that made room for what returned cases say.
const PRECEDENTS: &str = "m20261126_000037_flag_cases";
/// The migrations after which every case that has none gets its place in samples.
const SAMPLES: [&str; 2] =
    ["m20261126_000101_place_cases_in_samples", "m20261128_000502_draw_samples_again"];

/// Which way.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum Step {
    /// Apply every pending migration and install missing reference data
    Up,
    /// Undo the last migration
    Down,
    /// List the migrations and whether each is applied
    Status,
}

/// Runs one step.
pub async fn run(state: &AppState, step: Step) -> AppResult<Outcome> {
    match step {
        Step::Up => {
            up(state).await?;
            Ok(Outcome::print("The schema is up to date.\n"))
        }
        Step::Down => {
            let down = async || Ok(Migrator::down(state.db.migrator(), Some(1)).await?);
            state.db.alone(down).await?;
            Ok(Outcome::print("The last migration is undone.\n"))
        }
        Step::Status => status(state).await,
    }
}

/// Schema and reference data as this version needs them. A server that starts meanwhile waits.
pub async fn up(state: &AppState) -> AppResult<()> {
    state
        .db
        .alone(async || {
            let pending = Migrator::get_pending_migrations(state.db.migrator()).await?;
            Migrator::up(state.db.migrator(), None).await?;
            reference_data::install(&state.db, &*state.clock, &state.ids).await?;
            // What the ledger always said, and no older version kept beside it.
            if pending.iter().any(|one| one.name() == PRECEDENTS) {
                backfill::returned_cases(state).await?;
            }
            if pending.iter().any(|one| SAMPLES.contains(&one.name())) {
                backfill::sample_places(state).await?;
            }
            Ok(())
        })
        .await
}

/// Whether the schema is what this version needs.
pub async fn is_current(state: &AppState) -> AppResult<bool> {
    Ok(Migrator::get_pending_migrations(state.db.migrator()).await?.is_empty())
}

async fn status(state: &AppState) -> AppResult<Outcome> {
    let applied = Migrator::get_applied_migrations(state.db.migrator()).await?;
    let pending = Migrator::get_pending_migrations(state.db.migrator()).await?;
    let mut text = String::new();
    for (migrations, word) in [(&applied, "applied"), (&pending, "pending")] {
        for migration in migrations {
            let _never_fails = writeln!(text, "{word}  {}", migration.name());
        }
    }
    Ok(Outcome::print(&text))
}
