//! A database of its own for each test, copied from a template that is made once.
//!
//! SQLite: a file copy. PostgreSQL (when `TEST_DATABASE_URL` names a server): `CREATE DATABASE …
//! TEMPLATE`. The template holds the schema and the [`crate::world`]; its name carries the build
//! of this test program, so a changed migration or seed never meets an old template, whichever
//! process of the run comes first.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;
use zongzhi::commands::reference_data;
use zongzhi::config::{Config, DatabaseConfig, SqliteSynchronous};
use zongzhi::platform::clock::ManualClock;
use zongzhi::platform::db::Db;
use zongzhi::platform::ids::Ids;
use zongzhi_migrations::MigratorTrait;

use crate::project::env;
use crate::world;

/// The database of one test; gone when dropped.
pub struct TestDb {
    /// How to reach it.
    pub config: DatabaseConfig,
    home: Home,
}

enum Home {
    Folder { _folder: TempDir },
    Server { admin: String, name: String },
}

impl TestDb {
    /// A copy of the template.
    pub async fn new() -> Self {
        match server() {
            None => Self::sqlite(true).await,
            Some(admin) => Self::postgres(admin, true).await,
        }
    }

    /// A database without any table, for tests of the migrations.
    pub async fn empty() -> Self {
        match server() {
            None => Self::sqlite(false).await,
            Some(admin) => Self::postgres(admin, false).await,
        }
    }

    /// Whether the tests run on PostgreSQL.
    pub fn is_postgres() -> bool {
        server().is_some()
    }

    /// Opens connections.
    pub async fn connect(&self) -> Db {
        Db::connect(&self.config).await.expect("the test's database")
    }

    async fn sqlite(filled: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let file = folder.path().join("zongzhi.db");
        if filled {
            fs::copy(sqlite_template().await, &file).expect("a copy of the template");
        }
        Self { config: sqlite_config(&file), home: Home::Folder { _folder: folder } }
    }

    async fn postgres(admin: String, filled: bool) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("zz_test_{}_{}_{count}", build(), std::process::id());
        let source = if filled { postgres_template(&admin).await } else { "template0".to_owned() };
        let server = connect(&admin).await;
        run(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        run(&server, &format!("CREATE DATABASE {name} TEMPLATE {source}")).await;
        server.close().await.expect("closing");
        let config = postgres_config(&admin, &name);
        Self { config, home: Home::Server { admin, name } }
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Home::Server { admin, name } = &self.home else { return };
        let (admin, name) = (admin.clone(), name.clone());
        // A runtime of its own: the test's may be ending.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let server = connect(&admin).await;
                run(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
                server.close().await.expect("closing");
            });
        });
        assert!(
            dropping.join().is_ok() || std::thread::panicking(),
            "the test's database could not be dropped"
        );
    }
}

fn server() -> Option<String> {
    env("TEST_DATABASE_URL")
}

/// Names the build of this program: a changed migration or seed is another build.
fn build() -> String {
    let program = std::env::current_exe().expect("the test program");
    let meta = fs::metadata(&program).expect("the test program");
    let mut hasher = DefaultHasher::new();
    program.hash(&mut hasher);
    meta.len().hash(&mut hasher);
    meta.modified().ok().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn defaults() -> DatabaseConfig {
    Config::defaults().expect("the defaults").database
}

fn sqlite_config(file: &Path) -> DatabaseConfig {
    DatabaseConfig {
        url: format!("sqlite://{}", file.display()),
        max_connections: 4,
        // No test outlives the machine; durability has a lane of its own (tests/kill).
        sqlite_synchronous: SqliteSynchronous::Normal,
        ..defaults()
    }
}

fn postgres_config(admin: &str, name: &str) -> DatabaseConfig {
    DatabaseConfig { url: with_database(admin, name), max_connections: 4, ..defaults() }
}

fn with_database(admin: &str, name: &str) -> String {
    let (address, options) = match admin.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (admin, String::new()),
    };
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let server = rest.split('/').next().unwrap_or(rest);
    format!("{scheme}://{server}/{name}{options}")
}

/// Migrates and fills a database.
async fn fill(config: &DatabaseConfig) {
    let db = Db::connect(config).await.expect("the template");
    zongzhi_migrations::Migrator::up(db.migrator(), None).await.expect("the migrations");
    let clock = Arc::new(ManualClock::new(world::start()));
    let ids = Ids::seeded(clock.clone(), 1);
    reference_data::install(&db, &*clock, &ids).await.expect("codes, calendar and limits");
    world::seed(&db).await;
    db.close().await.expect("closing the template");
}

async fn sqlite_template() -> PathBuf {
    let shelf = std::env::temp_dir().join("zongzhi-test-templates");
    fs::create_dir_all(&shelf).expect("the folder of templates");
    let file = shelf.join(format!("{}.db", build()));
    let lock = File::create(shelf.join(format!("{}.lock", build()))).expect("the lock file");
    lock.lock().expect("the lock");
    if !file.is_file() {
        forget_old(&shelf);
        let draft = shelf.join(format!("{}.draft", build()));
        for suffix in ["", "-wal", "-shm"] {
            // Left by a run that was stopped half-way.
            fs::remove_file(format!("{}{suffix}", draft.display())).ok();
        }
        fill(&sqlite_config(&draft)).await;
        fs::rename(&draft, &file).expect("the finished template");
    }
    file
}

/// Templates of builds that nobody runs any more.
fn forget_old(shelf: &Path) {
    let day = Duration::from_hours(24);
    for entry in fs::read_dir(shelf).into_iter().flatten().flatten() {
        let modified = entry.metadata().and_then(|meta| meta.modified()).ok();
        let age = modified.and_then(|at| SystemTime::now().duration_since(at).ok());
        if age.is_some_and(|age| age > day) {
            fs::remove_file(entry.path()).ok();
        }
    }
}

async fn postgres_template(admin: &str) -> String {
    let name = format!("zz_template_{}", build());
    let server = connect(admin).await;
    // One connection, so the session lock and the look see the same session.
    run(&server, "SELECT pg_advisory_lock(8112026)").await;
    let query = format!("SELECT 1 AS one FROM pg_database WHERE datname = '{name}'");
    let found = server.query_one_raw(statement(&server, &query)).await.expect("a look");
    if found.is_none() {
        let draft = format!("{name}_draft");
        run(&server, &format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await;
        run(&server, &format!("CREATE DATABASE {draft} TEMPLATE template0")).await;
        fill(&postgres_config(admin, &draft)).await;
        run(&server, &format!("ALTER DATABASE {draft} RENAME TO {name}")).await;
    }
    run(&server, "SELECT pg_advisory_unlock(8112026)").await;
    server.close().await.expect("closing");
    name
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap_or_else(|error| panic!("TEST_DATABASE_URL: {error}"))
}

fn statement(server: &DatabaseConnection, sql: &str) -> sea_orm::Statement {
    sea_orm::Statement::from_string(server.get_database_backend(), sql)
}

async fn run(server: &DatabaseConnection, sql: &str) {
    let done = server.execute_unprepared(sql).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}
