//! Background work: named jobs that one server at a time runs under a lease.
//!
//! A job finds its own work in the database (rows due, rows unsealed) and does it idempotently,
//! so a crash between two runs loses nothing and a second run does nothing twice.

use std::sync::Arc;
use std::time::Duration;

use actix_web::rt;
use chrono::TimeDelta;
use futures_util::future::LocalBoxFuture;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, Condition};
use tokio::sync::watch;
use uuid::Uuid;

use super::clock::Clock;
use super::db::{Db, Tx};
use super::error::AppResult;

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
    /// What it does.
    pub run: Run<S>,
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
}

impl<S: 'static> Runner<S> {
    /// Starts the rounds; they end when `stop` turns true, after the job in hand.
    pub fn start(self, mut stop: watch::Receiver<bool>) -> rt::task::JoinHandle<()> {
        rt::spawn(async move {
            while !*stop.borrow() {
                self.round().await;
                tokio::select! {
                    () = tokio::time::sleep(self.interval) => {}
                    _ = stop.changed() => {}
                }
            }
        })
    }

    async fn round(&self) {
        (self.each_round)(&self.state);
        for job in &self.jobs {
            match self.turn(job).await {
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
