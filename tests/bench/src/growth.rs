//! How operations grow: the same ones over databases of several sizes, in turns.

use std::time::Duration;

use zongzhi::platform::clock::{Clock as _, SystemClock};

use crate::drive::Op;
use crate::goals::{Bound, Goals, ratio};
use crate::postgres::Postgres;
use crate::proc::{self, Process};
use crate::report::{Figure, median};
use crate::run::{self, publish};
use crate::served::Served;
use crate::servers::{Server, Setup};
use crate::targets::{Targets, Tokens};
use crate::{Done, load, say};

/// What is measured; the first size is compared with the last.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    run: run::Args,
    /// Numbers of cases, small to large
    #[arg(long, value_delimiter = ' ', required = true)]
    sizes: Vec<usize>,
}

/// What is compared, and what the design says of the last size ÷ the first.
const OPS: [Op; 14] = [
    Op::Read,
    Op::List,
    Op::Filter,
    Op::FilterWide,
    Op::Total,
    Op::Deep,
    Op::Mine,
    Op::Counts,
    Op::Oversight,
    Op::Report,
    Op::SearchCommon,
    Op::SearchRare,
    Op::SearchAbsent,
    Op::Mix,
];

/// A server over one of the databases.
struct Subject {
    served: Served,
    targets: Targets,
    tokens: Tokens,
    rounds: Vec<Vec<Figure>>,
    memory: [f64; 2],
}

impl Subject {
    async fn start(setup: &Setup, url: &str, database: Option<Process>) -> Done<Self> {
        let targets = Targets::of(url).await?;
        let server = Server::ours(setup, url).await?;
        let tokens = Tokens::of(server.port).await?;
        let served = Served::new(server, 1, &targets.under_way[0], database);
        let rounds = OPS.map(|_| Vec::new()).into();
        let idle = served.server.process.memory_mb();
        Ok(Self { served, targets, tokens, rounds, memory: [idle, idle] })
    }

    async fn send(&mut self, op: Op, time: Duration) -> Done<Figure> {
        let (figure, _) = self.served.send(op, 16, &self.targets, &self.tokens, time).await?;
        Ok(figure)
    }

    /// The median over the rounds of what `pick` takes from each.
    fn median(&self, op: usize, pick: impl Fn(&Figure) -> f64) -> Option<f64> {
        self.rounds.get(op).map(|rounds| median(rounds.iter().map(pick)))
    }
}

/// Runs everything `args` ask for.
pub(crate) async fn run(args: Args) -> Done {
    let (sizes, args) = (args.sizes, args.run);
    let machine = proc::machine();
    let setup = Setup { program: args.program.clone(), home: args.home.clone(), jobs_ms: 1_000 };
    let postgres = match &args.postgres {
        Some(url) => Some(Postgres::connect(url, &args.pgbench).await?),
        None => None,
    };
    let file = |size: usize| format!("sqlite://{}", args.home.join(format!("{size}.db")).display());
    for size in &sizes {
        let mut urls = Vec::new();
        if let Some(postgres) = &postgres {
            let name = format!("growth_{size}");
            postgres.create(&name, "template0").await?;
            urls.push(postgres.url(&name));
        }
        if !args.no_sqlite {
            urls.push(file(*size));
        }
        load::load(&urls, *size).await?;
    }
    let now = SystemClock.now();
    let mut text = format!(
        "\n## Growth, {}, commit {}\n\nMachine: {machine}. {} rounds of {} s, 16 connections; the \
         sizes in turns.\n",
        now.format("%Y-%m-%d %H:%M UTC"),
        args.commit,
        args.rounds,
        args.seconds
    );
    if let Some(postgres) = &postgres {
        let url = |size: usize| postgres.url(&format!("growth_{size}"));
        let report = measure(&args, &setup, &sizes, url, Some(postgres.process)).await?;
        text.push_str(&format!("\n### {}\n\n{report}", postgres.version().await?));
    }
    if !args.no_sqlite {
        let report = measure(&args, &setup, &sizes, file, None).await?;
        text.push_str(&format!("\n### SQLite, WAL, synchronous FULL\n\n{report}"));
    }
    text.push_str(&format!("\nLoad after the run: {}.\n", proc::load()));
    publish(&args.out, &text)
}

