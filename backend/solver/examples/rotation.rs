//! `rotation IN OUT SECONDS SEED [THREADS]`: solves one instance file and prints one line of JSON.

use std::io::Write as _;
use std::time::Instant;

use zongzhi_solver::{Instance, LagrangeSolver, Progress, RotationSolver as _, Settings};

struct Show(Instant, bool);
impl zongzhi_solver::Watch for Show {
    fn progress(&mut self, p: &Progress) -> zongzhi_solver::Next {
        if self.1 {
            let _ = writeln!(
                std::io::stderr(),
                "{:6.2} s  {} / {}  {:.3} %  work {}",
                self.0.elapsed().as_secs_f64(),
                p.objective,
                p.bound,
                p.gap_ppm as f64 / 1e4,
                p.work
            );
        }
        zongzhi_solver::Next::GoOn
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let instance: Instance = serde_json::from_slice(&std::fs::read(&args[1])?)?;
    let mut settings = Settings::for_seconds(args[3].parse()?, args[4].parse()?);
    if let Some(threads) = args.get(5) {
        settings.threads = threads.parse()?;
    }
    let started = Instant::now();
    let mut show = Show(started, args.get(6).is_some());
    let outcome = LagrangeSolver.solve(&instance, &settings, None, &mut show)?;
    let seconds = started.elapsed().as_secs_f64();
    std::fs::write(&args[2], serde_json::to_vec(&outcome.solution)?)?;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or("").to_owned();
    writeln!(
        std::io::stdout(),
        "{} objective {} bound {} gap {:.3}% {:.2}s {:?} {}",
        instance.name,
        outcome.objective,
        outcome.bound,
        outcome.gap_ppm as f64 / 1e4,
        seconds,
        outcome.ended,
        memory
    )?;
    Ok(())
}
