//! One whole run: load, then rounds of the server, the bare service and the raw statements in
//! turn, reads before writes.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use zongzhi::platform::clock::{Clock as _, SystemClock};

use crate::capture::Script;
use crate::drive::{Length, Op, Sent};
use crate::postgres::{CLIENTS, Postgres, Run};
use crate::proc::{self, Process};
use crate::report::{Figure, Report, Who, median};
use crate::served::{MOST, Served};
use crate::servers::{Server, Setup};
use crate::targets::{Targets, Tokens};
use crate::{Done, goals, import, load, say, sqlite};

/// The database that is measured.
const NAME: &str = "bench";

/// What is measured, and how long.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A PostgreSQL server of one's own to make databases on; none: SQLite only
    #[arg(long)]
    pub(crate) postgres: Option<String>,
    /// Leave SQLite out
    #[arg(long)]
    pub(crate) no_sqlite: bool,
    /// The server's program
    #[arg(long)]
    pub(crate) program: PathBuf,
    /// The pgbench program
    #[arg(long, default_value = "pgbench")]
    pub(crate) pgbench: PathBuf,
    /// A folder for databases, keys and logs
    #[arg(long)]
    pub(crate) home: PathBuf,
    /// Cases
    #[arg(long, default_value_t = 100_000)]
    cases: usize,
    /// Rounds; the report shows their medians
    #[arg(long, default_value_t = 5)]
    pub(crate) rounds: usize,
    /// Seconds an operation lasts in one round
    #[arg(long, default_value_t = 2.0)]
    pub(crate) seconds: f64,
    /// Seconds of writing at the end, for the failures and the tail of SQLite
    #[arg(long, default_value_t = 60.0)]
    long_seconds: f64,
    /// Leave out what writes: to see how reads grow
    #[arg(long)]
    reads_only: bool,
    /// The commit, for the report
    #[arg(long, default_value = "")]
    pub(crate) commit: String,
    /// The file the report is appended to
    #[arg(long)]
    pub(crate) out: PathBuf,
}

/// Runs everything `args` ask for.
pub(crate) async fn run(args: Args) -> Done {
    let machine = proc::machine();
    let setup = Setup { program: args.program.clone(), home: args.home.clone(), jobs_ms: 1_000 };
    let sqlite_url = format!("sqlite://{}", args.home.join("bench.db").display());
    let postgres = match &args.postgres {
        Some(url) => Some(Postgres::connect(url, &args.pgbench).await?),
        None => None,
    };
    let mut urls = Vec::new();
    if let Some(postgres) = &postgres {
        postgres.create(NAME, "template0").await?;
        urls.push(postgres.url(NAME));
    }
    if !args.no_sqlite {
        urls.push(sqlite_url.clone());
    }
    load::load(&urls, args.cases).await?;

    let now = SystemClock.now();
    let mut text = format!(
        "\n## {} cases, {}, commit {}\n\nMachine: {machine}. {} rounds of {} s.\n",
        args.cases,
        now.format("%Y-%m-%d %H:%M UTC"),
        args.commit,
        args.rounds,
        args.seconds
    );
    let (mut on_postgres, mut on_sqlite) = (None, None);
    if let Some(postgres) = &postgres {
        let report = Box::pin(Bench::postgres(&args, &setup, postgres)).await?;
        text.push_str(&format!("\n### {}\n\n{}", postgres.version().await?, report.text()));
        on_postgres = Some(report);
    }
    if !args.no_sqlite {
        let report = Bench::sqlite(&args, &setup, &sqlite_url).await?;
        text.push_str(&format!("\n### SQLite, WAL, synchronous FULL\n\n{}", report.text()));
        on_sqlite = Some(report);
    }
    let goals = goals::of_run(on_postgres.as_ref(), on_sqlite.as_ref());
    text.push_str(&format!("\n### Against the design\n\n{}\n{}", goals.text(), goals::ELSEWHERE));
    text.push_str(&format!("\nLoad after the run: {}.\n", proc::load()));
    publish(&args.out, &text)
}

