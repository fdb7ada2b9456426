//! The limit on PostgreSQL: pgbench with the statements the server sends.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, Statement};

use crate::Done;
use crate::capture::{self, Script, Spoken, Take};
use crate::drive::{Length, Op, Worker, send};
use crate::proc::Process;
use crate::servers::{Server, Setup};
use crate::targets::{Targets, Tokens};

/// Connections pgbench and the capture of writes use.
pub(crate) const CLIENTS: usize = 16;
/// Requests captured of each kind that reads.
const READS: usize = 400;

/// A PostgreSQL server of our own, and what belongs to it.
pub(crate) struct Postgres {
    admin: DatabaseConnection,
    base: String,
    /// The server's main process.
    pub(crate) process: Process,
    log: PathBuf,
    pgbench: PathBuf,
}

impl Postgres {
    /// `url` names any database of the server.
    pub(crate) async fn connect(url: &str, pgbench: &Path) -> Done<Self> {
        let admin = open(url).await?;
        let data = ask(&admin, "SHOW data_directory", "data_directory").await?;
        let pid = fs::read_to_string(format!("{data}/postmaster.pid"))?;
        let pid = pid.lines().next().ok_or("no process")?.trim().parse()?;
        let (base, _) = url.rsplit_once('/').ok_or("no database in the URL")?;
        let home = Path::new(&data).parent().ok_or("no folder")?;
        Ok(Self {
            admin,
            base: base.to_owned(),
            process: Process { pid, with_children: true },
            log: home.join("log"),
            pgbench: pgbench.to_owned(),
        })
    }

    /// The URL of a database.
    pub(crate) fn url(&self, name: &str) -> String {
        format!("{}/{name}", self.base)
    }

    /// A program that lies beside pgbench.
    pub(crate) fn tool(&self, name: &str) -> PathBuf {
        self.pgbench.with_file_name(name)
    }

    /// What the server is, in one line.
    pub(crate) async fn version(&self) -> Done<String> {
        let version = ask(&self.admin, "SHOW server_version", "server_version").await?;
        let mut line = format!("PostgreSQL {version}");
        for name in ["shared_buffers", "synchronous_commit", "fsync"] {
            let value = ask(&self.admin, &format!("SHOW {name}"), name).await?;
            line.push_str(&format!(", {name} {value}"));
        }
        Ok(line)
    }

    /// A new database, empty or a copy.
    pub(crate) async fn create(&self, name: &str, template: &str) -> Done {
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy");
        self.admin.execute_unprepared(&sql).await?;
        Ok(())
    }

    /// Drops a database, whoever is still connected.
    pub(crate) async fn remove(&self, name: &str) -> Done {
        let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        self.admin.execute_unprepared(&sql).await?;
        Ok(())
    }

    /// Dead rows away, statistics fresh, nothing left to write: between reads and writes.
    pub(crate) async fn tidy(&self, name: &str) -> Done {
        let db = open(&self.url(name)).await?;
        db.execute_unprepared("VACUUM ANALYZE").await?;
        db.execute_unprepared("CHECKPOINT").await?;
        db.close().await?;
        Ok(())
    }

    async fn log_everything(&self, on: bool) -> Done {
        for sql in if on {
            ["ALTER SYSTEM SET log_statement = 'all'", "ALTER SYSTEM SET log_line_prefix = '%p|'"]
        } else {
            ["ALTER SYSTEM RESET log_statement", "ALTER SYSTEM RESET log_line_prefix"]
        } {
            self.admin.execute_unprepared(sql).await?;
        }
        self.admin.execute_unprepared("SELECT pg_reload_conf()").await?;
        // Every process notices on its own.
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(())
    }

