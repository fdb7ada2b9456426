//! The ticket a look is opened with: a JWT (RFC 7519) signed with the key that signs access tokens, whose
//! public half stands at `/.well-known/jwks.json`, for an audience of its own. The platform checks it by
//! itself; here it opens nothing.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::app::AppState;
use crate::features::auth::token;
use crate::platform::error::AppResult;

/// What the ticket says: who may look through which device until when, and under which line of the log.
#[derive(Debug, Serialize)]
struct LookClaims<'a> {
    iss: &'a str,
    aud: &'a str,
    /// The account; no name.
    sub: Uuid,
    /// The look in the log.
    jti: Uuid,
    /// The device, by its code of GB/T 28181.
    device: &'a str,
    iat: i64,
    exp: i64,
}

/// The address of the player with a ticket; none where no player is configured.
pub fn address(
    state: &AppState,
    user_id: Uuid,
    look_id: Uuid,
    national_code: &str,
    (at, until): (DateTime<Utc>, DateTime<Utc>),
) -> AppResult<Option<String>> {
    let settings = &state.config.devices;
    if settings.player_url.is_empty() {
        return Ok(None);
    }
    let claims = LookClaims {
        iss: &state.config.auth.issuer,
        aud: &settings.audience,
        sub: user_id,
        jti: look_id,
        device: national_code,
        iat: at.timestamp(),
        exp: until.timestamp(),
    };
    let ticket = token::sign_claims(&state.keys, &claims)?;
    let url = settings.player_url.replace("{device}", national_code).replace("{ticket}", &ticket);
    Ok(Some(url))
}
