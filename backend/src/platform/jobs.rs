//! Background work: named jobs that one server at a time runs under a lease.
//!
//! A job finds its own work in the database (rows due, rows unsealed) and does it idempotently,
//! so a crash between two runs loses nothing and a second run does nothing twice.

use std::any::Any;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::rt;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, Condition};
use tokio::sync::watch;
use uuid::Uuid;

use super::clock::Clock;
use super::db::{Db, Tx};
use super::error::{AppError, AppResult};

/// Who runs which job until when.
pub mod entity {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job_leases")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub holder_id: Uuid,
        pub until_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A run of a job: how many things it did.
pub type Run<S> = fn(Arc<S>) -> LocalBoxFuture<'static, AppResult<u64>>;

/// A named piece of background work.
pub struct Job<S> {
    /// Unique name, also in the lease and the metrics.
    pub name: &'static str,
    /// Least time between two runs on one server; zero: every round.
    pub period: TimeDelta,
    /// What it does.
    pub run: Run<S>,
}

/// Whether the runner of this server is still there; `/readyz` asks.
#[derive(Debug, Default)]
pub struct Pulse(AtomicBool);

impl Pulse {
    /// Whether a runner was started here and has ended, by order or not.
    pub fn has_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Marks the end of the runner, however it comes.
struct Ending(Arc<Pulse>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

/// How long a server keeps a job before another may take it over.
const LEASE_SECONDS: i64 = 30;

/// Runs jobs until told to stop.
pub struct Runner<S> {
    /// What is run.
    pub jobs: Vec<Job<S>>,
    /// What the jobs work on.
    pub state: Arc<S>,
    /// For the leases.
    pub db: Db,
    /// The injected clock.
    pub clock: Arc<dyn Clock>,
    /// This server.
    pub holder: Uuid,
    /// Pause between two rounds.
    pub interval: Duration,
    /// What every server does each round, whoever holds the leases.
    pub each_round: fn(&S),
    /// Where its end is marked.
    pub pulse: Arc<Pulse>,
    /// When each job ran last here.
    pub ran: HashMap<&'static str, DateTime<Utc>>,
}

impl<S: 'static> Runner<S> {
    /// Starts the rounds; they end when `stop` turns true, after the job in hand.
    pub fn start(mut self, mut stop: watch::Receiver<bool>) -> rt::task::JoinHandle<()> {
        let ending = Ending(Arc::clone(&self.pulse));
        rt::spawn(async move {
            let _ending = ending;
            while !*stop.borrow() {
                self.round_until(&stop).await;
                tokio::select! {
                    () = tokio::time::sleep(self.interval) => {}
                    _ = stop.changed() => {}
                }
            }
        })
    }

    /// Gives every job that is due its turn. What one does, even a panic, stops no other.
    pub async fn round(&mut self) {
        let (_running, never) = watch::channel(false);
        self.round_until(&never).await;
    }

    /// The same, until `stop` turns true: no job begins after that.
    async fn round_until(&mut self, stop: &watch::Receiver<bool>) {
        (self.each_round)(&self.state);
        let now = self.clock.now();
        for job in &self.jobs {
            if *stop.borrow() {
                break;
            }
            if self.ran.get(job.name).is_some_and(|ran| now - *ran < job.period) {
                continue;
            }
            self.ran.insert(job.name, now);
            let turn = AssertUnwindSafe(self.turn(job)).catch_unwind().await;
            match turn.unwrap_or_else(|panic| Err(panicked(&*panic))) {
                Ok(0) => {}
                Ok(done) => {
                    metrics::counter!("job_items", "job" => job.name).increment(done);
                    tracing::debug!(job = job.name, done, "job ran");
                }
                Err(error) => {
                    metrics::counter!("job_failures", "job" => job.name).increment(1);
                    tracing::error!(job = job.name, %error, "job failed; it will run again");
                }
            }
        }
    }

    async fn turn(&self, job: &Job<S>) -> AppResult<u64> {
        if !self.lease(job.name).await? {
            return Ok(0);
        }
        (job.run)(Arc::clone(&self.state)).await
    }

    /// Takes or renews the lease; writes only when a third of it is used up.
    async fn lease(&self, name: &str) -> AppResult<bool> {
        let now = self.clock.now();
        if let Some(held) = entity::Entity::find_by_id(name).one(self.db.reader()).await? {
            let mine = held.holder_id == self.holder;
            if mine && held.until_at > now + TimeDelta::seconds(LEASE_SECONDS * 2 / 3) {
                return Ok(true);
            }
            if !mine && held.until_at > now {
                return Ok(false);
            }
        }
        let until = now + TimeDelta::seconds(LEASE_SECONDS);
        self.db.write(async |tx: &Tx| take(tx, name, self.holder, now, until).await).await
    }
}

fn panicked(panic: &(dyn Any + Send)) -> AppError {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    AppError::internal(format!("panicked: {}", text.unwrap_or_default()))
}

async fn take(
    tx: &Tx,
    name: &str,
    holder: Uuid,
    now: DateTimeUtc,
    until: DateTimeUtc,
) -> AppResult<bool> {
    let row = entity::ActiveModel {
        name: ActiveValue::Set(name.to_owned()),
        holder_id: ActiveValue::Set(holder),
        until_at: ActiveValue::Set(until),
    };
    let inserted = entity::Entity::insert(row)
        .on_conflict(OnConflict::column(entity::Column::Name).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    if inserted > 0 {
        return Ok(true);
    }
    let free = Condition::any()
        .add(entity::Column::HolderId.eq(holder))
        .add(entity::Column::UntilAt.lte(now));
    let taken = entity::Entity::update_many()
        .col_expr(entity::Column::HolderId, Expr::value(holder))
        .col_expr(entity::Column::UntilAt, Expr::value(until))
        .filter(entity::Column::Name.eq(name))
        .filter(free)
        .exec(&**tx)
        .await?;
    Ok(taken.rows_affected > 0)
}