    /// Lets the server work on a copy of `source` and writes down what it says: scripts for the
    /// compared operations. `writes` requests of each writing kind.
    pub(crate) async fn capture(
        &self,
        setup: &Setup,
        source: &str,
        writes: usize,
    ) -> Done<HashMap<Op, Script>> {
        let copy = "bench_capture";
        self.remove(copy).await?;
        self.create(copy, source).await?;
        let quiet = Setup { jobs_ms: 600_000, ..setup.clone() };
        let server = Server::ours(&quiet, &self.url(copy)).await?;
        let targets = Targets::of(&self.url(copy)).await?;
        let tokens = Tokens::of(server.port).await?;
        self.log_everything(true).await?;
        let mut scripts = HashMap::new();
        for op in [Op::Read, Op::List, Op::Filter, Op::Register, Op::Action] {
            let (clients, count) = if is_write(op) { (CLIENTS, writes) } else { (1, READS) };
            let own = &targets.under_way[2];
            let mut crew = Worker::crew(server.port, clients, 77, own);
            let length = Length { time: Duration::from_mins(10), count };
            let from = usize::try_from(fs::metadata(&self.log)?.len())?;
            let sent = send(op, &mut crew, &targets, &tokens, length).await;
            if let Some(bad) = sent.first_bad {
                return Err(format!("{}: {bad}", op.name()).into());
            }
            let log = fs::read(&self.log)?;
            let spoken = capture::read(&String::from_utf8_lossy(log.get(from..).unwrap_or(&[])));
            scripts.insert(op, script_of(op, &spoken));
        }
        self.log_everything(false).await?;
        drop(server);
        self.remove(copy).await?;
        Ok(scripts)
    }

    /// Writes the data of the scripts into `database`; answers how many requests each client has
    /// of the writing ones. A serial used in the capture is not given out again there.
    pub(crate) async fn install(
        &self,
        database: &str,
        scripts: &HashMap<Op, Script>,
        home: &Path,
        targets: &Targets,
    ) -> Done<HashMap<Op, usize>> {
        let db = open(&self.url(database)).await?;
        let cases: HashSet<String> =
            targets.under_way[2].iter().map(|own| own.id.to_string()).collect();
        let mut least = HashMap::new();
        for (op, script) in scripts {
            fs::write(file(home, *op), &script.text)?;
            if script.columns == 0 {
                continue;
            }
            let table = table(*op);
            let columns: Vec<_> = (0..script.columns).map(|at| format!("p{at} text")).collect();
            let columns = columns.join(", ");
            let sql = format!(
                "CREATE TABLE {table} (client int, n int, {columns}, PRIMARY KEY (n, client))"
            );
            db.execute_unprepared(&sql).await?;
            db.execute_unprepared("BEGIN").await?;
            let mut next = vec![0_usize; CLIENTS];
            let mut clients: HashMap<&String, usize> = HashMap::new();
            for (at, row) in script.rows.iter().enumerate() {
                let (client, n) = if is_write(*op) {
                    // The changes of one case stay in their order: one client sends them all.
                    let client = match row.iter().find(|text| cases.contains(*text)) {
                        Some(case) => {
                            let fresh = clients.len() % CLIENTS;
                            *clients.entry(case).or_insert(fresh)
                        }
                        None => at % CLIENTS,
                    };
                    let n = next.get_mut(client).map_or(0, |n| {
                        *n += 1;
                        *n - 1
                    });
                    (client, n)
                } else {
                    (0, at + 1)
                };
                let places: Vec<_> = (0..row.len()).map(|at| format!("${}", at + 3)).collect();
                let sql = format!("INSERT INTO {table} VALUES ($1, $2, {})", places.join(", "));
                let mut values: Vec<sea_orm::Value> =
                    vec![i32::try_from(client)?.into(), i32::try_from(n)?.into()];
                values.extend(row.iter().map(|text| text.clone().into()));
                let statement =
                    Statement::from_sql_and_values(db.get_database_backend(), sql, values);
                db.execute_raw(statement).await?;
            }
            db.execute_unprepared("COMMIT").await?;
            if is_write(*op) {
                least.insert(*op, next.into_iter().min().unwrap_or(0));
            }
        }
        // The server under test takes its serials after those of the capture.
        db.execute_unprepared(
            "INSERT INTO case_number_series VALUES \
             ('990101-' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD'), 500000) \
             ON CONFLICT (prefix) DO UPDATE SET last_serial = 500000",
        )
        .await?;
        db.execute_unprepared("ANALYZE").await?;
        db.close().await?;
        Ok(least)
    }

