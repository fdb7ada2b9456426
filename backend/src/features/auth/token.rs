//! Access tokens: JWT (RFC 7519), signed with Ed25519 (RFC 8037) and with nothing else.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::keys::TokenKeys;
use crate::config::AuthConfig;
use crate::platform::error::{AppError, AppResult, ErrorCode};

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who issued it.
    pub iss: String,
    /// Whom it is for.
    pub aud: String,
    /// The account.
    pub sub: Uuid,
    /// The capacity acted in.
    pub cap: Uuid,
    /// Names this token.
    pub jti: Uuid,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// From when it is no longer accepted.
    pub exp: i64,
}

impl Claims {
    /// A token for `user_id` acting in `capacity_id`, from `now` on.
    pub fn new(
        config: &AuthConfig,
        user_id: Uuid,
        capacity_id: Uuid,
        jti: Uuid,
        now: DateTime<Utc>,
    ) -> Self {
        let until = now + TimeDelta::minutes(config.access_minutes);
        Self {
            iss: config.issuer.clone(),
            aud: config.audience.clone(),
            sub: user_id,
            cap: capacity_id,
            jti,
            iat: now.timestamp(),
            exp: until.timestamp(),
        }
    }

    /// Seconds the token is accepted for.
    pub fn lifetime(&self) -> i64 {
        self.exp - self.iat
    }
}

/// Signs `claims` with the newest key.
pub fn sign(keys: &TokenKeys, claims: &Claims) -> AppResult<String> {
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(keys.kid().to_owned());
    jsonwebtoken::encode(&header, claims, keys.signing()).map_err(AppError::internal)
}

/// Checks signature, algorithm, issuer, audience and, by the injected clock, the expiry: without
/// leeway, because the clock that issued it is ours.
pub fn verify(
    keys: &TokenKeys,
    config: &AuthConfig,
    token: &str,
    now: DateTime<Utc>,
) -> AppResult<Claims> {
    let invalid = |_: jsonwebtoken::errors::Error| AppError::from(ErrorCode::AuthInvalidToken);
    let header = jsonwebtoken::decode_header(token).map_err(invalid)?;
    let key = header.kid.as_deref().and_then(|kid| keys.verifying(kid));
    let key = key.ok_or(ErrorCode::AuthInvalidToken)?;
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_audience(&[&config.audience]);
    rules.set_issuer(&[&config.issuer]);
    rules.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    // It would ask the machine's clock.
    rules.validate_exp = false;
    let claims = jsonwebtoken::decode::<Claims>(token, key, &rules).map_err(invalid)?.claims;
    if claims.exp <= now.timestamp() {
        return Err(ErrorCode::AuthExpiredToken.into());
    }
    Ok(claims)
}
