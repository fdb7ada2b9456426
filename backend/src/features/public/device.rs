//! Which device a citizen used, as a pseudonym: enough to see that many answers came from one, and
//! nothing that leads back to anybody without the key of this installation.

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;
use uuid::Uuid;

use crate::app::AppState;
use crate::config::is_within;
use crate::platform::error::AppResult;
use crate::platform::http::rate_limit;

/// A device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// 32 hexadecimal digits.
    pub(super) name: String,
    /// The same of its address alone, which is harder to change than what a browser says of itself.
    pub(super) network: String,
    /// Whether it stands in a network of the offices.
    pub(super) is_office: bool,
}

impl Device {
    /// The one a request came from.
    pub(super) fn of(state: &AppState, request: &HttpRequest) -> AppResult<Self> {
        let address = rate_limit::address(request, state.config.server.trust_forwarded);
        let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
        let seen = format!("{address} {}", agent.unwrap_or_default());
        let is_office = is_within(&state.config.public.office_networks, address);
        let network = state.keys.pseudonym(&format!("network {address}"))?;
        Ok(Self { name: state.keys.pseudonym(&seen)?, network, is_office })
    }

    /// The name of the one somebody of the offices signs in from, as that of a citizen; none where it
    /// says nothing of itself, for then everybody at the address would be one.
    pub fn of_staff(state: &AppState, request: &HttpRequest) -> AppResult<Option<String>> {
        let says = request.headers().get(USER_AGENT).is_some_and(|agent| !agent.is_empty());
        if says { Ok(Some(Self::of(state, request)?.name)) } else { Ok(None) }
    }

    /// Whose idempotency keys they are.
    pub(super) fn caller(&self) -> Uuid {
        Uuid::try_parse(&self.name).unwrap_or_default()
    }
}
