//! `zongzhi serve | migrate | demo | import | openapi | check-config | create-user |
//! verify-ledger | healthcheck | solve-rotation`.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use zongzhi::commands::{self, Cli};
use zongzhi::platform::lang::Lang;

// SQLite allocates through it too. Half the memory of the system's allocator, which keeps an arena
// for every worker: see docs/adr/0040-jemalloc.md.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[actix_web::main]
async fn main() -> ExitCode {
    let outcome = Box::pin(commands::run(Cli::parse())).await;
    match outcome {
        Ok(outcome) if outcome.is_good => print(&outcome.text, &mut std::io::stdout()),
        Ok(outcome) => {
            print(&outcome.text, &mut std::io::stderr());
            ExitCode::FAILURE
        }
        Err(error) => {
            let why = error.explained(Lang::En);
            print(&format!("zongzhi: {why}\n"), &mut std::io::stderr());
            ExitCode::FAILURE
        }
    }
}

/// A closed pipe is no failure of ours.
fn print(text: &str, out: &mut dyn std::io::Write) -> ExitCode {
    if out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_err() {
        let _nobody_listens = std::io::stderr().flush();
    }
    ExitCode::SUCCESS
}