async fn measure(
    args: &run::Args,
    setup: &Setup,
    sizes: &[usize],
    url: impl Fn(usize) -> String,
    database: Option<Process>,
) -> Done<String> {
    let mut subjects = Vec::new();
    for size in sizes {
        subjects.push(Subject::start(setup, &url(*size), database).await?);
    }
    let time = Duration::from_secs_f64(args.seconds);
    // Statements are prepared and caches filled; what writes comes last.
    for (op, subject) in OPS.iter().flat_map(|op| (0..sizes.len()).map(move |at| (op, at))) {
        if let Some(subject) = subjects.get_mut(subject).filter(|_| *op != Op::Mix) {
            subject.send(*op, time / 5).await?;
        }
    }
    for (at, op) in OPS.into_iter().enumerate() {
        say(&format!("growth: {}", op.name()))?;
        for subject in &mut subjects {
            subject.tokens = Tokens::of(subject.served.server.port).await?;
        }
        for _ in 0..args.rounds {
            for subject in &mut subjects {
                let figure = subject.send(op, time).await?;
                subject.rounds.get_mut(at).ok_or("no such operation")?.push(figure);
            }
        }
    }
    for subject in &mut subjects {
        subject.memory[1] = subject.served.server.process.memory_mb();
    }
    Ok(report(sizes, &subjects, database.is_none()))
}

fn p50(figure: &Figure) -> f64 {
    figure.latency.map_or(0.0, |[p50, ..]| p50)
}

fn p99(figure: &Figure) -> f64 {
    figure.latency.map_or(0.0, |[_, p99, _]| p99)
}

fn report(sizes: &[usize], subjects: &[Subject], is_sqlite: bool) -> String {
    let mut text = String::from("| operation | cases | a second | p50 ms | p99 ms | failed |\n");
    text.push_str("|---|---|---|---|---|---|\n");
    for (at, op) in OPS.into_iter().enumerate() {
        for (size, subject) in sizes.iter().zip(subjects) {
            let of = |pick: fn(&Figure) -> f64| subject.median(at, pick).unwrap_or(0.0);
            let failed: usize =
                subject.rounds.get(at).into_iter().flatten().map(|figure| figure.failed).sum();
            text.push_str(&format!(
                "| {} | {size} | {:.0} | {:.2} | {:.2} | {failed} |\n",
                op.name(),
                of(|figure| figure.rate),
                of(p50),
                of(p99)
            ));
        }
    }
    text.push('\n');
    text.push_str(&goals(subjects, is_sqlite).text());
    text
}

/// The largest against the smallest.
fn goals(subjects: &[Subject], is_sqlite: bool) -> Goals {
    let mut goals = Goals::default();
    let (Some(small), Some(large)) = (subjects.first(), subjects.last()) else { return goals };
    let grown = |op: Op, pick: fn(&Figure) -> f64| {
        let at = OPS.iter().position(|known| *known == op)?;
        ratio(large.median(at, pick), small.median(at, pick))
    };
    let mix = grown(Op::Mix, |figure| figure.rate);
    goals.add("working-day mix, large ÷ small", Bound::Least(0.75), mix);
    for op in [Op::Total, Op::Counts, Op::Oversight, Op::Report] {
        let what = format!("{}: p50, large ÷ small", op.name());
        goals.add(what, Bound::Most(2.0), grown(op, p50));
    }
    let what = format!("{}: p50, large ÷ small", Op::Deep.name());
    goals.add(what, Bound::Most(1.5), grown(Op::Deep, p50));
    for op in [Op::SearchCommon, Op::SearchRare, Op::SearchAbsent] {
        let what = format!("{}: p99, large ÷ small", op.name());
        goals.add(what, Bound::Most(6.0), grown(op, p99));
    }
    if is_sqlite {
        goals.add("memory idle, SQLite, largest, MB", Bound::Most(250.0), Some(large.memory[0]));
        let after = Some(large.memory[1]);
        goals.add("memory under the mix, SQLite, largest, MB", Bound::Most(250.0), after);
    }
    goals
}
