//! Use cases of accounts.

use sea_orm::{ActiveValue, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _};
use uuid::Uuid;

use super::dto::{
    CreateUserRequest, ResetPasswordRequest, UpdateUserRequest, UserFilter, UserView,
    UserWithPasswordView,
};
use super::entity::user;
use super::repo::{self, Account};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::auth::{lockout, password, sessions};
use crate::features::personnel;
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, NoBody, Page, Reply, limit};
use crate::policy::{Action, Actor, Permit, may_ever};

/// The only order of the list, in its cursors.
const ORDER: &str = "users:id";

/// A page of accounts.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &UserFilter,
) -> AppResult<Page<UserView>> {
    let db = state.db.reader();
    let after = filter.cursor.as_deref().map(|text| Cursor::decode(text, ORDER)).transpose()?;
    let rows = limit(filter.limit);
    let found = repo::list(db, matching(filter), after.map(|at| at.id), rows + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, matching(filter)).await?),
        None => None,
    };
    let may_write = may_ever(actor, Action::PersonWrite);
    let view = |row| UserView::of(row, may_write);
    Ok(Page::cut(found, rows, ORDER, |row| (None, row.id), view)?.of(total))
}

fn matching(filter: &UserFilter) -> Condition {
    Condition::all()
        .add_option(
            filter
                .q
                .as_deref()
                .map(|q| portable::starts_with((user::Entity, user::Column::Username), q)),
        )
        .add_option(filter.is_active.map(|is_active| user::Column::IsActive.eq(is_active)))
        .add_option(filter.person_id.map(|person_id| user::Column::PersonId.eq(person_id)))
}

/// One account.
pub async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<UserView> {
    view(state.db.reader(), actor, id).await
}

async fn view(db: &impl ConnectionTrait, actor: &Actor, id: Uuid) -> AppResult<UserView> {
    let row = repo::find_listed(db, id).await?.ok_or(ErrorCode::RequestNotFound)?;
    Ok(UserView::of(row, may_ever(actor, Action::PersonWrite)))
}

/// The password to set, with the text to show when it was made up here.
async fn first_password(
    state: &AppState,
    given: Option<String>,
    username: &str,
) -> AppResult<(String, Option<String>)> {
    if let Some(given) = given {
        password::check(&given, username, &state.config.auth)?;
        return Ok((state.passwords.hash(&state.ids, given).await?, None));
    }
    let made_up = password::generate(&state.ids);
    let hash = state.passwords.hash(&state.ids, made_up.clone()).await?;
    Ok((hash, Some(made_up)))
}

/// Opens an account for `POST /users`. A password made up here is in this answer only: what is
/// stored for the `Idempotency-Key` says null.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    command: Command<CreateUserRequest>,
) -> AppResult<Reply<UserWithPasswordView>> {
    let CreateUserRequest { person_id, username, initial_password, must_change_password } =
        command.body;
    let (password_hash, made_up) = first_password(state, initial_password, &username).await?;
    let mut created = None;
    let stored = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let new = NewUser { person_id, username, password_hash, must_change_password };
            let user = create_user(state, tx, permit, Some(actor), new).await?;
            let user = view(&**tx, actor, user.id).await?;
            let reply = reply_created(&user, None)?;
            created = Some(user);
            Ok(reply)
        })
        .await?;
    state.actors.forget();
    match created {
        Some(user) if made_up.is_some() => reply_created(&user, made_up),
        Some(_) | None => Ok(stored),
    }
}

fn reply_created(
    user: &UserView,
    initial_password: Option<String>,
) -> AppResult<Reply<UserWithPasswordView>> {
    let location = format!("/api/v1/users/{}", user.id);
    let body = UserWithPasswordView { user: user.clone(), initial_password };
    Ok(Reply::created(&body, location)?.version(user.version))
}

/// Renames, closes or reopens an account.
pub async fn update(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateUserRequest>,
) -> AppResult<Reply<UserView>> {
    let request = command.body;
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let before = repo::find_listed(&**tx, id).await?.ok_or(ErrorCode::RequestNotFound)?;
            seen.check(before.row_version, ErrorCode::RequestStaleVersion)?;
            if request.is_active == Some(false) && id == actor.user_id {
                return Err(ErrorCode::UserOwnAccount.into());
            }
            let mut change = touched(state, before.row_version);
            if let Some(is_active) = request.is_active {
                change.is_active = ActiveValue::Set(is_active);
            }
            if let Some(username) = &request.username {
                change.username = ActiveValue::Set(username.to_lowercase());
            }
            repo::save(tx, permit, id, seen.0, change).await?;
            if request.is_active == Some(false) {
                sessions::revoke_user(tx, id, None, state.clock.now()).await?;
            }
            let entry = Entry::of(state, AuditAction::UserChanged).by(actor).on("user", id);
            let entry = entry.with("is_active", request.is_active);
            record(tx, entry.with("is_renamed", request.username.is_some())).await?;
            let user = view(&**tx, actor, id).await?;
            Ok(Reply::ok(&user)?.version(user.version))
        })
        .await?;
    state.actors.forget();
    Ok(reply)
}

