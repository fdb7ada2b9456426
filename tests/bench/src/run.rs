//! One whole run: load, then rounds of the server, the bare service and the raw statements in
//! turn, reads before writes.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use zongzhi::platform::clock::{Clock as _, SystemClock};

use crate::capture::Script;
use crate::drive::{Length, Op, Sent, Worker, send};
use crate::postgres::{CLIENTS, Postgres, Run};
use crate::proc::{self, Process};
use crate::report::{Figure, Report, Who};
use crate::servers::{Server, Setup};
use crate::targets::{Targets, Tokens};
use crate::{Done, import, load, say, sqlite};

/// Connections of the largest crew; smaller ones use its first workers.
const MOST: usize = 64;
/// The database that is measured.
const NAME: &str = "bench";

/// What is measured, and how long.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A PostgreSQL server of one's own to make databases on; none: SQLite only
    #[arg(long)]
    postgres: Option<String>,
    /// Leave SQLite out
    #[arg(long)]
    no_sqlite: bool,
    /// The server's program
    #[arg(long)]
    program: PathBuf,
    /// The pgbench program
    #[arg(long, default_value = "pgbench")]
    pgbench: PathBuf,
    /// A folder for databases, keys and logs
    #[arg(long)]
    home: PathBuf,
    /// Cases
    #[arg(long, default_value_t = 100_000)]
    cases: usize,
    /// Rounds; the report shows their medians
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds an operation lasts in one round
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Seconds of writing at the end, for the failures and the tail of SQLite
    #[arg(long, default_value_t = 60.0)]
    long_seconds: f64,
    /// Leave out what writes: to see how reads grow
    #[arg(long)]
    reads_only: bool,
    /// The commit, for the report
    #[arg(long, default_value = "")]
    commit: String,
    /// The file the report is appended to
    #[arg(long)]
    out: PathBuf,
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
    if let Some(postgres) = &postgres {
        let report = Bench::postgres(&args, &setup, postgres).await?;
        text.push_str(&format!("\n### {}\n\n{report}", postgres.version().await?));
    }
    if !args.no_sqlite {
        let report = Bench::sqlite(&args, &setup, &sqlite_url).await?;
        text.push_str(&format!("\n### SQLite, WAL, synchronous FULL\n\n{report}"));
    }
    File::options().create(true).append(true).open(&args.out)?.write_all(text.as_bytes())?;
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// What the raw statements are sent with.
enum Limit<'a> {
    Postgres { server: &'a Postgres, scripts: HashMap<Op, Script>, least: HashMap<Op, usize> },
    Sqlite(Box<sqlite::Raw>),
}

struct Bench<'a> {
    args: &'a Args,
    report: Report,
    targets: Targets,
    tokens: Tokens,
    ours: Server,
    bare: Server,
    our_crew: Vec<Worker>,
    bare_crew: Vec<Worker>,
    database: Option<Process>,
    limit: Limit<'a>,
}

impl<'a> Bench<'a> {
    async fn postgres(args: &'a Args, setup: &Setup, postgres: &'a Postgres) -> Done<String> {
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
        let mut bench = Self::new(args, setup, &url, targets, limit).await?;
        bench.database = Some(postgres.process);
        bench.report.note(format!(
            "Statements a request, BEGIN and COMMIT included: {}.",
            counted.join(", ")
        ));
        bench.reads().await?;
        if !args.reads_only {
            postgres.tidy(NAME).await?;
            bench.writes().await?;
            bench.report.note(import::compare(setup, postgres, args.cases.min(20_000)).await?);
        }
        bench.finish()
    }

    async fn sqlite(args: &'a Args, setup: &Setup, url: &str) -> Done<String> {
        let targets = Targets::of(url).await?;
        let raw = sqlite::Raw::open(url, &targets.under_way[2]).await?;
        let limit = Limit::Sqlite(Box::new(raw));
        let mut bench = Self::new(args, setup, url, targets, limit).await?;
        bench.reads().await?;
        if !args.reads_only {
            bench.writes().await?;
            bench.long().await?;
        }
        bench.finish()
    }

