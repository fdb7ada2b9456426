//! `/healthz`, `/readyz`, `/version`, `/metrics`: outside the base path and without sign-in.

use actix_web::{HttpResponse, get, web};
use metrics_exporter_prometheus::PrometheusHandle;
use sea_orm::ConnectionTrait as _;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::Reply;
use crate::platform::alarms::Alarms;
use crate::platform::db::Db;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::jobs::Pulse;

/// Mounts the four.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(health_live)
        .service(health_ready)
        .service(health_version)
        .service(health_metrics);
}

/// A server that answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthView {
    /// Always `ok`.
    #[schema(example = "ok")]
    pub status: &'static str,
}

/// A server that takes requests, and what an operator should look at all the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadyView {
    /// Always `ok`.
    #[schema(example = "ok")]
    pub status: &'static str,
    /// What does not work beside it, such as `notices.email_silent`.
    #[schema(example = json!([]))]
    pub alarms: Vec<&'static str>,
}

/// What runs here.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionView {
    /// The program.
    #[schema(example = "zongzhi")]
    pub name: &'static str,
    /// Its version.
    #[schema(example = "0.1.0")]
    pub version: &'static str,
}

const OK: HealthView = HealthView { status: "ok" };

/// Is the server alive
///
/// Answers as soon as the server takes requests; asks nothing of the database.
#[utoipa::path(
    tag = "health",
    operation_id = "health_live",
    responses((status = 200, description = "It is", body = HealthView))
)]
#[get("/healthz")]
async fn health_live() -> AppResult<Reply<HealthView>> {
    Reply::ok(&OK)
}

/// Is the server ready
///
/// Asks the database; 503 while it does not answer, and once the background work has stopped.
/// `alarms` names what an operator should look at although requests are served.
#[utoipa::path(
    tag = "health",
    operation_id = "health_ready",
    responses((status = 200, description = "It is", body = ReadyView))
)]
#[get("/readyz")]
async fn health_ready(
    db: web::Data<Db>,
    jobs: web::Data<Pulse>,
    alarms: web::Data<Alarms>,
) -> AppResult<Reply<ReadyView>> {
    if jobs.has_stopped() {
        tracing::warn!("not ready: the background work has stopped");
        return Err(ErrorCode::ServerBusy.into());
    }
    match db.reader().execute_unprepared("SELECT 1").await {
        Ok(_) => Reply::ok(&ReadyView { status: OK.status, alarms: alarms.raised() }),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Err(ErrorCode::ServerBusy.into())
        }
    }
}

/// Which version runs
///
/// Name and version of the program.
#[utoipa::path(
    tag = "health",
    operation_id = "health_version",
    responses((status = 200, description = "This one", body = VersionView))
)]
#[get("/version")]
async fn health_version() -> AppResult<Reply<VersionView>> {
    Reply::ok(&VersionView { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") })
}

/// Read the metrics
///
/// In the text format of Prometheus. Routes, never paths; no personal data.
#[utoipa::path(
    tag = "health",
    operation_id = "health_metrics",
    responses((status = 200, description = "The metrics", body = String, content_type = "text/plain"))
)]
#[get("/metrics")]
async fn health_metrics(metrics: web::Data<PrometheusHandle>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(metrics.render())
}
