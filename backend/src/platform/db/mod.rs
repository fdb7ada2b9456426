//! The database: connecting, transactions, and the only code that may know which one it is.
//!
//! SQLite has one writer: writes queue fairly for a single connection beside a pool of readers.
//! PostgreSQL too has connections for reading beside those for writing: a transaction that has to
//! read something into memory must never wait for a connection that waits for it.

pub mod constraints;
mod home;
pub mod notify;
pub mod portable;
pub mod search;
mod tx;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous as Synchronous};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend};

use home::Home;
pub use tx::Tx;

use crate::config::{DatabaseConfig, SqliteSynchronous};
use crate::platform::error::{AppError, AppResult};

/// A connected database.
#[derive(Clone)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    statements: Arc<AtomicU64>,
    /// None on SQLite, whose connections are threads.
    home: Option<Arc<Home>>,
    /// For a connection beside the pools.
    url: Arc<str>,
}

impl Db {
    /// Connects as `config` says; a missing SQLite file is created.
    pub async fn connect(config: &DatabaseConfig) -> AppResult<Self> {
        let statements = Arc::new(AtomicU64::new(0));
        let url = Arc::from(config.url.as_str());
        if config.url.starts_with("sqlite:") {
            create_folder(&config.url)?;
            let writer = open(sqlite(config, 1), &statements).await?;
            let reader = open(sqlite(config, readers(config)), &statements).await?;
            return Ok(Self { reader, writer, statements, home: None, url });
        }
        let half = (config.max_connections / 2).max(1);
        let home = Home::new()?;
        let (wanted, counter) = (postgres(config, half), Arc::clone(&statements));
        let both = async move {
            let writer = open(wanted.clone(), &counter).await?;
            Ok((open(wanted, &counter).await?, writer))
        };
        let (reader, writer) = home.run(both).await?;
        Ok(Self { reader, writer, statements, home: Some(Arc::new(home)), url })
    }

    /// Opens every connection there may be, for a server whose workers end one after the other: one a
    /// worker opens itself, because another broke, ends with that worker.
    pub async fn fill(&self) -> AppResult<()> {
        let Some(home) = &self.home else { return Ok(()) };
        for connection in [&self.reader, &self.writer] {
            let pool = connection.get_postgres_connection_pool().clone();
            home.run(home::fill(pool)).await?;
        }
        Ok(())
    }

    /// For reads outside a transaction.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For migrations, which bring their own transactions.
    pub fn migrator(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// How many statements have run since connecting; the tests assert differences.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes every connection.
    pub async fn close(self) -> AppResult<()> {
        self.reader.close().await?;
        self.writer.close().await?;
        Ok(())
    }

    fn is_sqlite(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Sqlite
    }
}

async fn open(
    options: ConnectOptions,
    statements: &Arc<AtomicU64>,
) -> AppResult<DatabaseConnection> {
    let mut connection = Database::connect(options).await?;
    let counter = Arc::clone(statements);
    connection.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    Ok(connection)
}

fn common(config: &DatabaseConfig) -> ConnectOptions {
    let mut options = ConnectOptions::new(&config.url);
    options
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_secs(config.acquire_seconds))
        .test_before_acquire_if_idle_for(Duration::from_secs(30));
    options
}

fn postgres(config: &DatabaseConfig, connections: u32) -> ConnectOptions {
    let mut options = common(config);
    options
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>);
    options
}

fn sqlite(config: &DatabaseConfig, connections: u32) -> ConnectOptions {
    let synchronous = match config.sqlite_synchronous {
        SqliteSynchronous::Full => Synchronous::Full,
        SqliteSynchronous::Normal => Synchronous::Normal,
    };
    let mut options = common(config);
    options
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(synchronous)
                .busy_timeout(Duration::from_secs(5))
                .statement_cache_capacity(256)
                .pragma("temp_store", "memory")
                .pragma("cache_size", "-8192")
        });
    options
}

/// Each reader is a thread with a page cache of its own: more than two a processor only wait for
/// each other.
fn readers(config: &DatabaseConfig) -> u32 {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    u32::try_from(processors * 2)
        .map_or(config.max_connections, |most| most.min(config.max_connections))
}

fn create_folder(url: &str) -> AppResult<()> {
    let file = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let file = file.split('?').next().unwrap_or(file);
    match Path::new(file).parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            std::fs::create_dir_all(folder).map_err(AppError::internal)
        }
        _ => Ok(()),
    }
}