/// Shows a report and appends it to the file that keeps them.
pub(crate) fn publish(out: &Path, text: &str) -> Done {
    File::options().create(true).append(true).open(out)?.write_all(text.as_bytes())?;
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// What the raw statements are sent with.
enum Limit<'a> {
    Postgres { server: &'a Postgres, scripts: HashMap<Op, Script>, least: HashMap<Op, usize> },
    Sqlite(Box<sqlite::Raw>),
}

/// Names of single numbers.
pub(crate) const START: &str = "Start to the first 200, median of 5, s";
pub(crate) const IDLE: &str = "Memory idle (PSS), MB";
pub(crate) const UNDER_MIX: &str = "Memory after the mix (PSS), MB";
pub(crate) const LONG_FAILED: &str = "16 writers: failed";
pub(crate) const LONG_TAIL: &str = "16 writers: p99 ÷ p50";
pub(crate) const OFF: &str = "Total answered, less a recount";
pub(crate) const IMPORT: &str = "Import ÷ inserts";

struct Bench<'a> {
    args: &'a Args,
    report: Report,
    targets: Targets,
    tokens: Tokens,
    ours: Served,
    bare: Served,
    limit: Limit<'a>,
}

impl<'a> Bench<'a> {
    async fn postgres(args: &'a Args, setup: &Setup, postgres: &'a Postgres) -> Done<Report> {
        let url = postgres.url(NAME);
        let each = if args.reads_only { 1 } else { 130 * args.rounds };
        let scripts = postgres.capture(setup, NAME, each * CLIENTS).await?;
        let targets = Targets::of(&url).await?;
        let least = postgres.install(NAME, &scripts, &args.home, &targets).await?;
        let counted: Vec<_> = [Op::Read, Op::List, Op::Filter, Op::Register, Op::Action]
            .iter()
            .map(|op| {
                let count = scripts.get(op).map_or(0, |script| script.statements);
                format!("{} {count}", op.name())
            })
            .collect();
        postgres.tidy(NAME).await?;
        let limit = Limit::Postgres { server: postgres, scripts, least };
        let database = Some(postgres.process);
        let mut bench = Self::new(args, setup, &url, targets, limit, database).await?;
        bench.report.note(format!(
            "Statements a request, BEGIN and COMMIT included: {}.",
            counted.join(", ")
        ));
        bench.reads().await?;
        if !args.reads_only {
            postgres.tidy(NAME).await?;
            bench.writes().await?;
            bench.recount(&url).await?;
            let (note, ratio) = import::compare(setup, postgres, args.cases).await?;
            bench.report.note(note);
            bench.report.numbers.insert(IMPORT, ratio);
        }
        Ok(bench.report)
    }

    async fn sqlite(args: &'a Args, setup: &Setup, url: &str) -> Done<Report> {
        let targets = Targets::of(url).await?;
        let raw = sqlite::Raw::open(url, &targets.under_way[2]).await?;
        let limit = Limit::Sqlite(Box::new(raw));
        let mut bench = Self::new(args, setup, url, targets, limit, None).await?;
        bench.reads().await?;
        if !args.reads_only {
            bench.writes().await?;
            bench.long().await?;
            bench.recount(url).await?;
        }
        Ok(bench.report)
    }

    async fn new(
        args: &'a Args,
        setup: &Setup,
        url: &str,
        targets: Targets,
        limit: Limit<'a>,
        database: Option<Process>,
    ) -> Done<Self> {
        let mut starts = Vec::new();
        for _ in 0..5 {
            let server = Server::ours(setup, url).await?;
            starts.push(server.started_in);
        }
        let ours = Server::ours(setup, url).await?;
        let tokens = Tokens::of(ours.port).await?;
        let ours = Served::new(ours, 1, &targets.under_way[0], database);
        let bare = Server::bare(setup, url).await?;
        let bare = Served::new(bare, 2, &targets.under_way[1], database);
        tokio::time::sleep(Duration::from_secs(3)).await;
        let mut report = Report::default();
        report.number(START, median(starts.iter().map(Duration::as_secs_f64)));
        report.number(IDLE, ours.server.process.memory_mb());
        Ok(Self { args, report, targets, tokens, ours, bare, limit })
    }

    fn time(&self, share: f64) -> Duration {
        Duration::from_secs_f64(self.args.seconds * share)
    }

    async fn reads(&mut self) -> Done {
        // The first request of each kind prepares statements and fills caches.
        for op in Op::READS {
            self.served(op, Who::Ours, 16, self.time(0.2)).await?;
        }
        for round in 1..=self.args.rounds {
            say(&format!("reads, round {round}"))?;
            self.tokens = Tokens::of(self.ours.server.port).await?;
            for op in Op::READS {
                self.turns(op).await?;
            }
        }
        Ok(())
    }

