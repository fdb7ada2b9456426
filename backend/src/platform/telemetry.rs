//! Logs, metrics and traces. What must never be logged: `docs/logging.md`.

use std::io::IsTerminal as _;
use std::sync::LazyLock;

use actix_web::http::header::HeaderMap;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use crate::config::{LogFormat, TelemetryConfig};
use crate::platform::error::{AppError, AppResult};
use crate::platform::tls;

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
        LogFormat::Text => fmt::layer()
            .with_target(false)
            .with_ansi(std::io::stderr().is_terminal())
            .with_writer(std::io::stderr)
            .boxed(),
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
    tls::install();
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_endpoint(endpoint)
        .build()
        .map_err(AppError::internal)?;
    Ok(Some(SdkTracerProvider::builder().with_batch_exporter(exporter).build()))
}

/// Makes `span` part of the trace that `traceparent` and `tracestate` name (W3C Trace Context).
/// Nothing happens without an endpoint for traces.
pub fn continue_trace(span: &tracing::Span, headers: &HeaderMap) {
    let parent = TraceContextPropagator::new().extract(&Carrier(headers));
    if let Err(error) = span.set_parent(parent) {
        tracing::trace!(%error, "no trace to continue");
    }
}

struct Carrier<'a>(&'a HeaderMap);

impl Extractor for Carrier<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(actix_web::http::header::HeaderName::as_str).collect()
    }
}

/// Reads the recorder of this process, which is installed at the first call.
pub fn metrics() -> PrometheusHandle {
    static ONE: LazyLock<PrometheusHandle> = LazyLock::new(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another metrics recorder is installed: /metrics stays empty");
        }
        handle
    });
    ONE.clone()
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};
    use opentelemetry::trace::TraceContextExt as _;

    use super::*;

    #[test]
    fn the_trace_of_the_caller_is_continued() {
        let provider = SdkTracerProvider::builder().build();
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
        let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
        let mut headers = HeaderMap::new();
        headers.insert(
            HeaderName::from_static("traceparent"),
            HeaderValue::from_static("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        );
        let span = tracing::info_span!("request");
        continue_trace(&span, &headers);
        let id = span.context().span().span_context().trace_id().to_string();
        assert_eq!(id, "0af7651916cd43dd8448eb211c80319c");
    }
}
