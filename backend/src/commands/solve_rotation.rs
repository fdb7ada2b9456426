//! `zongzhi solve-rotation --instance F --out F --seconds N --seed N [--threads N]`: one roster from
//! a file, without a database.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use zongzhi_solver::{
    Instance, LagrangeSolver, RotationSolver as _, Settings, Unwatched, check, gap_ppm,
};

use super::Outcome;
use crate::platform::error::{AppError, AppResult};

/// What to solve.
#[derive(Debug, Clone, Args)]
pub struct SolveRotation {
    /// The instance, as rotation-instance/1
    #[arg(long, value_name = "FILE")]
    instance: PathBuf,
    /// Where the roster goes, as rotation-solution/1
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The most seconds to search; a slow core uses about as many
    #[arg(long, value_name = "N", default_value_t = 30)]
    seconds: u64,
    /// The same seed and seconds give the same roster, unless the seconds were not enough
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Threads for parts that share nobody; the roster does not depend on it
    #[arg(long, value_name = "N", default_value_t = 1)]
    threads: usize,
}

/// Solves, checks the roster by other code, writes it, and prints one line of JSON.
pub fn run(asked: &SolveRotation) -> AppResult<Outcome> {
    let started = Instant::now();
    let text = match std::fs::read(&asked.instance) {
        Ok(text) => text,
        Err(error) => {
            return Ok(Outcome::fail(&format!("{}: {error}\n", asked.instance.display())));
        }
    };
    let mut json = serde_json::Deserializer::from_slice(&text);
    let instance: Instance = match serde_path_to_error::deserialize(&mut json) {
        Ok(instance) => instance,
        Err(error) => {
            return Ok(Outcome::fail(&format!("{}: {error}\n", asked.instance.display())));
        }
    };
    let mut settings = Settings::for_seconds(asked.seconds, asked.seed);
    settings.threads = asked.threads;
    let outcome = match LagrangeSolver.solve(&instance, &settings, None, &mut Unwatched) {
        Ok(outcome) => outcome,
        Err(refusal) => return Ok(Outcome::fail(&format!("{refusal}\n"))),
    };
    let report = match check::check(&instance, &outcome.solution.assignments) {
        Ok(report) => report,
        Err(refusal) => return Ok(Outcome::fail(&format!("{refusal}\n"))),
    };
    let solution = serde_json::to_vec(&outcome.solution).map_err(AppError::internal)?;
    std::fs::write(&asked.out, solution).map_err(AppError::internal)?;
    let is_good = report.breaks.is_empty() && report.cost.total() == outcome.objective;
    let line = serde_json::json!({
        "instance": instance.name,
        "objective": outcome.objective,
        "bound": outcome.bound,
        // A part of the bound: 0.01 is one percent.
        "gap": parts_of_a_million(gap_ppm(outcome.objective, outcome.bound)),
        "seconds": started.elapsed().as_secs_f64(),
        // Megabytes resident at most; null where the system does not tell.
        "memory": most_memory(),
        "seed": asked.seed,
        "ended": outcome.ended,
        "shortage": report.cost.shortage + report.cost.mix_shortage,
        "rules_broken": report.breaks.len(),
    });
    Ok(Outcome { text: format!("{line}\n"), is_good })
}

fn parts_of_a_million(ppm: u64) -> f64 {
    f64::from(u32::try_from(ppm).unwrap_or(u32::MAX)) / 1_000_000.0
}

/// The most memory this process has held, in megabytes.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes.div_ceil(1024))
}
