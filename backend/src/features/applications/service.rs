//! Use cases of applications.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{
    ApplicationFilter, ApplicationView, CreateApplicationRequest, RevokeSecretRequest,
    RotateSecretRequest,
};
use super::entity::{application, secret};
use super::preview::has_right;
use super::state::{ApplicationState, ApplicationStep};
use super::view::{Reader, refusal, refused, right, state_of};
use super::{acting, repo, secrets};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::{end_of_day, local_date};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::idempotency::IdempotentRequest;
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, Scope, authorize};

/// The only order of the list, in its cursors.
const ORDER: &str = "applications:id";
/// The longest an application lasts, in days: then whoever needs it says so again.
const LONGEST_DAYS: i64 = 731;
/// Applications one person may have that are not revoked.
const MOST: u64 = 20;
/// Secrets of an application that may be live at once.
const SECRETS: usize = 2;

fn readable(actor: &Actor) -> Scope {
    Scope::personal(actor, Action::ApplicationRead, "applications")
}

/// One page of the applications the caller may see, the newest first.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &ApplicationFilter,
    lang: Lang,
) -> AppResult<Page<ApplicationView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let scope = readable(actor);
    let states = filter.state.iter().map(|state| state.as_str());
    let states = (!filter.state.is_empty()).then(|| application::Column::State.is_in(states));
    let matching = Condition::all().add_option(states);
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), before, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, now).await?;
    let reader = Reader::of(db, (actor, &directory), (lang, now), &found).await?;
    let view = |row: application::Model| reader.view(&row, None);
    Ok(Page::cut(found, most, ORDER, |row| (None, row.id), view)?.of(total))
}

/// One application.
pub(super) async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<ApplicationView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let row = repo::find(db, &readable(actor), id).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let rows = std::slice::from_ref(&row);
    let reader = Reader::of(db, (actor, &directory), (lang, now), rows).await?;
    Ok(Reply::ok(&reader.view(&row, None))?.version(row.row_version).personal())
}

/// Sets an application up in the capacity acted in; it waits for approval. Its secret is told here, and
/// nowhere again: what is kept under a key has none.
pub(super) async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateApplicationRequest>,
    lang: Lang,
) -> AppResult<Reply<ApplicationView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    if actor.on_behalf_of.is_some() {
        return Err(ErrorCode::ApplicationCapacityBorrowed.into());
    }
    check(state, actor, &body).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let told = secrets::draw(&state.ids);
    let row = row_of(state, actor, body, now);
    let first = secret_of(state, row.id, &told, now);
    let mut shown = None;
    let keep = async |tx: &Tx| {
        let permit = authorize(actor, Action::ApplicationWrite, &super::view::facts_of(&row))?;
        if repo::count_of(&**tx, actor.person_id).await? >= MOST {
            return Err(AppError::from(ErrorCode::ApplicationTooMany).with("max", MOST));
        }
        repo::insert(tx, permit, row.clone()).await?;
        repo::insert_secret(tx, first.clone()).await?;
        let entry = Entry::of(state, AuditAction::ApplicationCreated).by(actor);
        let entry = entry.with("scopes", row.scopes.clone());
        record(tx, entry.on("application", row.id)).await?;
        let rows = std::slice::from_ref(&row);
        let reader = Reader::of(&**tx, (actor, &directory), (lang, now), rows).await?;
        shown = Some(reader.view(&row, Some(told)));
        let location = format!("/api/v1/applications/{}", row.id);
        let kept = Reply::created(&reader.view(&row, None), location)?;
        Ok(kept.version(row.row_version).personal())
    };
    let reply = state.once(actor).run(idempotency, keep).await?;
    told_once(reply, shown)
}

/// The answer with its secret, where one is told; one that is answered again tells none.
fn told_once(
    reply: Reply<ApplicationView>,
    shown: Option<ApplicationView>,
) -> AppResult<Reply<ApplicationView>> {
    match shown {
        Some(view) if !reply.is_replayed() => reply.with_body(&view),
        Some(_) | None => Ok(reply),
    }
}

