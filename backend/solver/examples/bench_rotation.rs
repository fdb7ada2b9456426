//! What `make bench-rotation` runs:
//! `generate SIZE SEED TIGHT FILE`, `solve FILE OUT SECONDS SEED THREADS`, `random COUNT FOLDER`.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use zongzhi_solver::generate::{self, Size};
use zongzhi_solver::{
    Instance, LagrangeSolver, Next, Progress, Refusal, RotationSolver as _, Settings, Watch, check,
};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["generate", size, seed, tight, file] => {
            let instance = generate::county(size_of(size)?, seed.parse()?, tight.parse()?);
            std::fs::write(file, serde_json::to_vec(&instance)?)?;
            Ok(ExitCode::SUCCESS)
        }
        ["solve", file, out, seconds, seed, threads] => {
            let mut settings = Settings::for_seconds(seconds.parse()?, seed.parse()?);
            settings.threads = threads.parse()?;
            solve(Path::new(file), Path::new(out), &settings)
        }
        ["random", count, folder] => random(count.parse()?, Path::new(folder)),
        _ => Err("generate, solve or random".into()),
    }
}

fn size_of(name: &str) -> Result<Size, Box<dyn Error>> {
    match name {
        "dept-month" => Ok(Size::DepartmentMonth),
        "county-quarter" => Ok(Size::CountyQuarter),
        "county-year" => Ok(Size::CountyYear),
        _ => Err("a size is dept-month, county-quarter or county-year".into()),
    }
}

/// Shows how a run goes when VERBOSE is set.
struct Show(Instant, bool);

impl Watch for Show {
    fn progress(&mut self, p: &Progress) -> Next {
        if self.1 {
            let seconds = self.0.elapsed().as_secs_f64();
            let gap = percent(p.gap_ppm);
            let (objective, bound, work) = (p.objective, p.bound, p.work);
            let line = format!("{seconds:7.2} s {objective} {bound} {gap:.3} % {work}");
            let _closed = writeln!(std::io::stderr(), "{line}");
        }
        Next::GoOn
    }
}

fn percent(ppm: u64) -> f64 {
    f64::from(u32::try_from(ppm).unwrap_or(u32::MAX)) / 10_000.0
}

fn solve(file: &Path, out: &Path, settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let instance: Instance = serde_json::from_slice(&std::fs::read(file)?)?;
    let started = Instant::now();
    let mut show = Show(started, std::env::var_os("VERBOSE").is_some());
    let outcome = LagrangeSolver.solve(&instance, settings, None, &mut show)?;
    let seconds = started.elapsed().as_secs_f64();
    let report = check::check(&instance, &outcome.solution.assignments)?;
    std::fs::write(out, serde_json::to_vec(&outcome.solution)?)?;
    let is_good = report.breaks.is_empty() && report.cost.total() == outcome.objective;
    writeln!(
        std::io::stdout(),
        "{:24} objective {:8} bound {:8} gap {:6.3} % {:6.2} s {:5} MB  shortage {:7}  {:?}{}",
        instance.name,
        outcome.objective,
        outcome.bound,
        percent(outcome.gap_ppm),
        seconds,
        most_memory().unwrap_or(0),
        report.cost.shortage + report.cost.mix_shortage,
        outcome.ended,
        if is_good { "" } else { "  WRONG" },
    )?;
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Solves small random instances, looks at each, and leaves them in a folder.
fn random(count: u64, folder: &Path) -> Result<ExitCode, Box<dyn Error>> {
    let started = Instant::now();
    let (mut solved, mut proven, mut wrong, mut seed) = (0, 0, 0, 0);
    while solved < count {
        seed += 1;
        let people = 2 + usize::try_from(seed % 9)?;
        let posts = 1 + usize::try_from(seed % 5)?;
        let instance = generate::small(seed, people, posts, 1 + seed % 30);
        let settings = Settings { seed, work: 30, seconds: None, threads: 1 };
        let outcome =
            match LagrangeSolver.solve(&instance, &settings, None, &mut Show(started, false)) {
                Ok(outcome) => outcome,
                Err(Refusal::LocksClash { .. } | Refusal::LockNotEligible { .. }) => continue,
                Err(refusal) => return Err(refusal.into()),
            };
        let report = check::check(&instance, &outcome.solution.assignments)?;
        solved += 1;
        proven += u64::from(outcome.gap_ppm == 0);
        let is_good = report.breaks.is_empty()
            && report.cost.total() == outcome.objective
            && outcome.bound <= outcome.objective;
        wrong += u64::from(!is_good);
        let file = folder.join(format!("random-{seed}.json"));
        std::fs::write(&file, serde_json::to_vec(&instance)?)?;
        let out = folder.join(format!("random-{seed}.json.out"));
        std::fs::write(out, serde_json::to_vec(&outcome.solution)?)?;
    }
    let seconds = started.elapsed().as_secs_f64();
    writeln!(
        std::io::stdout(),
        "{solved} random instances: {proven} proven, {wrong} wrong, {seconds:.1} s"
    )?;
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The most memory this process has held, in megabytes.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes.div_ceil(1024))
}
