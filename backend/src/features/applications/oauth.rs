//! Access tokens for applications (RFC 6749, 4.4).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

use super::dto::{TokenRequest, TokenView};
use super::entity::{application, secret};
use super::{acting, repo, secrets};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::auth::token::{self, Bearer, Claims};
use crate::features::auth::{lockout, service as auth};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{ApiScope, parse_scopes};

/// The only grant there is.
const GRANT: &str = "client_credentials";

/// The credentials of a client.
struct Credentials {
    client_id: String,
    secret: String,
}

/// The token for a client that shows its secret. `authorization` is the header, where there is one. Who
/// is unknown, shows a wrong secret, was stopped or has ended is refused the same way.
pub async fn token(
    state: &AppState,
    authorization: Option<&str>,
    body: &[u8],
) -> AppResult<TokenView> {
    let request: TokenRequest =
        serde_html_form::from_bytes(body).map_err(|_error: serde_html_form::de::Error| {
            refusal(ErrorCode::OauthInvalidRequest, "invalid_request")
        })?;
    let credentials = credentials(authorization, &request)?;
    if request.grant_type.as_deref() != Some(GRANT) {
        let code = match request.grant_type {
            Some(_) => refusal(ErrorCode::OauthUnsupportedGrantType, "unsupported_grant_type"),
            None => refusal(ErrorCode::OauthInvalidRequest, "invalid_request"),
        };
        return Err(code);
    }
    // Apart from the names of accounts, which are counted in the same table.
    let name_hash = lockout::name_hash(&format!("application:{}", credentials.client_id));
    let now = state.clock.now();
    let found = find(state, &credentials).await?;
    let Some((row, secret)) = found else {
        // Anybody may know a client's name: wrong secrets lock those out who show them, and not the client.
        lockout::check(state.db.reader(), &name_hash, now).await.map_err(busy)?;
        state
            .db
            .write(async |tx: &Tx| {
                lockout::check_again(tx, &name_hash, now).await?;
                auth::fail(state, tx, &name_hash).await
            })
            .await
            .map_err(busy)?;
        return Err(refusal(ErrorCode::OauthInvalidClient, "invalid_client"));
    };
    let scope = narrowed(&row, request.scope.as_deref())?;
    let bearer =
        Bearer { user_id: row.user_id, capacity_id: row.capacity_id, session_id: secret.id };
    // Whoever set it up may have lost the capacity meanwhile.
    let lost = |error: AppError| {
        let is_lost = error.code() == ErrorCode::AuthInvalidToken;
        if is_lost { refusal(ErrorCode::OauthInvalidClient, "invalid_client") } else { error }
    };
    auth::resolve(state, bearer).await.map_err(lost)?;
    let claims = Claims::new(&state.config.auth, bearer, state.ids.next(), now)
        .of_application(row.id, scope.clone());
    state
        .db
        .write(async |tx: &Tx| {
            lockout::forgive(tx, &name_hash).await?;
            let entry = Entry::of(state, AuditAction::ApplicationSignedIn);
            let entry = entry.by_user(row.user_id, Some(row.capacity_id));
            let entry = entry.with("secret_id", secret.id.to_string()).with("scope", scope.clone());
            record(tx, entry.on("application", row.id)).await
        })
        .await?;
    acting::note_use(state, &row, now).await?;
    Ok(TokenView {
        access_token: token::sign(&state.keys, &claims)?,
        token_type: "Bearer",
        expires_in: claims.lifetime(),
        scope,
    })
}

/// A refusal with the members of RFC 6749, 5.2, beside those of a problem.
fn refusal(code: ErrorCode, error: &'static str) -> AppError {
    let description = code.title(crate::platform::lang::Lang::En);
    AppError::from(code).with("error", error).with("error_description", description)
}

/// A lock is no word of the RFC; what a client of its own accord does with others suits it.
fn busy(error: AppError) -> AppError {
    if error.code() == ErrorCode::AuthLocked {
        return error
            .with("error", "temporarily_unavailable")
            .with("error_description", "Too many wrong secrets; try again later");
    }
    error
}