fn row_of(
    state: &AppState,
    actor: &Actor,
    body: CreateApplicationRequest,
    now: DateTime<Utc>,
) -> application::Model {
    let scopes: std::collections::BTreeSet<_> = body.scopes.into_iter().collect();
    let scopes: Vec<_> = scopes.into_iter().map(crate::policy::ApiScope::as_str).collect();
    application::Model {
        id: state.ids.next(),
        person_id: actor.person_id,
        user_id: actor.user_id,
        capacity_id: actor.capacity_id,
        name: body.name.trim().to_owned(),
        purpose: body.purpose.trim().to_owned(),
        client_id: secrets::draw_client_id(&state.ids),
        scopes: scopes.join(" "),
        type_prefixes: body.type_prefixes.join(" "),
        region_code: body.region_code,
        sees_restricted: body.sees_restricted,
        expires_at: end_of_day(body.expires_on),
        state: ApplicationState::Pending.as_str().to_owned(),
        state_reason: None,
        decided_by_id: None,
        decided_at: None,
        last_used_at: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    }
}

fn secret_of(
    state: &AppState,
    application_id: Uuid,
    told: &str,
    now: DateTime<Utc>,
) -> secret::Model {
    secret::Model {
        id: state.ids.next(),
        application_id,
        prefix: secrets::prefix(told),
        secret_hash: secrets::hash(told),
        expires_at: None,
        revoked_at: None,
        created_at: now,
    }
}

/// Never more than whoever sets it up: their rights, their region, and an end.
async fn check(state: &AppState, actor: &Actor, body: &CreateApplicationRequest) -> AppResult<()> {
    let now = state.clock.now();
    let today = local_date(now);
    let codes = state.codes.get(&state.db, now).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let mut wrong: Vec<FieldError> = (0..)
        .zip(&body.scopes)
        .filter(|(_, scope)| !has_right(actor, **scope))
        .map(|(at, _)| {
            FieldError::of(format!("/scopes/{at}"), ErrorCode::ApplicationScopeWithoutRight)
        })
        .collect();
    for (at, prefix) in (0..).zip(&body.type_prefixes) {
        if !codes.exists("case_type", prefix, today) {
            wrong.push(FieldError::of(format!("/type_prefixes/{at}"), ErrorCode::CodeUnknown));
        }
    }
    if let Some(code) = &body.region_code {
        let is_ours = actor.region_code.as_deref().is_some_and(|own| code.starts_with(own));
        if !is_ours || !directory.region_by_code.contains_key(code) {
            wrong.push(FieldError::of("/region_code", ErrorCode::ApplicationRegionOutside));
        }
    }
    if !(1..=LONGEST_DAYS).contains(&(body.expires_on - today).num_days()) {
        wrong.push(FieldError::of("/expires_on", ErrorCode::ApplicationExpiryWrong));
    }
    if wrong.is_empty() { Ok(()) } else { Err(AppError::Validation(wrong)) }
}

/// What a step needs besides itself.
#[derive(Debug)]
pub(super) enum Asked {
    /// Nothing.
    Plain,
    /// Why.
    Stop(String),
    /// How long what there is goes on.
    Rotate(RotateSecretRequest),
    /// Which secret.
    RevokeSecret(RevokeSecretRequest),
}

/// A step as it is asked for.
#[derive(Debug)]
pub(super) struct Wanted {
    /// Which application.
    pub(super) id: Uuid,
    /// The version seen.
    pub(super) seen: IfMatch,
    /// Which step.
    pub(super) step: ApplicationStep,
    /// What it needs.
    pub(super) asked: Asked,
}

/// Takes a step. What stops an application stops it with its next request, on every server: each request
/// of it asks anew.
pub(super) async fn step(
    state: &AppState,
    actor: &Actor,
    wanted: &Wanted,
    idempotency: Option<IdempotentRequest>,
    lang: Lang,
) -> AppResult<Reply<ApplicationView>> {
    let mut shown = None;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let reply = state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = repo::hold(tx, &readable(actor), wanted.id).await?;
            let permit = permit(actor, &row, wanted.step)?;
            wanted.seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            if let Some(code) = refusal(actor, &row, wanted.step) {
                return Err(refused(actor, &row, code));
            }
            let (told, entry) =
                apply(state, tx, &row, &wanted.asked, entry_of(state, wanted.step)).await?;
            let row = moved(row, actor, wanted, now);
            repo::save(tx, permit, row.clone()).await?;
            record(tx, entry.by(actor).on("application", row.id)).await?;
            let rows = std::slice::from_ref(&row);
            let reader = Reader::of(&**tx, (actor, &directory), (lang, now), rows).await?;
            // A secret is told once: what is kept under a key has none.
            shown = told.map(|told| reader.view(&row, Some(told)));
            Ok(Reply::ok(&reader.view(&row, None))?.version(row.row_version).personal())
        })
        .await?;
    state.actors.forget();
    told_once(reply, shown)
}

