//! The command line: one file a command, each thin over the slices.

pub mod demo;
pub mod health;
pub mod import;
pub mod migrate;
pub mod progress;
pub mod reference_data;
pub mod serve;
pub mod solve_rotation;
pub mod users;
pub mod verify;

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::app::{self, AppState};
use crate::config::Config;
use crate::features::auth::keys::TokenKeys;
use crate::openapi::Document;
use crate::platform::clock::{Clock, SystemClock};
use crate::platform::db::Db;
use crate::platform::error::{AppError, AppResult};
use crate::platform::ids::Ids;
use crate::platform::telemetry;

/// Zongzhi (综治): the working platform of a county governance centre.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    /// Settings file; the environment overrides it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the pages
    Serve,
    /// Bring the schema up, down, or show where it stands
    Migrate {
        /// up, down or status
        #[command(subcommand)]
        step: migrate::Step,
    },
    /// Print the OpenAPI document
    Openapi,
    /// Print the settings in force, secrets masked, and check them
    CheckConfig,
    /// Build a fictitious county in an empty database
    Demo(demo::DemoArgs),
    /// Import regions from a division tree, or cases from CSV, XLSX or JSON Lines
    Import(import::ImportArgs),
    /// Open an account with one capacity
    CreateUser(users::CreateUser),
    /// Check the ledger: exit code 1 and the first bad event when it does not hold
    VerifyLedger(verify::VerifyLedger),
    /// Ask a running server whether it is ready; for containers
    Healthcheck,
    /// Make a roster from an instance file and print what it costs, as one line of JSON
    SolveRotation(solve_rotation::SolveRotation),
}

/// Runs what the command line asks for.
pub async fn run(cli: Cli) -> AppResult<Outcome> {
    let config = Config::load(cli.config.as_deref()).map_err(AppError::internal)?;
    match cli.command {
        Command::Openapi => return Ok(Outcome::print(&Document::of(&app::document()).text)),
        Command::CheckConfig => {
            // As comments: what is printed can be read as settings.
            let warnings = config.warnings().into_iter().map(|said| format!("# {said}\n"));
            let text = format!("{}{}", warnings.collect::<String>(), config.masked());
            return Ok(Outcome::print(&text));
        }
        Command::Healthcheck => return health::check(&config).await,
        Command::SolveRotation(asked) => return solve_rotation::run(&asked),
        Command::Serve
        | Command::Migrate { .. }
        | Command::Demo(_)
        | Command::Import(_)
        | Command::CreateUser(_)
        | Command::VerifyLedger(_) => {}
    }
    let _telemetry = telemetry::init(&config.telemetry)?;
    let state = state(config).await?;
    let needs_the_schema = match &cli.command {
        Command::Serve => !state.config.database.migrate_on_start,
        Command::Import(_) | Command::CreateUser(_) | Command::VerifyLedger(_) => true,
        Command::Migrate { .. }
        | Command::Demo(_)
        | Command::Openapi
        | Command::CheckConfig
        | Command::Healthcheck
        | Command::SolveRotation(_) => false,
    };
    if needs_the_schema && !migrate::is_current(&state).await? {
        return Ok(Outcome::fail("The schema is not current: run `zongzhi migrate up` first.\n"));
    }
    match cli.command {
        Command::Serve => serve::serve(state).await,
        Command::Migrate { step } => migrate::run(&state, step).await,
        Command::Demo(asked) => Box::pin(demo::run(state, asked)).await,
        Command::Import(asked) => import::command(&state, &asked).await,
        Command::CreateUser(asked) => users::create(&state, asked).await,
        Command::VerifyLedger(asked) => verify::run(&state, &asked).await,
        Command::Openapi
        | Command::CheckConfig
        | Command::Healthcheck
        | Command::SolveRotation(_) => Ok(Outcome::done()),
    }
}

/// What a command leaves: text for standard output and whether it succeeded.
#[derive(Debug)]
pub struct Outcome {
    /// For standard output.
    pub text: String,
    /// Exit code 0 or 1.
    pub is_good: bool,
}

impl Outcome {
    /// Nothing to say.
    pub fn done() -> Self {
        Self { text: String::new(), is_good: true }
    }

    /// Something to say.
    pub fn print(text: &str) -> Self {
        Self { text: text.to_owned(), is_good: true }
    }

    /// Something is wrong.
    pub fn fail(text: &str) -> Self {
        Self { text: text.to_owned(), is_good: false }
    }
}

/// Connects and gathers what the commands work with.
async fn state(config: Config) -> AppResult<AppState> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let ids = Ids::random(Arc::clone(&clock));
    let keys = TokenKeys::load(config.auth.key_dir.as_ref(), &ids, clock.now())?;
    let db = Db::connect(&config.database).await?;
    AppState::new(config, db, clock, ids, keys)
}