    async fn writes(&mut self) -> Done {
        for round in 0..self.args.rounds {
            say(&format!("writes, round {}", round + 1))?;
            self.tokens = Tokens::of(self.ours.server.port).await?;
            for op in [Op::Register, Op::Action] {
                self.turns(op).await?;
                self.raw(op, round).await?;
            }
            let figure = self.served(Op::Mix, Who::Ours, 16, self.time(2.0)).await?;
            self.report.add(Op::Mix, Who::Ours, 16, figure);
            if round + 1 == self.args.rounds {
                self.report.number(UNDER_MIX, self.ours.server.process.memory_mb());
            }
        }
        Ok(())
    }

    /// The server at 16, 1 and 64 connections, bare and raw at 16.
    async fn turns(&mut self, op: Op) -> Done {
        for (connections, share) in [(16, 1.0), (1, 0.5), (MOST, 0.5)] {
            let figure = self.served(op, Who::Ours, connections, self.time(share)).await?;
            self.report.add(op, Who::Ours, connections, figure);
        }
        if op.is_compared() {
            let figure = self.served(op, Who::Bare, 16, self.time(1.0)).await?;
            self.report.add(op, Who::Bare, 16, figure);
            if !matches!(op, Op::Register | Op::Action) {
                self.raw(op, 0).await?;
            }
        }
        Ok(())
    }

    async fn served(
        &mut self,
        op: Op,
        who: Who,
        connections: usize,
        time: Duration,
    ) -> Done<Figure> {
        let served = if who == Who::Ours { &mut self.ours } else { &mut self.bare };
        let (figure, _) = served.send(op, connections, &self.targets, &self.tokens, time).await?;
        Ok(figure)
    }

    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    async fn raw(&mut self, op: Op, round: usize) -> Done {
        let length = Length { time: self.time(1.0), count: 100_000_000 };
        let figure = match &mut self.limit {
            Limit::Postgres { server, scripts, least } => {
                let script = scripts.get(&op).ok_or("no script")?;
                let each = least.get(&op).map_or(0, |least| least / self.args.rounds.max(1));
                let run = Run {
                    home: &self.args.home,
                    clients: CLIENTS,
                    seconds: length.time.as_secs().max(1),
                    offset: each * round,
                    each,
                };
                let raw = server.run(NAME, op, script, &run)?;
                let cpu = raw.cpu_ms as f64 / raw.requests.max(1.0);
                Figure { rate: raw.rate, cpu: (0.0, cpu), ..Figure::default() }
            }
            Limit::Sqlite(raw) => {
                let sent: Sent = raw.run(op, &self.targets, length).await?;
                Figure::of(&sent, 0, 0)
            }
        };
        self.report.add(op, Who::Raw, 16, figure);
        Ok(())
    }

    async fn long(&mut self) -> Done {
        if self.args.long_seconds <= 0.0 {
            return Ok(());
        }
        say("16 writers, long")?;
        self.tokens = Tokens::of(self.ours.server.port).await?;
        let time = Duration::from_secs_f64(self.args.long_seconds);
        let (figure, _) =
            self.ours.send(Op::Register, 16, &self.targets, &self.tokens, time).await?;
        let [p50, p99, slowest] = figure.latency.unwrap_or_default();
        self.report.note(format!(
            "16 writers registering for {} s: {:.0}/s, p50 {p50:.2} ms, p99 {p99:.2} ms, slowest \
             {slowest:.0} ms.",
            self.args.long_seconds, figure.rate,
        ));
        self.report.number(LONG_FAILED, f64::from(u32::try_from(figure.failed)?));
        self.report.number(LONG_TAIL, p99 / p50.max(0.001));
        Ok(())
    }

    /// The total the server gives, less what counting the rows gives.
    async fn recount(&mut self, url: &str) -> Done {
        self.tokens = Tokens::of(self.ours.server.port).await?;
        let total = self.tokens.total(self.ours.server.port).await?;
        let counted = Targets::count(url).await?;
        #[expect(clippy::cast_precision_loss, reason = "a difference that should be none")]
        self.report.number(OFF, (total as f64 - counted as f64).abs());
        Ok(())
    }
}