fn permit(actor: &Actor, row: &application::Model, step: ApplicationStep) -> AppResult<Permit> {
    let by = right(actor, row, step).unwrap_or(Action::ApplicationDecide);
    authorize(actor, by, &super::view::facts_of(row))
}

fn entry_of(state: &AppState, step: ApplicationStep) -> Entry {
    let action = match step {
        ApplicationStep::Approve => AuditAction::ApplicationApproved,
        ApplicationStep::Suspend => AuditAction::ApplicationSuspended,
        ApplicationStep::Resume => AuditAction::ApplicationResumed,
        ApplicationStep::Revoke => AuditAction::ApplicationRevoked,
        ApplicationStep::Rotate => AuditAction::ApplicationSecretRotated,
        ApplicationStep::RevokeSecret => AuditAction::ApplicationSecretRevoked,
    };
    Entry::of(state, action)
}

/// The row after a step.
fn moved(
    row: application::Model,
    actor: &Actor,
    wanted: &Wanted,
    now: DateTime<Utc>,
) -> application::Model {
    let before = state_of(&row);
    let after = before.after(wanted.step).unwrap_or(before);
    let row_version = row.row_version + 1;
    if after == before && wanted.step != ApplicationStep::Suspend {
        return application::Model { updated_at: now, row_version, ..row };
    }
    let state_reason = match &wanted.asked {
        Asked::Stop(reason) => Some(reason.clone()),
        Asked::Plain | Asked::Rotate(_) | Asked::RevokeSecret(_) => None,
    };
    application::Model {
        state: after.as_str().to_owned(),
        state_reason,
        decided_by_id: Some(actor.person_id),
        decided_at: Some(now),
        updated_at: now,
        row_version,
        ..row
    }
}

/// What a step does to secrets; a new one, to be told.
async fn apply(
    state: &AppState,
    tx: &Tx,
    row: &application::Model,
    asked: &Asked,
    entry: Entry,
) -> AppResult<(Option<String>, Entry)> {
    let now = state.clock.now();
    let live = match asked {
        Asked::Rotate(_) | Asked::RevokeSecret(_) => repo::live_secrets(&**tx, row.id, now).await?,
        Asked::Plain | Asked::Stop(_) => Vec::new(),
    };
    match asked {
        Asked::Plain | Asked::Stop(_) => Ok((None, entry)),
        Asked::Rotate(rotation) => {
            let until = now + TimeDelta::hours(rotation.overlap_hours);
            if live.len() >= SECRETS && until > now {
                return Err(ErrorCode::ApplicationTwoSecrets.into());
            }
            for old in live {
                let expires_at = old.expires_at.map_or(until, |before| before.min(until));
                repo::save_secret(tx, secret::Model { expires_at: Some(expires_at), ..old })
                    .await?;
            }
            let told = secrets::draw(&state.ids);
            let new = secret_of(state, row.id, &told, now);
            let entry = entry.with("secret_id", new.id.to_string());
            repo::insert_secret(tx, new).await?;
            Ok((Some(told), entry))
        }
        Asked::RevokeSecret(which) => {
            let found = live.into_iter().find(|one| one.id == which.secret_id);
            let unknown = || AppError::field("/secret_id", ErrorCode::ApplicationSecretUnknown);
            let found = found.filter(|one| acting::is_usable(one, now)).ok_or_else(unknown)?;
            let entry = entry.with("secret_id", found.id.to_string());
            repo::save_secret(tx, secret::Model { revoked_at: Some(now), ..found }).await?;
            Ok((None, entry))
        }
    }
}
