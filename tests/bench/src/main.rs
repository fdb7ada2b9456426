//! `make bench`: loads cases and measures the server against a bare service and against its
//! database alone. `docs/performance.md` says how to read what it prints.

mod bare;
mod capture;
mod clocks;
mod drive;
mod goals;
mod growth;
mod import;
mod load;
mod postgres;
mod proc;
mod report;
mod run;
mod served;
mod servers;
mod sqlite;
mod targets;
mod wire;
mod words;
mod world;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

// The bare service has what the server has.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// What may go wrong here ends the run; nothing is recovered from.
pub(crate) type Done<T = ()> = Result<T, Box<dyn std::error::Error>>;

#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fill empty databases with the same synthetic cases
    Load {
        /// <sqlite://FILE> or postgres://…, any number
        #[arg(long)]
        url: Vec<String>,
        /// How many
        #[arg(long, default_value_t = 100_000)]
        cases: usize,
    },
    /// Serve the bare service
    Bare {
        /// The database
        #[arg(long)]
        url: String,
        /// Where to listen
        #[arg(long)]
        port: u16,
    },
    /// Derive limits, and compare each with a reading day by day
    Clocks(clocks::Args),
    /// Load, measure, report
    Run(run::Args),
    /// Load several sizes and report how operations grow
    Growth(growth::Args),
}

fn main() -> ExitCode {
    let outcome = actix_web::rt::System::new().block_on(async {
        match Cli::parse().command {
            Command::Load { url, cases } => load::load(&url, cases).await,
            Command::Bare { url, port } => bare::serve(&url, port).await,
            Command::Clocks(args) => clocks::run(&args),
            Command::Run(args) => Box::pin(run::run(args)).await,
            Command::Growth(args) => growth::run(args).await,
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _nobody_listens = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A line for whoever waits.
pub(crate) fn say(line: &str) -> Done {
    writeln!(std::io::stderr(), "{line}")?;
    Ok(())
}