    async fn new(
        args: &'a Args,
        setup: &Setup,
        url: &str,
        targets: Targets,
        limit: Limit<'a>,
    ) -> Done<Self> {
        let mut starts = Vec::new();
        for _ in 0..5 {
            let server = Server::ours(setup, url).await?;
            starts.push(server.started_in);
        }
        starts.sort();
        let ours = Server::ours(setup, url).await?;
        let bare = Server::bare(setup, url).await?;
        let our_crew = Worker::crew(ours.port, MOST, 1, &targets.under_way[0]);
        let bare_crew = Worker::crew(bare.port, MOST, 2, &targets.under_way[1]);
        let tokens = Tokens::of(ours.port).await?;
        tokio::time::sleep(Duration::from_secs(3)).await;
        let mut report = Report::default();
        let started = starts.get(starts.len() / 2).map_or(0.0, Duration::as_secs_f64);
        report.note(format!("Start to the first 200, median of 5: {started:.2} s."));
        let (all, own) = ours.process.memory_mb();
        report.note(format!("Memory idle (PSS): {all:.0} MB, of it anonymous {own:.0} MB."));
        Ok(Self {
            args,
            report,
            targets,
            tokens,
            ours,
            bare,
            our_crew,
            bare_crew,
            database: None,
            limit,
        })
    }

    fn length(&self, share: f64) -> Length {
        let time = Duration::from_secs_f64(self.args.seconds * share);
        Length { time, count: 100_000_000 }
    }

    async fn reads(&mut self) -> Done {
        // The first request of each kind prepares statements and fills caches.
        for op in Op::READS {
            self.served(op, Who::Ours, 16, self.length(0.2)).await?;
        }
        for round in 1..=self.args.rounds {
            say(&format!("reads, round {round}"))?;
            self.tokens = Tokens::of(self.ours.port).await?;
            for op in Op::READS {
                self.turns(op).await?;
            }
        }
        Ok(())
    }

    async fn writes(&mut self) -> Done {
        for round in 0..self.args.rounds {
            say(&format!("writes, round {}", round + 1))?;
            self.tokens = Tokens::of(self.ours.port).await?;
            for op in [Op::Register, Op::Action] {
                self.turns(op).await?;
                self.raw(op, round).await?;
            }
            let figure = self.served(Op::Mix, Who::Ours, 16, self.length(2.0)).await?;
            self.report.add(Op::Mix, Who::Ours, 16, figure);
            let (all, own) = self.ours.process.memory_mb();
            if round + 1 == self.args.rounds {
                let line =
                    format!("Memory after the mix (PSS): {all:.0} MB, anonymous {own:.0} MB.");
                self.report.note(line);
            }
        }
        Ok(())
    }

    /// The server at 16, 1 and 64 connections, bare and raw at 16.
    async fn turns(&mut self, op: Op) -> Done {
        for (connections, share) in [(16, 1.0), (1, 0.5), (MOST, 0.5)] {
            let figure = self.served(op, Who::Ours, connections, self.length(share)).await?;
            self.report.add(op, Who::Ours, connections, figure);
        }
        if op.is_compared() {
            let figure = self.served(op, Who::Bare, 16, self.length(1.0)).await?;
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
        length: Length,
    ) -> Done<Figure> {
        let (crew, server) = match who {
            Who::Ours => (&mut self.our_crew, &self.ours),
            Who::Bare | Who::Raw => (&mut self.bare_crew, &self.bare),
        };
        let crew = crew.get_mut(..connections).ok_or("too many connections")?;
        let cpu = || (server.process.cpu_ms(), self.database.map_or(0, Process::cpu_ms));
        let before = cpu();
        let sent = send(op, crew, &self.targets, &self.tokens, length).await;
        let after = cpu();
        if let Some(bad) = &sent.first_bad {
            say(&format!("{} ({who:?}): {} failed, {bad}", op.name(), sent.failed))?;
        }
        Ok(Figure::of(&sent, after.0 - before.0, after.1 - before.1))
    }

    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    async fn raw(&mut self, op: Op, round: usize) -> Done {
        let length = self.length(1.0);
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
        self.tokens = Tokens::of(self.ours.port).await?;
        let time = Duration::from_secs_f64(self.args.long_seconds);
        let length = Length { time, count: 100_000_000 };
        let crew = self.our_crew.get_mut(..16).ok_or("too many connections")?;
        let sent = send(Op::Register, crew, &self.targets, &self.tokens, length).await;
        let (p50, p99) = (sent.quantile_ms(500), sent.quantile_ms(990));
        self.report.note(format!(
            "16 writers registering for {} s: {:.0}/s, {} failed, p50 {p50:.2} ms, p99 {p99:.2} ms \
             ({:.1} times), slowest {:.0} ms.",
            self.args.long_seconds,
            sent.rate(),
            sent.failed,
            p99 / p50.max(0.001),
            sent.quantile_ms(1000),
        ));
        Ok(())
    }

    fn finish(self) -> Done<String> {
        let text = self.report.text();
        fs::write(self.args.home.join("last.md"), &text)?;
        Ok(text)
    }
}
