//! Use cases of accounts.

use sea_orm::{ActiveValue, EntityTrait as _};
use uuid::Uuid;

use super::entity::user;
use super::repo::{Account, list_former_passwords};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Actor, Permit};

/// An account to be opened.
#[derive(Debug)]
pub struct NewUser {
    /// Whose it is.
    pub person_id: Uuid,
    /// The name to sign in with; stored in lower case.
    pub username: String,
    /// Argon2id, from `Passwords::hash`: hashed before the transaction, and once only where many
    /// accounts share a first password.
    pub password_hash: String,
    /// Whether the person must choose another password first.
    pub must_change_password: bool,
}

/// Opens an account. `actor` is none on the command line and in the demo county.
pub async fn create_user(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    actor: Option<&Actor>,
    new: NewUser,
) -> AppResult<user::Model> {
    tracing::debug!(permit = permit.action(), "user created");
    if personnel::repo::find_person(&**tx, new.person_id).await?.is_none() {
        return Err(AppError::field("/person_id", ErrorCode::PersonUnknown));
    }
    let now = state.clock.now();
    let row = user::ActiveModel {
        id: ActiveValue::Set(state.ids.next()),
        person_id: ActiveValue::Set(new.person_id),
        username: ActiveValue::Set(new.username.to_lowercase()),
        password_hash: ActiveValue::Set(new.password_hash),
        must_change_password: ActiveValue::Set(new.must_change_password),
        is_active: ActiveValue::Set(true),
        last_capacity_id: ActiveValue::Set(None),
        created_at: ActiveValue::Set(now),
        updated_at: ActiveValue::Set(now),
        row_version: ActiveValue::Set(1),
    };
    let created = user::Entity::insert(row).exec_with_returning(&**tx).await?;
    let entry = Entry::of(state, AuditAction::UserCreated).on("user", created.id);
    record(tx, by(entry, actor).with("person_id", created.person_id.to_string())).await?;
    Ok(created)
}

/// Refuses with 422 a password that is the present one or one of the last.
pub async fn refuse_reused(state: &AppState, account: &Account, password: &str) -> AppResult<()> {
    let count = state.config.auth.password_history;
    let former = list_former_passwords(state.db.reader(), account.id, count).await?;
    let mut hashes: Vec<_> = former.into_iter().map(|former| former.password_hash).collect();
    hashes.push(account.password_hash.clone());
    if state.passwords.verify_any(password.to_owned(), hashes).await? {
        return Err(ErrorCode::AuthPasswordReused.into());
    }
    Ok(())
}

fn by(entry: Entry, actor: Option<&Actor>) -> Entry {
    match actor {
        Some(actor) => entry.by(actor),
        None => entry,
    }
}
