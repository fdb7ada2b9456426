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
    /// The session, with which the token ends: a family of refresh tokens.
    pub sid: Uuid,
    /// Names this token.
    pub jti: Uuid,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// From when it is no longer accepted.
    pub exp: i64,
    /// The application that acts in the capacity; none in the token of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<Uuid>,
    /// What it may do with this token (RFC 6749, 3.3), at most what it may at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// Whom an access token speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bearer {
    /// The account.
    pub user_id: Uuid,
    /// The capacity acted in.
    pub capacity_id: Uuid,
    /// The session the token ends with.
    pub session_id: Uuid,
}

impl Claims {
    /// A token for `bearer`, from `now` on.
    pub fn new(config: &AuthConfig, bearer: Bearer, jti: Uuid, now: DateTime<Utc>) -> Self {
        let until = now + TimeDelta::minutes(config.access_minutes);
        Self {
            iss: config.issuer.clone(),
            aud: config.audience.clone(),
            sub: bearer.user_id,
            cap: bearer.capacity_id,
            sid: bearer.session_id,
            jti,
            iat: now.timestamp(),
            exp: until.timestamp(),
            app: None,
            scope: None,
        }
    }

    /// The same for an application, which acts as `bearer` with some of its scopes. It ends with the
    /// secret it was got by, which stands for the session.
    #[must_use]
    pub fn of_application(self, application_id: Uuid, scope: String) -> Self {
        Self { app: Some(application_id), scope: Some(scope), ..self }
    }

    /// Whom it speaks for.
    pub const fn bearer(&self) -> Bearer {
        Bearer { user_id: self.sub, capacity_id: self.cap, session_id: self.sid }
    }

    /// Seconds the token is accepted for.
    pub fn lifetime(&self) -> i64 {
        self.exp - self.iat
    }
}

/// Signs `claims` with the newest key.
pub fn sign(keys: &TokenKeys, claims: &Claims) -> AppResult<String> {
    sign_claims(keys, claims)
}

/// The same for what is no access token: claims with an audience of their own.
pub fn sign_claims<T: Serialize>(keys: &TokenKeys, claims: &T) -> AppResult<String> {
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

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use chrono::TimeZone as _;
    use jsonwebtoken::EncodingKey;
    use serde_json::{Value, json};

    use super::*;
    use crate::config::Config;

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap()
    }

    fn keys() -> TokenKeys {
        TokenKeys::from_seed([7; 32]).unwrap()
    }

    fn config() -> AuthConfig {
        Config::defaults().unwrap().auth
    }

    fn claims() -> Claims {
        let [user_id, capacity_id, session_id, jti] = [1, 2, 3, 4].map(Uuid::from_u128);
        Claims::new(&config(), Bearer { user_id, capacity_id, session_id }, jti, now())
    }

    fn refusal(token: &str, at: DateTime<Utc>) -> ErrorCode {
        verify(&keys(), &config(), token, at).unwrap_err().code()
    }

    fn encoded(part: &Value) -> String {
        URL_SAFE_NO_PAD.encode(part.to_string())
    }

    #[test]
    fn a_token_says_what_it_was_given_until_the_second_it_expires() {
        let token = sign(&keys(), &claims()).unwrap();
        assert_eq!(verify(&keys(), &config(), &token, now()).unwrap(), claims());
        let last = now() + TimeDelta::seconds(claims().lifetime() - 1);
        assert!(verify(&keys(), &config(), &token, last).is_ok());
        assert_eq!(refusal(&token, last + TimeDelta::seconds(1)), ErrorCode::AuthExpiredToken);
    }

    #[test]
    fn a_token_without_a_signature_is_refused() {
        let header = json!({ "alg": "none", "typ": "JWT", "kid": keys().kid() });
        let claims = serde_json::to_value(claims()).unwrap();
        let head = format!("{}.{}", encoded(&header), encoded(&claims));
        for token in [format!("{head}."), head.clone(), format!("{head}.AAAA")] {
            assert_eq!(refusal(&token, now()), ErrorCode::AuthInvalidToken);
        }
        // The signature of another token does not fit either.
        let signed = sign(&keys(), &self::claims()).unwrap();
        let signature = signed.rsplit('.').next().unwrap();
        assert_eq!(refusal(&format!("{head}.{signature}"), now()), ErrorCode::AuthInvalidToken);
    }

    #[test]
    fn the_public_key_is_no_shared_secret() {
        let public = keys().public().keys[0].clone();
        let secrets = [URL_SAFE_NO_PAD.decode(&public.x).unwrap(), public.x.clone().into_bytes()];
        for secret in secrets {
            for algorithm in [Algorithm::HS256, Algorithm::HS512] {
                let mut header = Header::new(algorithm);
                header.kid = Some(keys().kid().to_owned());
                let key = EncodingKey::from_secret(&secret);
                let token = jsonwebtoken::encode(&header, &claims(), &key).unwrap();
                assert_eq!(refusal(&token, now()), ErrorCode::AuthInvalidToken);
            }
        }
    }

    #[test]
    fn a_token_for_or_from_somebody_else_is_refused() {
        let elsewhere = Claims { aud: "elsewhere".to_owned(), ..claims() };
        let stranger = Claims { iss: "stranger".to_owned(), ..claims() };
        for claims in [elsewhere, stranger] {
            let token = sign(&keys(), &claims).unwrap();
            assert_eq!(refusal(&token, now()), ErrorCode::AuthInvalidToken);
        }
        let theirs = sign(&TokenKeys::from_seed([8; 32]).unwrap(), &claims()).unwrap();
        assert_eq!(refusal(&theirs, now()), ErrorCode::AuthInvalidToken);
        for rubbish in ["", ".", "..", "a.b.c", "Bearer", "\u{7efc}.\u{6cbb}."] {
            assert_eq!(refusal(rubbish, now()), ErrorCode::AuthInvalidToken);
        }
    }

    #[test]
    fn changed_claims_break_the_signature() {
        let token = sign(&keys(), &claims()).unwrap();
        let parts: Vec<_> = token.split('.').collect();
        let other = Claims { cap: Uuid::from_u128(9), ..claims() };
        let other = encoded(&serde_json::to_value(other).unwrap());
        let forged = format!("{}.{other}.{}", parts[0], parts[2]);
        assert_eq!(refusal(&forged, now()), ErrorCode::AuthInvalidToken);
    }
}
