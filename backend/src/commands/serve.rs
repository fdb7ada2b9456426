//! `zongzhi serve`.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;
use actix_web::{HttpServer, rt};
use chrono::TimeDelta;
use futures_util::future::LocalBoxFuture;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::{Outcome, migrate};
use crate::app::{self, AppState};
use crate::features::webhooks;
use crate::features::{adapters, exports, imports};
use crate::features::{
    agreements, applicant_notices, assessments, attachments, auth, automation_rules, case_tasks,
    cases, limit_changes, notices, public, questions, receptions, reports, rotation_plans,
    supervision,
};
use crate::openapi::Document;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::idempotency;
use crate::platform::jobs::{Job, Runner};

/// Serves, over a schema that is current or brought up first, until SIGTERM or SIGINT (Ctrl-C); then
/// finishes the requests in flight, for at most `server.drain_seconds`.
pub async fn serve(state: AppState) -> AppResult<Outcome> {
    state.db.fill().await?;
    if state.config.database.migrate_on_start {
        migrate::up(&state).await?;
    }
    for setting in state.config.warnings() {
        tracing::warn!(setting, "a setting worth a look");
    }
    let state = Arc::new(state);
    let (stop, stopped) = watch::channel(false);
    let inside = jobs().into_iter().chain(later_jobs()).collect();
    let inside = runner(&state, inside).start(stopped.clone());
    let outside = runner(&state, outside_jobs()).start(stopped.clone());
    let webhooks = runner(&state, webhook_jobs()).start(stopped.clone());
    let bulk = runner(&state, bulk_jobs()).start(stopped.clone());
    let hearing = rt::spawn(state.db.clone().hear(state.sealed.clone(), stopped));
    listen(&state).await?;
    tracing::info!("drained; stopping");
    stop.send_replace(true);
    inside.await.map_err(AppError::internal)?;
    outside.await.map_err(AppError::internal)?;
    webhooks.await.map_err(AppError::internal)?;
    hearing.await.map_err(AppError::internal)?;
    // Every step of it is a transaction, and it goes on where it was: nobody waits for the rest.
    bulk.abort();
    state.db.clone().close().await?;
    Ok(Outcome::done())
}

async fn listen(state: &Arc<AppState>) -> AppResult<()> {
    let server = state.config.server.clone();
    let shared = Data::from(Arc::clone(state));
    let document = Data::new(Document::of(&app::document()));
    let asked = asked_to_stop().map_err(AppError::internal)?;
    let waiting = state.stopping.clone();
    let stopping = async move {
        asked.await;
        // A stream of events never finishes by itself.
        waiting.send_replace(true);
    };
    let mut http = HttpServer::new(move || app::mount(shared.clone(), document.clone()))
        .client_request_timeout(Duration::from_secs(server.request_head_seconds))
        .shutdown_signal(stopping)
        .shutdown_timeout(server.drain_seconds);
    if server.workers > 0 {
        http = http.workers(server.workers);
    }
    let http = http.bind(&server.listen).map_err(AppError::internal)?;
    tracing::info!(address = %server.listen, "serving");
    http.run().await.map_err(AppError::internal)
}

/// Is over when the server is asked to stop. The framework itself drains on SIGTERM only, and drops what
/// is in flight on SIGINT.
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn runner(state: &Arc<AppState>, jobs: Vec<Job<AppState>>) -> Runner<AppState> {
    Runner {
        jobs,
        state: Arc::clone(state),
        db: state.db.clone(),
        clock: Arc::clone(&state.clock),
        holder: state.ids.next(),
        interval: Duration::from_millis(state.config.jobs.interval_ms),
        each_round: |state| {
            // Until then every request's duration is kept; `/metrics` may never be asked for.
            state.metrics.run_upkeep();
            state.rate_limits.forget_idle();
        },
        pulse: Arc::clone(&state.jobs),
        ran: HashMap::new(),
    }
}

/// Every background job.
pub fn jobs() -> Vec<Job<AppState>> {
    let (always, hourly) = (TimeDelta::zero(), TimeDelta::hours(1));
    vec![
        Job {
            name: "cases.auto_sign",
            period: always,
            run: |state| Box::pin(cases::jobs::auto_sign(state)),
        },
        Job {
            name: "cases.auto_resume",
            period: always,
            run: |state| Box::pin(cases::jobs::auto_resume(state)),
        },
        Job {
            name: "cases.seal_ledger",
            period: always,
            run: |state| Box::pin(cases::jobs::seal_ledger(state)),
        },
        Job {
            name: "cases.fold_tallies",
            period: always,
            run: |state| Box::pin(cases::jobs::fold_tallies(state)),
        },
        Job {
            name: "reports.follow_ledger",
            period: always,
            run: |state| Box::pin(reports::journal::follow_ledger(state)),
        },
        Job {
            name: "limit_changes.carry_on",
            period: always,
            run: |state| Box::pin(limit_changes::jobs::carry_on(state)),
        },
        Job {
            name: "limit_changes.sweep",
            period: hourly,
            run: |state| Box::pin(limit_changes::jobs::sweep(state)),
        },
        Job {
            name: "supervision.take_steps",
            period: always,
            run: |state| Box::pin(supervision::jobs::take_steps(state)),
        },
        Job {
            name: "supervision.close_orders",
            period: hourly,
            run: |state| Box::pin(supervision::jobs::close_orders(state)),
        },
        Job {
            name: "automation_rules.follow_ledger",
            period: always,
            run: |state| Box::pin(automation_rules::jobs::follow_ledger(state)),
        },
        Job {
            name: "automation_rules.keep_time",
            period: TimeDelta::minutes(1),
            run: |state| Box::pin(automation_rules::jobs::keep_time(state)),
        },
        // Last of those that look at the ledger: what was just sealed is told in the same round.
        Job {
            name: "notices.fan_out",
            period: always,
            run: |state| Box::pin(notices::fan_out::fan_out(state)),
        },
    ]
}

