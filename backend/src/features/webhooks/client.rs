//! The way out: a client that looks at every address behind a name before it connects, follows no
//! redirect, uses no proxy, and reads little of an answer.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, USER_AGENT};
use reqwest::{Certificate, Client, Response, Url, redirect};
use tokio::time::Instant;
use uuid::Uuid;

use super::WebhookAttemptError;
use super::address::Guard;
use super::target;
use crate::config::WebhooksConfig;
use crate::platform::error::{AppError, AppResult};
use crate::platform::tls;

/// What is read of an answer, in bytes; what it says is not kept.
const MOST_RESPONSE: usize = 64 * 1024;

/// A message as it leaves.
#[derive(Debug, Clone)]
pub struct Message {
    /// Where to.
    pub url: Url,
    /// `webhook-id`: the same however often it is sent.
    pub id: String,
    /// `webhook-timestamp`.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signature: String,
    /// The media type of the body.
    pub media_type: &'static str,
    /// The body.
    pub body: String,
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempted {
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// Why it failed; none when the receiver took it.
    pub error: Option<WebhookAttemptError>,
    /// How long it took.
    pub duration_ms: i64,
    /// How much was answered, as far as it was read.
    pub response_bytes: Option<i64>,
}

/// The clients of this server, made when they are first needed.
#[derive(Debug)]
pub struct Clients {
    guard: Guard,
    config: WebhooksConfig,
    tls: OnceLock<Client>,
    plain: OnceLock<Client>,
    /// The last webhook that had a turn.
    last: Mutex<Uuid>,
}

impl Attempted {
    /// Nothing could be sent at all.
    pub(super) fn none() -> Self {
        failed(Instant::now(), WebhookAttemptError::Connection)
    }
}

impl Clients {
    /// By the settings.
    pub fn of(config: &WebhooksConfig) -> Self {
        Self {
            guard: Guard::of(&config.allow_networks),
            config: config.clone(),
            tls: OnceLock::new(),
            plain: OnceLock::new(),
            last: Mutex::new(Uuid::nil()),
        }
    }

    /// The last webhook that had a turn here; nil before the first.
    pub(super) fn last(&self) -> Uuid {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From which webhook the next round goes on.
    pub(super) fn went_to(&self, id: Uuid) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = id;
    }

    /// Which addresses may be reached.
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Sends it once. What is wrong with our own settings is a failed attempt, too: it is tried again
    /// later and told, and holds up nobody else.
    pub async fn send(&self, message: Message) -> Attempted {
        let is_plain_http = message.url.scheme() == "http";
        let begun = Instant::now();
        let refused = target::literal(&message.url)
            .is_some_and(|address| !self.guard.allows(address, is_plain_http));
        if refused {
            return failed(begun, WebhookAttemptError::AddressRefused);
        }
        let client = match self.client(is_plain_http) {
            Ok(client) => client,
            Err(error) => {
                tracing::error!(%error, "no way out for webhooks; look at webhooks.ca_file");
                return failed(begun, WebhookAttemptError::Connection);
            }
        };
        let request = client
            .post(message.url)
            .header(USER_AGENT, concat!("zongzhi-webhooks/", env!("CARGO_PKG_VERSION")))
            .header(CONTENT_TYPE, message.media_type)
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.timestamp)
            .header("webhook-signature", message.signature)
            .body(message.body);
        match request.send().await {
            Ok(response) => answered(begun, response).await,
            Err(error) => failed(begun, reason(&error)),
        }
    }

    fn client(&self, is_plain_http: bool) -> AppResult<&Client> {
        let kept = if is_plain_http { &self.plain } else { &self.tls };
        if let Some(client) = kept.get() {
            return Ok(client);
        }
        let client = self.build(is_plain_http)?;
        Ok(kept.get_or_init(|| client))
    }

    fn build(&self, is_plain_http: bool) -> AppResult<Client> {
        tls::install();
        let resolver = Guarded { guard: self.guard.clone(), is_plain_http };
        let timeout = Duration::from_secs(self.config.timeout_seconds);
        let client = Client::builder()
            .dns_resolver(Arc::new(resolver))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .https_only(!is_plain_http)
            .timeout(timeout)
            .connect_timeout(timeout)
            .pool_idle_timeout(Duration::from_secs(30));
        let client = match (is_plain_http, self.config.ca_file.as_str()) {
            // It never speaks TLS: no roots are looked for, which a small machine may not have.
            (true, _) => client.tls_certs_only([]),
            (false, "") => client,
            (false, file) => {
                let pem = std::fs::read(file).map_err(AppError::internal)?;
                let roots = Certificate::from_pem_bundle(&pem).map_err(AppError::internal)?;
                client.tls_certs_merge(roots)
            }
        };
        client.build().map_err(AppError::internal)
    }
}

