//! Logs, metrics and traces. What must never be logged: `docs/logging.md`.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use crate::config::{LogFormat, TelemetryConfig};
use crate::platform::error::{AppError, AppResult};

/// Flushes traces when dropped at the end of the program.
#[derive(Debug, Default)]
pub struct Telemetry(Option<SdkTracerProvider>);

impl Drop for Telemetry {
    fn drop(&mut self) {
        if let Some(provider) = self.0.take()
            && let Err(error) = provider.shutdown()
        {
            tracing::warn!(%error, "traces could not be flushed");
        }
    }
}

/// Starts logging, and tracing over OTLP when an endpoint is set. Call once.
pub fn init(config: &TelemetryConfig) -> AppResult<Telemetry> {
    let filter = EnvFilter::try_new(&config.log).map_err(AppError::internal)?;
    let lines = match config.log_format {
        LogFormat::Text => fmt::layer().with_target(false).with_writer(std::io::stderr).boxed(),
        LogFormat::Json => fmt::layer().json().with_writer(std::io::stderr).boxed(),
    };
    let provider = exporter(&config.otlp_endpoint)?;
    let traces = provider
        .as_ref()
        .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("zongzhi")));
    tracing_subscriber::registry()
        .with(filter)
        .with(lines)
        .with(traces)
        .try_init()
        .map_err(AppError::internal)?;
    Ok(Telemetry(provider))
}

fn exporter(endpoint: &str) -> AppResult<Option<SdkTracerProvider>> {
    if endpoint.is_empty() {
        return Ok(None);
    }
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_endpoint(endpoint)
        .build()
        .map_err(AppError::internal)?;
    Ok(Some(SdkTracerProvider::builder().with_batch_exporter(exporter).build()))
}

/// A recorder of its own, installed as the process-wide one where none is yet.
pub fn metrics() -> PrometheusHandle {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    // A second server in one process (tests) keeps the first one's recorder.
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::debug!("a metrics recorder is installed already");
    }
    handle
}