/// What was put off, days that have come, and what is swept; run with the other jobs, after them.
pub fn later_jobs() -> Vec<Job<AppState>> {
    let hourly = TimeDelta::hours(1);
    vec![
        Job {
            name: "automation_rules.try_again",
            period: TimeDelta::seconds(5),
            run: |state| Box::pin(automation_rules::jobs::try_again(state)),
        },
        Job {
            name: "notices.reviews",
            period: TimeDelta::hours(1),
            run: |state| Box::pin(notices::reviews::remind(state)),
        },
        Job {
            name: "agreements.remind",
            period: TimeDelta::minutes(5),
            run: |state| Box::pin(agreements::jobs::remind(state)),
        },
        Job {
            name: "case_tasks.tell_overdue",
            period: TimeDelta::minutes(1),
            run: |state| Box::pin(case_tasks::jobs::tell_overdue(state)),
        },
        Job {
            name: "receptions.report",
            period: TimeDelta::minutes(15),
            run: |state| Box::pin(receptions::jobs::report(state)),
        },
        Job {
            name: "case_tasks.remind",
            period: TimeDelta::minutes(5),
            run: |state| Box::pin(case_tasks::jobs::remind(state)),
        },
        Job {
            name: "rotation_plans.solve",
            period: TimeDelta::zero(),
            run: |state| Box::pin(rotation_plans::jobs::solve(state)),
        },
        Job {
            name: "attachments.sweep",
            period: TimeDelta::minutes(5),
            run: |state| Box::pin(attachments::jobs::sweep(state)),
        },
        Job {
            name: "assessments.close_due",
            period: hourly,
            run: |state| Box::pin(assessments::jobs::close_due(state)),
        },
        Job {
            name: "public.sweep",
            period: TimeDelta::minutes(5),
            run: |state| Box::pin(public::jobs::sweep(state)),
        },
        Job {
            name: "applicant_notices.sweep",
            period: hourly,
            run: |state| Box::pin(applicant_notices::jobs::sweep(state)),
        },
        Job {
            name: "notices.sweep",
            period: hourly,
            run: |state| Box::pin(async move { notices::service::sweep(&state).await }),
        },
        Job {
            name: "questions.ask",
            period: TimeDelta::days(1),
            run: |state| Box::pin(questions::jobs::ask(state)),
        },
        Job { name: "idempotency.forget", period: hourly, run: forget_keys },
        Job { name: "auth.sweep", period: hourly, run: |state| Box::pin(sweep(state)) },
    ]
}

/// What waits for others outside: beside the other jobs, which must not wait for it.
pub fn outside_jobs() -> Vec<Job<AppState>> {
    vec![
        Job {
            name: "notices.send",
            period: TimeDelta::zero(),
            run: |state| Box::pin(notices::delivery::send(state)),
        },
        Job {
            name: "applicant_notices.send",
            period: TimeDelta::zero(),
            run: |state| Box::pin(applicant_notices::jobs::send(state)),
        },
    ]
}

/// What waits for receivers nobody knows: one that does not answer holds up no mail, either.
pub fn webhook_jobs() -> Vec<Job<AppState>> {
    vec![
        // Beside what it leads to: in the same round.
        Job {
            name: "webhooks.follow_ledger",
            period: TimeDelta::zero(),
            run: |state| Box::pin(webhooks::follow::follow_ledger(state)),
        },
        Job {
            name: "webhooks.sweep",
            period: TimeDelta::hours(1),
            run: |state| Box::pin(webhooks::jobs::sweep(state)),
        },
        Job {
            name: "webhooks.send",
            period: TimeDelta::zero(),
            run: |state| Box::pin(webhooks::sending::send(state)),
        },
    ]
}

/// What works on many rows: beside the other jobs, which must not wait for it.
pub fn bulk_jobs() -> Vec<Job<AppState>> {
    let always = TimeDelta::zero();
    vec![
        Job {
            name: "imports.carry_on",
            period: always,
            run: |state| Box::pin(imports::worker::carry_on(state)),
        },
        Job {
            name: "exports.carry_out",
            period: always,
            run: |state| Box::pin(exports::worker::carry_out(state)),
        },
        Job {
            name: "imports.sweep",
            period: TimeDelta::minutes(5),
            run: |state| Box::pin(imports::sweeping::sweep(state)),
        },
        Job {
            name: "adapters.sweep",
            period: TimeDelta::hours(1),
            run: |state| Box::pin(adapters::sweeping::sweep(state)),
        },
        Job {
            name: "exports.sweep",
            period: TimeDelta::minutes(5),
            run: |state| Box::pin(exports::sweeping::sweep(state)),
        },
    ]
}

fn forget_keys(state: Arc<AppState>) -> LocalBoxFuture<'static, AppResult<u64>> {
    Box::pin(async move {
        let hours = TimeDelta::hours(state.config.jobs.idempotency_hours);
        idempotency::forget(&state.db, state.clock.now() - hours).await
    })
}

async fn sweep(state: Arc<AppState>) -> AppResult<u64> {
    auth::service::sweep(&state).await
}
