//! Rate limits: one bucket per kind of action and caller, told in the headers of every answer of
//! the API (draft-ietf-httpapi-ratelimit-headers-10).
//!
//! They stop a client that runs away, not people at work. Each server counts for itself.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest, web};
use chrono::{DateTime, Utc};
use governor::clock::Clock as _;
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use uuid::Uuid;

use crate::config::RateLimitsConfig;
use crate::platform::clock::Clock;
use crate::platform::error::{AppError, ErrorCode, respond};

/// Whose bucket a request is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Caller {
    /// A signed-in account.
    User(Uuid),
    /// An application: apart from its creator's bucket.
    Application(Uuid),
    /// Anybody else, by address.
    Address(IpAddr),
}

/// What is limited separately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Everything that checks a password or a code; always by address.
    SignIn,
    /// What changes nothing.
    Read,
    /// Every other change.
    Write,
    /// What citizens send without an account; always by address.
    Public,
}

impl Kind {
    /// The word in the headers and in the settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Read => "read",
            Self::Write => "write",
            Self::Public => "public",
        }
    }

    /// None for what is not part of the API.
    pub fn of(request: &ServiceRequest) -> Option<Self> {
        let path = request.path().strip_prefix("/api/v1/")?;
        let checks_a_secret = ["auth/login", "auth/password", "auth/otp", "oauth/token"];
        if request.method().is_safe() {
            Some(Self::Read)
        } else if checks_a_secret.iter().any(|start| path.starts_with(start)) {
            Some(Self::SignIn)
        } else if path.starts_with("public/") {
            Some(Self::Public)
        } else {
            Some(Self::Write)
        }
    }
}

/// The injected clock, as the buckets want it: never backwards. A server's clock may be set back,
/// and nobody shall wait until it has caught up.
#[derive(Clone)]
struct Ticks {
    clock: Arc<dyn Clock>,
    seen: Arc<Mutex<Seen>>,
}

/// The last look at the clock, and the steps forward so far.
#[derive(Default)]
struct Seen {
    at: DateTime<Utc>,
    passed: Duration,
}

impl Ticks {
    fn of(clock: &Arc<dyn Clock>) -> Self {
        Self { clock: Arc::clone(clock), seen: Arc::default() }
    }
}

impl governor::clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        // A step backwards is no Duration.
        let step = (now - seen.at).to_std().unwrap_or_default();
        seen.at = now;
        seen.passed += step;
        seen.passed
    }
}

type Limiter = RateLimiter<Caller, DashMapStateStore<Caller>, Ticks, StateInformationMiddleware>;

/// The buckets of one kind.
struct Buckets {
    kind: Kind,
    quota: u32,
    limiter: Limiter,
}

/// The buckets of every kind that is limited.
pub struct RateLimits {
    buckets: RwLock<Vec<Buckets>>,
    clock: Ticks,
    trust_forwarded: bool,
}

/// Where a caller stands, for the headers of the answer.
#[derive(Debug, Clone, Copy)]
struct Standing {
    kind: Kind,
    quota: u32,
    remaining: u32,
    /// Seconds until there is more.
    reset: u64,
}

/// All quotas are for a minute, and may be used up in one burst.
const WINDOW_SECONDS: u32 = 60;

impl RateLimits {
    /// The limits of the settings; a quota of 0 is no limit. `trust_forwarded`: whether headers
    /// may name the address of a caller.
    pub fn new(config: &RateLimitsConfig, trust_forwarded: bool, clock: &Arc<dyn Clock>) -> Self {
        let limits = Self { buckets: RwLock::default(), clock: Ticks::of(clock), trust_forwarded };
        limits.set(config);
        limits
    }

    /// Other quotas from now on. What a caller has used of a quota that stays is not forgotten.
    pub fn set(&self, config: &RateLimitsConfig) {
        let quotas = [
            (Kind::SignIn, config.sign_in_per_minute),
            (Kind::Read, config.read_per_minute),
            (Kind::Write, config.write_per_minute),
            (Kind::Public, config.public_per_minute),
        ];
        let mut held = self.buckets.write().unwrap_or_else(PoisonError::into_inner);
        let mut before = std::mem::take(&mut *held);
        for (kind, quota) in quotas {
            let same = before.iter().position(|one| one.kind == kind && one.quota == quota);
            let buckets = match same {
                Some(at) => Some(before.swap_remove(at)),
                None => self.filled(kind, quota),
            };
            held.extend(buckets);
        }
    }

