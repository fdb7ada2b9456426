//! One-time passwords (一次性口令) as a second factor: TOTP (RFC 6238), six digits, 30 seconds,
//! one step of tolerance either way. A code is accepted once.

use chrono::{DateTime, Utc};
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

use super::dto::{ConfirmOtpRequest, DisableOtpRequest, EnrolOtpRequest, OtpSecretView};
use super::lockout;
use super::service::{SignedIn, check_current_password, fail, passes};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::users::repo::{self, Account};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};

/// Length of a secret, as RFC 4226 recommends: 160 bits.
const SECRET_BYTES: usize = 20;

/// What the second factor says of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SecondFactor {
    /// The account has none.
    None,
    /// The code of this step; it still has to be used up.
    Step(i64),
    /// A code is needed.
    Missing,
    /// The code is wrong.
    Wrong,
}

/// Begins: a new secret, which counts for nothing until a code of it is confirmed.
pub(super) async fn enrol(
    state: &AppState,
    signed_in: &SignedIn,
    request: EnrolOtpRequest,
) -> AppResult<OtpSecretView> {
    let account = check_current_password(state, signed_in, request.current_password).await?;
    if account.otp_confirmed_at.is_some() {
        return Err(ErrorCode::AuthOtpEnabled.into());
    }
    let mut secret = [0_u8; SECRET_BYTES];
    state.ids.fill(&mut secret);
    let sealed = state.keys.sealing().seal(&state.ids, &secret, account.id.as_bytes())?;
    let begun =
        state.db.write(async |tx: &Tx| repo::begin_otp(tx, account.id, &sealed).await).await?;
    if !begun {
        return Err(ErrorCode::AuthOtpEnabled.into());
    }
    let totp = totp(secret.to_vec(), &state.config.auth.issuer, &account.username)?;
    Ok(OtpSecretView {
        secret: totp.secret().to_base32(),
        uri: totp.to_url().map_err(AppError::internal)?,
    })
}

/// Turns it on with a first code; a wrong one counts as a failed sign-in.
pub(super) async fn confirm(
    state: &AppState,
    signed_in: &SignedIn,
    request: &ConfirmOtpRequest,
) -> AppResult<()> {
    let id = signed_in.actor.user_id;
    let account = repo::find_account(state.db.reader(), id).await?;
    let account = account.ok_or(ErrorCode::AuthInvalidToken)?;
    if account.otp_confirmed_at.is_some() {
        return Err(ErrorCode::AuthOtpEnabled.into());
    }
    let sealed = account.otp_secret.ok_or(ErrorCode::AuthOtpNotBegun)?;
    let now = state.clock.now();
    let step = step_of(state, id, &sealed, &request.otp, now)?;
    let name_hash = lockout::name_hash(&account.username);
    let is_right = state
        .db
        .write(async |tx: &Tx| {
            lockout::check_again(tx, &name_hash, now).await?;
            let Some(step) = step else {
                return fail(state, tx, &name_hash).await.map(|()| false);
            };
            if !repo::confirm_otp(tx, id, &sealed, step, now).await? {
                return Err(ErrorCode::AuthOtpNotBegun.into());
            }
            let entry = Entry::of(state, AuditAction::OtpEnabled).by(&signed_in.actor);
            record(tx, entry.on("user", id)).await.map(|()| true)
        })
        .await?;
    unless_wrong(is_right)
}

fn unless_wrong(is_right: bool) -> AppResult<()> {
    if is_right { Ok(()) } else { Err(AppError::field("/otp", ErrorCode::AuthBadOtp)) }
}

/// Turns it off with password and code; a wrong one of either counts as a failed sign-in.
pub(super) async fn disable(
    state: &AppState,
    signed_in: &SignedIn,
    request: DisableOtpRequest,
) -> AppResult<()> {
    let account = check_current_password(state, signed_in, request.current_password).await?;
    let second = check(state, &account, Some(&request.otp))?;
    if second == SecondFactor::None {
        return Err(ErrorCode::AuthOtpNotBegun.into());
    }
    let name_hash = lockout::name_hash(&account.username);
    let is_right = state
        .db
        .write(async |tx: &Tx| {
            let now = state.clock.now();
            lockout::check_again(tx, &name_hash, now).await?;
            if !passes(tx, &account, second).await? {
                return fail(state, tx, &name_hash).await.map(|()| false);
            }
            repo::clear_otp(tx, account.id, now).await?;
            let entry = Entry::of(state, AuditAction::OtpDisabled).by(&signed_in.actor);
            record(tx, entry.on("user", account.id)).await.map(|()| true)
        })
        .await?;
    unless_wrong(is_right)
}

/// Looks at the code of a sign-in; the caller uses the step up in its transaction.
pub(super) fn check(
    state: &AppState,
    account: &Account,
    otp: Option<&str>,
) -> AppResult<SecondFactor> {
    let (Some(_), Some(sealed)) = (account.otp_confirmed_at, &account.otp_secret) else {
        return Ok(SecondFactor::None);
    };
    let Some(otp) = otp else { return Ok(SecondFactor::Missing) };
    let step = step_of(state, account.id, sealed, otp, state.clock.now())?;
    Ok(step.map_or(SecondFactor::Wrong, SecondFactor::Step))
}

/// The 30-second step whose code `otp` is.
fn step_of(
    state: &AppState,
    user_id: Uuid,
    sealed: &str,
    otp: &str,
    now: DateTime<Utc>,
) -> AppResult<Option<i64>> {
    let secret = state.keys.sealing().open(sealed, user_id.as_bytes())?;
    let seconds = u64::try_from(now.timestamp()).map_err(AppError::internal)?;
    let step = totp(secret, &state.config.auth.issuer, "")?.check(otp, seconds);
    step.map(|step| i64::try_from(step).map_err(AppError::internal)).transpose()
}

fn totp(secret: Vec<u8>, issuer: &str, account_name: &str) -> AppResult<Totp> {
    Builder::new()
        .with_secret(Secret::new(secret.into()))
        .with_issuer(Some(issuer))
        .with_account_name(account_name)
        .build()
        .map_err(AppError::internal)
}
