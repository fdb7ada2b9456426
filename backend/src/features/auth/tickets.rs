//! Tickets: links that open one thing for one person for a few minutes, where a browser cannot send
//! an access token along. Signed like access tokens, and never taken for one.
//!
//! A ticket is good for its owner's access token, or for the browser it was given to, which is known
//! by a cookie.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::identify::Presented;
use super::keys::TokenKeys;
use super::service::{self, SignedIn};
use super::token::Bearer;
use crate::app::AppState;
use crate::platform::error::{AppError, AppResult, ErrorCode};

/// Whom tickets are for, so that nothing else takes one.
const AUDIENCE: &str = "zongzhi:tickets";

/// Name of the cookie that knows the browser.
pub const COOKIE: &str = "zongzhi_tickets";

/// What a ticket opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// The content of an attachment, shown where a browser can.
    Content,
    /// The content of an attachment, to be saved.
    Download,
    /// A dossier as one archive.
    Dossier,
    /// The archive of an export.
    Export,
}

/// What a ticket says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    aud: String,
    sub: Uuid,
    cap: Uuid,
    sid: Uuid,
    exp: i64,
    /// What it opens.
    pub opens: Opens,
    /// Which.
    pub object_id: Uuid,
    /// SHA-256 of the cookie.
    browser: String,
}

impl Ticket {
    /// A ticket for `bearer` and the browser with `cookie`, for so many minutes from `now` on.
    pub fn new(
        bearer: Bearer,
        cookie: &str,
        (opens, object_id): (Opens, Uuid),
        minutes: i64,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            aud: AUDIENCE.to_owned(),
            sub: bearer.user_id,
            cap: bearer.capacity_id,
            sid: bearer.session_id,
            exp: (now + TimeDelta::minutes(minutes)).timestamp(),
            opens,
            object_id,
            browser: hash(cookie),
        }
    }

    /// The signed text.
    pub fn sign(&self, keys: &TokenKeys) -> AppResult<String> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(keys.kid().to_owned());
        jsonwebtoken::encode(&header, self, keys.signing()).map_err(AppError::internal)
    }

    /// Reads a ticket that is ours and not over.
    pub fn read(keys: &TokenKeys, text: &str, now: DateTime<Utc>) -> AppResult<Self> {
        let invalid =
            |_: jsonwebtoken::errors::Error| AppError::from(ErrorCode::AttachmentTicketInvalid);
        let header = jsonwebtoken::decode_header(text).map_err(invalid)?;
        let key = header.kid.as_deref().and_then(|kid| keys.verifying(kid));
        let key = key.ok_or(ErrorCode::AttachmentTicketInvalid)?;
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["aud", "sub", "exp"]);
        // It would ask the machine's clock.
        rules.validate_exp = false;
        let ticket = jsonwebtoken::decode::<Self>(text, key, &rules).map_err(invalid)?.claims;
        if ticket.exp <= now.timestamp() {
            return Err(ErrorCode::AttachmentTicketExpired.into());
        }
        Ok(ticket)
    }

    /// A ticket, and who uses it: its owner, by access token or by the browser it was given to.
    /// Whoever has signed out, or lost the capacity, has no ticket any more.
    pub async fn redeem(
        text: &str,
        state: &AppState,
        presented: Option<&Presented>,
        cookie: Option<&str>,
    ) -> AppResult<(Self, SignedIn)> {
        let claims = presented.and_then(|Presented(claims)| claims.as_ref().ok());
        // Its owner's application is somebody else, with fewer rights.
        if claims.is_some_and(|claims| claims.app.is_some()) {
            return Err(ErrorCode::AuthPeopleOnly.into());
        }
        if claims.is_none() && cookie.is_none() {
            return Err(ErrorCode::AuthRequired.into());
        }
        let ticket = Self::read(&state.keys, text, state.clock.now()).map_err(|refusal| {
            // A browser is known by its ticket alone: without one it is nobody.
            let is_nobody =
                claims.is_none() && refusal.code() == ErrorCode::AttachmentTicketInvalid;
            if is_nobody { ErrorCode::AuthRequired.into() } else { refusal }
        })?;
        match claims {
            Some(claims) if claims.sub != ticket.sub => {
                return Err(ErrorCode::AttachmentTicketInvalid.into());
            }
            Some(_) => {}
            None if cookie.is_some_and(|cookie| hash(cookie) == ticket.browser) => {}
            None => return Err(ErrorCode::AuthRequired.into()),
        }
        let bearer =
            Bearer { user_id: ticket.sub, capacity_id: ticket.cap, session_id: ticket.sid };
        let signed_in = service::resolve(state, bearer).await?;
        Ok((ticket, signed_in))
    }
}

fn hash(cookie: &str) -> String {
    hex::encode(Sha256::digest(cookie.as_bytes()))
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;
    use crate::config::Config;
    use crate::features::auth::token::{self, Claims};

    #[test]
    fn a_ticket_is_no_access_token_and_no_access_token_a_ticket() {
        let keys = TokenKeys::from_seed([7; 32]).unwrap();
        let now = Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap();
        let [user_id, capacity_id, session_id, id] = [1, 2, 3, 4].map(Uuid::from_u128);
        let bearer = Bearer { user_id, capacity_id, session_id };
        let ticket = Ticket::new(bearer, "browser", (Opens::Content, id), 5, now);
        let signed = ticket.sign(&keys).unwrap();
        assert_eq!(Ticket::read(&keys, &signed, now).unwrap(), ticket);
        let later = now + TimeDelta::minutes(5);
        let refusal = |text: &str, at| Ticket::read(&keys, text, at).unwrap_err().code();
        assert_eq!(refusal(&signed, later), ErrorCode::AttachmentTicketExpired);
        assert_eq!(refusal("x.y.z", now), ErrorCode::AttachmentTicketInvalid);
        let config = Config::defaults().unwrap().auth;
        assert!(token::verify(&keys, &config, &signed, now).is_err());
        let access = token::sign(&keys, &Claims::new(&config, bearer, id, now)).unwrap();
        assert_eq!(refusal(&access, now), ErrorCode::AttachmentTicketInvalid);
    }
}