    /// Full buckets; none where there is no limit.
    fn filled(&self, kind: Kind, quota: u32) -> Option<Buckets> {
        let per_minute = Quota::per_minute(NonZeroU32::new(quota)?);
        let limiter = RateLimiter::dashmap_with_clock(per_minute, self.clock.clone())
            .with_middleware::<StateInformationMiddleware>();
        Some(Buckets { kind, quota, limiter })
    }

    /// Forgets the callers whose buckets are full again; the job runner calls it.
    pub fn forget_idle(&self) {
        for buckets in self.buckets.read().unwrap_or_else(PoisonError::into_inner).iter() {
            buckets.limiter.retain_recent();
        }
    }

    /// Counts a request; the seconds to wait when it is one too many.
    fn count(&self, kind: Kind, caller: Caller) -> Option<(Standing, Option<u64>)> {
        let held = self.buckets.read().unwrap_or_else(PoisonError::into_inner);
        let buckets = held.iter().find(|buckets| buckets.kind == kind)?;
        let standing = |remaining, reset| Standing { kind, quota: buckets.quota, remaining, reset };
        Some(match buckets.limiter.check_key(&caller) {
            Ok(state) => {
                let remaining = state.remaining_burst_capacity();
                let used = u64::from(buckets.quota.saturating_sub(remaining));
                let full_in = used * u64::from(WINDOW_SECONDS) / u64::from(buckets.quota);
                (standing(remaining, full_in.max(1)), None)
            }
            Err(not_until) => {
                let wait = not_until.wait_time_from(self.clock.now()).as_secs() + 1;
                (standing(0, wait), Some(wait))
            }
        })
    }
}

/// Middleware: counts the request in its caller's bucket and refuses with 429 when it is empty.
pub async fn middleware(
    limits: web::Data<RateLimits>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let counted = Kind::of(&request)
        .and_then(|kind| limits.count(kind, caller(&request, kind, limits.trust_forwarded)));
    let Some((standing, wait)) = counted else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    request.extensions_mut().insert(standing);
    if let Some(wait) = wait {
        let error = AppError::from(ErrorCode::RequestRateLimited).retry_after(wait);
        let response = respond(&error, request.request());
        return Ok(request.into_response(response));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

fn caller(request: &ServiceRequest, kind: Kind, trust_forwarded: bool) -> Caller {
    let known = request.extensions().get::<Caller>().copied();
    if let Some(known) = known.filter(|_| ![Kind::SignIn, Kind::Public].contains(&kind)) {
        return known;
    }
    Caller::Address(address(request.request(), trust_forwarded))
}

/// The address a request came from. `trust_forwarded`: whether headers may name it.
pub fn address(request: &HttpRequest, trust_forwarded: bool) -> IpAddr {
    let peer = request.peer_addr().map(|address| address.ip());
    let forwarded = || request.connection_info().realip_remote_addr()?.parse().ok();
    let address = if trust_forwarded { forwarded().or(peer) } else { peer };
    address.unwrap_or(IpAddr::from([0, 0, 0, 0]))
}

/// Writes where the caller of `request` stands.
pub(super) fn write_headers(request: &HttpRequest, headers: &mut HeaderMap) {
    let Some(standing) = request.extensions().get::<Standing>().copied() else { return };
    let Standing { kind, quota, remaining, reset } = standing;
    let name = kind.as_str();
    let lines = [
        ("ratelimit-policy", format!("\"{name}\";q={quota};w={WINDOW_SECONDS}")),
        ("ratelimit", format!("\"{name}\";r={remaining};t={reset}")),
    ];
    for (header, line) in lines {
        if let Ok(value) = HeaderValue::try_from(line) {
            headers.insert(HeaderName::from_static(header), value);
        }
    }
}