/// By `Authorization: Basic` or in the body, and not both (RFC 6749, 2.3).
fn credentials(authorization: Option<&str>, request: &TokenRequest) -> AppResult<Credentials> {
    let malformed = || refusal(ErrorCode::OauthInvalidRequest, "invalid_request");
    let unknown = || refusal(ErrorCode::OauthInvalidClient, "invalid_client");
    let in_body = request.client_secret.is_some();
    match authorization {
        Some(_) if in_body => Err(malformed()),
        Some(header) => {
            let read = basic(header).ok_or_else(unknown)?;
            let is_another = request.client_id.as_ref().is_some_and(|id| *id != read.client_id);
            if is_another { Err(malformed()) } else { Ok(read) }
        }
        None => match (&request.client_id, &request.client_secret) {
            (Some(client_id), Some(secret)) => {
                Ok(Credentials { client_id: client_id.clone(), secret: secret.clone() })
            }
            (Some(_) | None, None) | (None, Some(_)) => Err(unknown()),
        },
    }
}

/// `Basic` with both parts form-encoded (RFC 6749, 2.3.1).
fn basic(header: &str) -> Option<Credentials> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let bytes = STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (client_id, secret) = text.split_once(':')?;
    Some(Credentials { client_id: decoded(client_id)?, secret: decoded(secret)? })
}

/// A part as it was before it was form-encoded.
fn decoded(part: &str) -> Option<String> {
    if part.contains(['&', '=']) {
        return Some(part.to_owned());
    }
    let pairs: Vec<(String, String)> = serde_html_form::from_str(&format!("part={part}")).ok()?;
    pairs.into_iter().next().map(|(_, value)| value)
}

/// The application and the secret of these credentials, where it may act. An unknown client is compared
/// with a secret, too: with one nobody has.
async fn find(
    state: &AppState,
    credentials: &Credentials,
) -> AppResult<Option<(application::Model, secret::Model)>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let row = repo::find_by_client(db, &credentials.client_id).await?;
    let id = row.as_ref().map_or_else(Uuid::nil, |row| row.id);
    let shown = secrets::hash(&credentials.secret);
    let live = repo::live_secrets(db, id, now).await?;
    let same = live.into_iter().find(|secret| secrets::is_same(&secret.secret_hash, &shown));
    Ok(row.filter(|row| acting::is_live(row, now)).zip(same))
}

/// The scopes of the token: those asked for where all are granted, all unless any are asked for.
fn narrowed(row: &application::Model, asked: Option<&str>) -> AppResult<String> {
    let wrong = || refusal(ErrorCode::OauthInvalidScope, "invalid_scope");
    let granted = acting::limits_of(row).scopes;
    let wanted = match asked {
        Some(text) => parse_scopes(text).map_err(|_word: String| wrong())?,
        None => granted.clone(),
    };
    if wanted.is_empty() || !wanted.is_subset(&granted) {
        return Err(wrong());
    }
    let words: Vec<_> = wanted.into_iter().map(ApiScope::as_str).collect();
    Ok(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn basic_credentials_are_form_encoded() {
        let read = basic(&header("zza_1:zzs_a%2Bb")).expect("credentials");
        assert_eq!((read.client_id.as_str(), read.secret.as_str()), ("zza_1", "zzs_a+b"));
        let plain = basic(&header("a:b")).expect("credentials");
        assert_eq!(plain.secret, "b");
        for wrong in ["Bearer x", "Basic", "Basic !", &header("no colon")] {
            assert!(basic(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn credentials_come_one_way() {
        let both = TokenRequest { client_secret: Some("b".to_owned()), ..TokenRequest::default() };
        let refused = credentials(Some(&header("a:b")), &both).map(|_| ()).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::OauthInvalidRequest);
        let none = credentials(None, &TokenRequest::default()).map(|_| ()).unwrap_err();
        assert_eq!(none.code(), ErrorCode::OauthInvalidClient);
    }
}
