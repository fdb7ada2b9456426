//! Who an application is, asked with every request of one.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::entity::{application, secret};
use super::repo;
use super::state::ApplicationState;
use crate::app::AppState;
use crate::features::auth::service::{self as auth, SignedIn};
use crate::features::auth::token::Claims;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{ApiScope, Limits, parse_scopes};

/// How long a use is not noted again, in seconds.
const NOTED_SECONDS: i64 = 60;

/// Who the application of `claims` is, in an operation that `opened` opens. 401 when it was stopped, has
/// ended, its secret was revoked, or whoever set it up has lost the capacity; 403 when the scope is not
/// among those of the token. Nothing of it is kept in memory: what stops an application stops it at once,
/// on every server.
pub async fn resolve(state: &AppState, claims: &Claims, opened: ApiScope) -> AppResult<SignedIn> {
    let now = state.clock.now();
    let id = claims.app.ok_or(ErrorCode::AuthInvalidToken)?;
    let found = repo::find_acting(state.db.reader(), id, claims.sid).await?;
    let (row, secret) = found.ok_or(ErrorCode::AuthInvalidToken)?;
    if !is_live(&row, now) || !is_usable(&secret, now) {
        return Err(ErrorCode::AuthInvalidToken.into());
    }
    let bearer = claims.bearer();
    if (bearer.user_id, bearer.capacity_id) != (row.user_id, row.capacity_id) {
        return Err(ErrorCode::AuthInvalidToken.into());
    }
    let mut signed_in = auth::resolve(state, bearer).await?;
    // Nobody stands in for somebody else's machines.
    if signed_in.actor.on_behalf_of.is_some() {
        return Err(ErrorCode::AuthInvalidToken.into());
    }
    let asked = parse_scopes(claims.scope.as_deref().unwrap_or_default()).unwrap_or_default();
    let mut limits = limits_of(&row);
    limits.scopes.retain(|scope| asked.contains(scope));
    if !limits.scopes.contains(&opened) {
        return Err(AppError::from(ErrorCode::AuthScopeMissing).with("scope", opened.as_str()));
    }
    signed_in.actor.application = Some(Arc::new(limits));
    // The person's own password is nothing an application has.
    signed_in.must_change_password = false;
    note_use(state, &row, now).await?;
    Ok(signed_in)
}

/// Whether an application may act at `now`.
pub fn is_live(row: &application::Model, now: DateTime<Utc>) -> bool {
    row.state == ApplicationState::Active.as_str() && now < row.expires_at
}

/// Whether a secret is good at `now`.
pub fn is_usable(secret: &secret::Model, now: DateTime<Utc>) -> bool {
    secret.revoked_at.is_none() && secret.expires_at.is_none_or(|until| now < until)
}

/// How narrow an application is, by its row.
pub fn limits_of(row: &application::Model) -> Limits {
    Limits {
        application_id: row.id,
        name: row.name.clone(),
        scopes: parse_scopes(&row.scopes).unwrap_or_default(),
        type_prefixes: row.type_prefixes.split_whitespace().map(ToOwned::to_owned).collect(),
        region_code: row.region_code.clone(),
        sees_restricted: row.sees_restricted,
    }
}

/// Notes the use, once a minute at most.
pub async fn note_use(
    state: &AppState,
    row: &application::Model,
    now: DateTime<Utc>,
) -> AppResult<()> {
    let before = now - TimeDelta::seconds(NOTED_SECONDS);
    if row.last_used_at.is_some_and(|at| at > before) {
        return Ok(());
    }
    state.db.write(async |tx: &Tx| repo::note_use(tx, row.id, now, before).await).await
}