async fn answered(begun: Instant, mut response: Response) -> Attempted {
    let status = response.status();
    let (mut read, mut broke_off) = (0_usize, None);
    while read < MOST_RESPONSE {
        match response.chunk().await {
            Ok(Some(chunk)) => read += chunk.len(),
            Ok(None) => break,
            Err(error) => {
                broke_off = Some(if error.is_timeout() {
                    WebhookAttemptError::Timeout
                } else {
                    WebhookAttemptError::Broken
                });
                break;
            }
        }
    }
    let error = if status.is_success() {
        // The receiver took it: how its answer ended does not matter.
        None
    } else if status.as_u16() == 410 {
        Some(WebhookAttemptError::Gone)
    } else if status.is_redirection() {
        Some(WebhookAttemptError::Redirected)
    } else {
        broke_off.or(Some(WebhookAttemptError::Status))
    };
    Attempted {
        status: Some(status.as_u16()),
        error,
        duration_ms: millis(begun),
        response_bytes: i64::try_from(read).ok(),
    }
}

fn failed(begun: Instant, error: WebhookAttemptError) -> Attempted {
    Attempted { status: None, error: Some(error), duration_ms: millis(begun), response_bytes: None }
}

fn millis(begun: Instant) -> i64 {
    i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX)
}

fn reason(error: &reqwest::Error) -> WebhookAttemptError {
    let mut inner: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = inner {
        if let Some(refused) = cause.downcast_ref::<Unresolved>() {
            return match refused {
                Unresolved::Unknown => WebhookAttemptError::NameUnknown,
                Unresolved::Refused => WebhookAttemptError::AddressRefused,
            };
        }
        inner = cause.source();
    }
    if error.is_timeout() {
        WebhookAttemptError::Timeout
    } else if error.is_connect() {
        WebhookAttemptError::Connection
    } else {
        WebhookAttemptError::Broken
    }
}

/// Why a name gives no address to connect to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Unresolved {
    #[error("the name is not known")]
    Unknown,
    #[error("events do not go to its addresses")]
    Refused,
}

/// Resolves names, and answers only what may be reached. What it answers is what is connected to: a
/// name that resolves to something else a moment later changes nothing (DNS rebinding).
struct Guarded {
    guard: Guard,
    is_plain_http: bool,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(addresses(self.guard.clone(), self.is_plain_http, name))
    }
}

async fn addresses(
    guard: Guard,
    is_plain_http: bool,
    name: Name,
) -> Result<Addrs, Box<dyn Error + Send + Sync>> {
    let found = tokio::net::lookup_host((name.as_str(), 0)).await;
    let found: Vec<SocketAddr> = found.ok().ok_or(Unresolved::Unknown)?.collect();
    if found.is_empty() {
        return Err(Unresolved::Unknown.into());
    }
    // One address that may not be reached spoils the name: it is not ours to choose among them.
    if !found.iter().all(|address| guard.allows(address.ip(), is_plain_http)) {
        return Err(Unresolved::Refused.into());
    }
    Ok(Box::new(found.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn resolved(name: &str, networks: &[&str], is_plain_http: bool) -> Result<(), String> {
        let networks: Vec<_> = networks.iter().map(|text| (*text).to_owned()).collect();
        let guarded = Guarded { guard: Guard::of(&networks), is_plain_http };
        let found = guarded.resolve(name.parse().unwrap()).await;
        found.map(|_| ()).map_err(|error| error.to_string())
    }

    #[actix_web::test]
    async fn a_name_of_this_machine_is_refused_unless_its_network_is_named() {
        let refused = Err("events do not go to its addresses".to_owned());
        assert_eq!(resolved("localhost", &[], false).await, refused);
        assert_eq!(resolved("localhost", &["10.8.0.0/16"], true).await, refused);
        assert_eq!(resolved("localhost", &["127.0.0.0/8", "::1"], true).await, Ok(()));
    }
}
