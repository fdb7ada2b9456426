//! The runner of background work.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration as Pause;

use chrono::{Duration, TimeDelta};
use tokio::sync::watch;
use zongzhi::platform::error::AppError;
use zongzhi::platform::jobs::{Job, Pulse, Runner};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

/// How often each job ran.
#[derive(Default)]
struct Counts {
    often: AtomicU64,
    seldom: AtomicU64,
}

fn jobs() -> Vec<Job<Counts>> {
    let always = TimeDelta::zero();
    vec![
        Job { name: "panics", period: always, run: |_| Box::pin(async { panic!("on purpose") }) },
        Job {
            name: "fails",
            period: always,
            run: |_| Box::pin(async { Err(AppError::internal("on purpose")) }),
        },
        Job {
            name: "often",
            period: always,
            run: |counts| Box::pin(async move { Ok(counts.often.fetch_add(1, Ordering::Relaxed)) }),
        },
        Job {
            name: "seldom",
            period: TimeDelta::hours(1),
            run: |counts| {
                Box::pin(async move { Ok(counts.seldom.fetch_add(1, Ordering::Relaxed)) })
            },
        },
    ]
}

fn runner(app: &TestApp, counts: &Arc<Counts>, each_round: fn(&Counts)) -> Runner<Counts> {
    Runner {
        jobs: jobs(),
        state: Arc::clone(counts),
        db: app.state.db.clone(),
        clock: app.clock.clone(),
        holder: app.state.ids.next(),
        interval: Pause::from_millis(1),
        each_round,
        pulse: Arc::clone(&app.state.jobs),
        ran: HashMap::new(),
    }
}

fn counted(counts: &Counts) -> (u64, u64) {
    (counts.often.load(Ordering::Relaxed), counts.seldom.load(Ordering::Relaxed))
}

#[actix_web::test]
async fn neither_a_panic_nor_a_failure_stops_the_others() {
    let app = TestApp::new().await;
    let counts = Arc::new(Counts::default());
    let mut runner = runner(&app, &counts, |_| {});
    runner.round().await;
    runner.round().await;
    assert_eq!(counted(&counts), (2, 1));
    let metrics = app.get("/metrics").send().await.text();
    assert!(metrics.contains(r#"job_failures{job="panics"}"#), "{metrics}");
}

#[actix_web::test]
async fn a_job_with_a_period_waits_for_it() {
    let app = TestApp::new().await;
    let counts = Arc::new(Counts::default());
    let mut runner = runner(&app, &counts, |_| {});
    for minutes in [0, 59, 1] {
        app.advance(Duration::minutes(minutes));
        runner.round().await;
    }
    assert_eq!(counted(&counts), (3, 2));
}

#[actix_web::test]
async fn a_server_whose_runner_ended_is_not_ready() {
    let app = TestApp::new().await;
    app.get("/readyz").send().await.expect(200);
    let counts = Arc::new(Counts::default());
    let (_stop, stopped) = watch::channel(false);
    let ended = runner(&app, &counts, |_| panic!("on purpose")).start(stopped).await;
    assert!(ended.is_err(), "the runner goes on");
    assert_problem(&app.get("/readyz").send().await, 503, "server.busy");
    assert!(Pulse::has_stopped(&app.state.jobs));
}