    /// Runs a script: requests a second, and how many there were.
    pub(crate) fn run(&self, database: &str, op: Op, script: &Script, run: &Run<'_>) -> Done<Raw> {
        let mut command = Command::new(&self.pgbench);
        command
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
            .arg(format!("--client={}", run.clients))
            .arg("--file")
            .arg(file(run.home, op));
        for (name, value) in &script.fixed {
            command.arg("-D").arg(format!("{name}={value}"));
        }
        if is_write(op) {
            command.arg("-D").arg(format!("i={}", run.offset));
            command.arg(format!("--transactions={}", run.each));
        } else {
            command.arg(format!("--time={}", run.seconds));
        }
        let before = self.process.cpu_ms();
        let output = command.arg(self.url(database)).output()?;
        let cpu_ms = self.process.cpu_ms() - before;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            return Err(
                format!("pgbench: {text}{}", String::from_utf8_lossy(&output.stderr)).into()
            );
        }
        let after = |mark: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(mark));
            line.and_then(|rest| {
                rest.trim().split(['/', ' ']).next().and_then(|number| number.parse::<f64>().ok())
            })
        };
        let batch = f64::from(u32::try_from(script.batch)?);
        let tps = after("tps = ").ok_or("no rate")? * batch;
        let count = after("number of transactions actually processed: ").ok_or("no count")?;
        let failed = after("number of failed transactions: ").unwrap_or(0.0);
        if failed > 0.0 {
            return Err(format!("pgbench failed {failed} transactions").into());
        }
        Ok(Raw { rate: tps, requests: count * batch, cpu_ms })
    }
}

/// One run of pgbench.
pub(crate) struct Run<'a> {
    /// Where the scripts lie.
    pub(crate) home: &'a Path,
    /// Connections.
    pub(crate) clients: usize,
    /// For reads: how long.
    pub(crate) seconds: u64,
    /// For writes: the first row a client takes, and how many.
    pub(crate) offset: usize,
    /// Rows a client takes.
    pub(crate) each: usize,
}

/// What a run gave.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Raw {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Requests in all.
    pub(crate) requests: f64,
    /// Processor time of the database.
    pub(crate) cpu_ms: u64,
}

const fn is_write(op: Op) -> bool {
    matches!(op, Op::Register | Op::Action)
}

fn table(op: Op) -> &'static str {
    match op {
        Op::Read => "bench_read",
        Op::Filter => "bench_filter",
        Op::Register => "bench_register",
        Op::Action => "bench_action",
        Op::List
        | Op::FilterWide
        | Op::Total
        | Op::Deep
        | Op::Mine
        | Op::Counts
        | Op::Oversight
        | Op::Report
        | Op::SearchCommon
        | Op::SearchRare
        | Op::SearchAbsent
        | Op::Mix => "bench_list",
    }
}

fn file(home: &Path, op: Op) -> PathBuf {
    home.join(format!("{}.sql", table(op)))
}

fn script_of(op: Op, spoken: &[Spoken]) -> Script {
    let requests = if op == Op::Register {
        capture::writes(spoken, "INSERT INTO \"cases\"")
    } else if op == Op::Action {
        capture::writes(spoken, "UPDATE \"cases\"")
    } else {
        capture::reads(spoken, "SELECT \"cases\".\"id\"")
    };
    let (batch, take) = if is_write(op) { (1, Take::Next) } else { (10, Take::Random) };
    capture::script(table(op), &requests, batch, take)
}

async fn open(url: &str) -> Done<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Ok(Database::connect(options).await?)
}

async fn ask(db: &DatabaseConnection, sql: &str, column: &str) -> Done<String> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await?.ok_or("no answer")?;
    Ok(row.try_get("", column)?)
}