fn touched(state: &AppState, version: i32) -> user::ActiveModel {
    user::ActiveModel {
        updated_at: ActiveValue::Set(state.clock.now()),
        row_version: ActiveValue::Set(version + 1),
        ..Default::default()
    }
}

/// Sets a new password for somebody else, ends their sessions and lifts a lock.
pub async fn reset_password(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    command: Command<ResetPasswordRequest>,
) -> AppResult<Reply<UserWithPasswordView>> {
    let account = repo::find_account(state.db.reader(), id).await?;
    let account = account.ok_or(ErrorCode::RequestNotFound)?;
    let ResetPasswordRequest { initial_password, must_change_password } = command.body;
    let (hash, made_up) = first_password(state, initial_password, &account.username).await?;
    let mut set = None;
    let stored = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let before = repo::find_account(&**tx, id).await?.ok_or(ErrorCode::RequestNotFound)?;
            let mut change = touched(state, seen.0);
            change.password_hash = ActiveValue::Set(hash);
            change.must_change_password = ActiveValue::Set(must_change_password);
            // Failures before accounts, the order in which a sign-in holds them.
            lockout::forgive(tx, &lockout::name_hash(&before.username)).await?;
            repo::save(tx, permit, id, seen.0, change).await?;
            repo::keep_former_password(tx, state, id, &before.password_hash).await?;
            sessions::revoke_user(tx, id, None, state.clock.now()).await?;
            let entry = Entry::of(state, AuditAction::PasswordReset).by(actor);
            record(tx, entry.on("user", id)).await?;
            let user = view(&**tx, actor, id).await?;
            let reply = reply_reset(&user, None)?;
            set = Some(user);
            Ok(reply)
        })
        .await?;
    state.actors.forget();
    match set {
        Some(user) if made_up.is_some() => reply_reset(&user, made_up),
        Some(_) | None => Ok(stored),
    }
}

/// Turns somebody's one-time passwords off, because their device is lost; ends their sessions.
pub async fn reset_otp(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<UserView>> {
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let account = repo::find_account(&**tx, id).await?.ok_or(ErrorCode::RequestNotFound)?;
            let mut change = touched(state, seen.0);
            change.otp_secret = ActiveValue::Set(None);
            change.otp_confirmed_at = ActiveValue::Set(None);
            change.otp_step = ActiveValue::Set(None);
            repo::save(tx, permit, id, seen.0, change).await?;
            sessions::revoke_user(tx, id, None, state.clock.now()).await?;
            let entry = Entry::of(state, AuditAction::OtpReset).by(actor).on("user", id);
            record(tx, entry.with("was_on", account.otp_confirmed_at.is_some())).await?;
            let user = view(&**tx, actor, id).await?;
            Ok(Reply::ok(&user)?.version(user.version))
        })
        .await?;
    state.actors.forget();
    Ok(reply)
}

fn reply_reset(
    user: &UserView,
    initial_password: Option<String>,
) -> AppResult<Reply<UserWithPasswordView>> {
    let body = UserWithPasswordView { user: user.clone(), initial_password };
    Ok(Reply::ok(&body)?.version(user.version))
}

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
        otp_secret: ActiveValue::Set(None),
        otp_confirmed_at: ActiveValue::Set(None),
        otp_step: ActiveValue::Set(None),
        created_at: ActiveValue::Set(now),
        updated_at: ActiveValue::Set(now),
        row_version: ActiveValue::Set(1),
    };
    let created = user::Entity::insert(row).exec_with_returning(&**tx).await?;
    let entry = Entry::of(state, AuditAction::UserCreated).on("user", created.id);
    record(tx, entry.by_any(actor).with("person_id", created.person_id.to_string())).await?;
    Ok(created)
}

/// Refuses with 422 a password that is the present one or one of the last.
pub async fn refuse_reused(state: &AppState, account: &Account, password: &str) -> AppResult<()> {
    let count = state.config.auth.password_history;
    let former = repo::list_former_passwords(state.db.reader(), account.id, count).await?;
    let mut hashes: Vec<_> = former.into_iter().map(|former| former.password_hash).collect();
    hashes.push(account.password_hash.clone());
    if state.passwords.verify_any(password.to_owned(), hashes).await? {
        return Err(ErrorCode::AuthPasswordReused.into());
    }
    Ok(())
}
