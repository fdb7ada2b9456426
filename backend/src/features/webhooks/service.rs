//! Use cases of webhooks: setting up, changing, reading.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{
    CreateWebhookRequest, UpdateWebhookRequest, WebhookEventType, WebhookFilter, WebhookSecretView,
    WebhookView,
};
use super::entity::webhook::{Column, Model};
use super::view::{Reader, facts_of, host_of, sealed_for};
use super::{WebhookState, repo, signature, target};
use crate::app::AppState;
use crate::features::applications;
use crate::features::applications::acting::{is_live, limits_of};
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::cases::timeline::kind_name;
use crate::features::events::cloud_event::{kinds_with_types, types};
use crate::features::events::follow;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::idempotency::Sealer as _;
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Scope, authorize};

/// The only order of the list, in its cursors.
const ORDER: &str = "webhooks:-id";

/// The webhooks on which `actor` may do `action`.
pub(super) fn reach(actor: &Actor, action: Action) -> Scope {
    Scope::personal(actor, action, "webhooks")
}

/// One page of webhooks within the caller's scope, newest first.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &WebhookFilter,
) -> AppResult<Page<WebhookView>> {
    let db = state.db.reader();
    let scope = reach(actor, Action::WebhookRead);
    let matching =
        Condition::all().add_option(filter.state.map(|state| Column::State.eq(state.as_str())));
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), before, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let reader = Reader::of(db, actor, state.clock.now(), &found).await?;
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| reader.view(&row))?;
    let items: AppResult<Vec<_>> = page.items.into_iter().collect();
    Ok(Page { items: items?, next_cursor: page.next_cursor, total })
}

/// One webhook; 404 when it is not the caller's to see.
pub(super) async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
) -> AppResult<Reply<WebhookView>> {
    let db = state.db.reader();
    let row = repo::find(db, &reach(actor, Action::WebhookRead), id).await?;
    let reader = Reader::of(db, actor, state.clock.now(), std::slice::from_ref(&row)).await?;
    Ok(Reply::ok(&reader.view(&row)?)?.version(row.row_version).personal())
}

/// Every type of events, with the word for it.
pub(super) fn list_event_types(lang: Lang) -> Page<WebhookEventType> {
    let all = kinds_with_types()
        .map(|(kind, code)| WebhookEventType { code, name: kind_name(kind, lang).to_owned() });
    Page::whole(all.collect())
}

/// Answers a webhook that was written in `tx`.
pub(super) async fn answer(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    row: &Model,
) -> AppResult<WebhookView> {
    Reader::of(&**tx, actor, state.clock.now(), std::slice::from_ref(row)).await?.view(row)
}

/// The address as it is kept.
fn url_of(state: &AppState, text: &str) -> AppResult<String> {
    let checked = target::checked(text.trim(), state.webhooks.guard());
    Ok(checked.map_err(|code| AppError::field("/url", code))?.to_string())
}

/// The types as they are kept: each once, and only such as there are.
fn types_of(wanted: &[String]) -> AppResult<String> {
    let known: HashSet<_> = types().collect();
    let unknown: Vec<_> = wanted
        .iter()
        .enumerate()
        .filter(|(_, one)| !known.contains(one.as_str()))
        .map(|(at, _)| {
            let pointer = format!("/event_types/{at}");
            FieldError::of(pointer, ErrorCode::WebhookEventTypeUnknown)
        })
        .collect();
    if !unknown.is_empty() {
        return Err(AppError::Validation(unknown));
    }
    let mut seen = HashSet::new();
    let once: Vec<_> = wanted.iter().filter(|one| seen.insert(one.as_str())).collect();
    Ok(serde_json::to_string(&once)?)
}

/// Refuses an application that is not live, is of another capacity, or sees no case.
async fn check_application(
    tx: &Tx,
    now: DateTime<Utc>,
    capacity_id: Uuid,
    id: Uuid,
) -> AppResult<()> {
    let found = applications::repo::find_of(&**tx, id, capacity_id).await?;
    let is_good =
        found.is_some_and(|row| is_live(&row, now) && limits_of(&row).covers(Action::CaseRead));
    if is_good {
        Ok(())
    } else {
        Err(AppError::field("/application_id", ErrorCode::WebhookApplication))
    }
}

/// A new secret, as it is shown and as it is kept.
pub(super) fn new_secret(state: &AppState, id: Uuid) -> AppResult<(String, String)> {
    let mut bytes = [0_u8; 32];
    state.ids.fill(&mut bytes);
    let secret = signature::secret(bytes);
    let sealed = state.seal(&secret, &sealed_for(id))?;
    Ok((secret, sealed))
}

/// Sets a webhook up for the capacity acted in; what is sealed from now on is delivered. Its secret is
/// told here, and nowhere again.
pub(super) async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateWebhookRequest>,
) -> AppResult<Reply<WebhookSecretView>> {
    // Whoever replaces somebody sets nothing up for them.
    let own = Facts { holder_id: Some(actor.holder_id()), ..Facts::default() };
    let permit = authorize(actor, Action::WebhookKeep, &own)?;
    let body = command.body;
    let (url, event_types) = (url_of(state, &body.url)?, types_of(&body.event_types)?);
    let id = state.ids.next();
    let (secret, sealed) = new_secret(state, id)?;
    let now = state.clock.now();
    let from = follow::end(state.db.reader()).await?;
    let row = Model {
        id,
        person_id: actor.person_id,
        capacity_id: actor.capacity_id,
        application_id: body.application_id,
        center_id: actor.center_id,
        region_code: actor.region_code.clone().unwrap_or_default(),
        url,
        description: body.description.trim().to_owned(),
        event_types,
        state: WebhookState::Enabled.as_str().to_owned(),
        disabled_code: None,
        disabled_reason: None,
        disabled_at: None,
        failing_since: None,
        secret: Some(sealed),
        former_secret: None,
        former_until: None,
        block_no: from.block_no,
        told: from.told,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    let most = state.config.webhooks.most_per_person;
    let entry = Entry::of(state, AuditAction::WebhookCreated).by(actor).on("webhook", id);
    let entry = entry.with("host", host_of(&row.url));
    let mut shown = None;
    let keep = async |tx: &Tx| {
        if let Some(bound) = row.application_id {
            check_application(tx, now, row.capacity_id, bound).await?;
        }
        if repo::count_of(&**tx, actor.person_id).await? >= most {
            return Err(AppError::from(ErrorCode::WebhookTooMany).with("max", most));
        }
        repo::insert(tx, permit, row.clone()).await?;
        record(tx, entry).await?;
        let webhook = answer(state, tx, actor, &row).await?;
        let location = format!("/api/v1/webhooks/{id}");
        let said = WebhookSecretView { webhook, secret: None };
        let kept = Reply::created(&said, location)?.version(1).personal();
        shown = Some(WebhookSecretView { secret: Some(secret), ..said });
        Ok(kept)
    };
    let reply = state.once(actor).run(command.idempotency, keep).await?;
    told_once(reply, shown)
}

/// The answer with its secret, which is not in what is kept under the key: one that is answered again
/// tells none.
pub(super) fn told_once(
    reply: Reply<WebhookSecretView>,
    shown: Option<WebhookSecretView>,
) -> AppResult<Reply<WebhookSecretView>> {
    match shown {
        Some(view) if !reply.is_replayed() => reply.with_body(&view),
        Some(_) | None => Ok(reply),
    }
}

/// Changes a webhook. What waits already goes to the new address.
pub(super) async fn update(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateWebhookRequest>,
) -> AppResult<Reply<WebhookView>> {
    let UpdateWebhookRequest { url, description, event_types } = command.body;
    let url = url.map(|url| url_of(state, &url)).transpose()?;
    let event_types = event_types.map(|wanted| types_of(&wanted)).transpose()?;
    let entry = Entry::of(state, AuditAction::WebhookChanged)
        .by(actor)
        .on("webhook", id)
        .with("url", url.is_some())
        .with("event_types", event_types.is_some());
    let now = state.clock.now();
    let keep = async |tx: &Tx| {
        let row = repo::hold(tx, &reach(actor, Action::WebhookRead), id).await?;
        let permit = authorize(actor, Action::WebhookKeep, &facts_of(&row))?;
        seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
        let hosts = url.as_deref().map(|url| (host_of(&row.url), host_of(url)));
        let entry = match hosts {
            Some((before, after)) => entry.with("host_before", before).with("host_after", after),
            None => entry,
        };
        let row = Model {
            url: url.unwrap_or(row.url),
            description: description.map_or(row.description, |text| text.trim().to_owned()),
            event_types: event_types.unwrap_or(row.event_types),
            updated_at: now,
            row_version: row.row_version + 1,
            ..row
        };
        repo::save(tx, permit, row.clone()).await?;
        record(tx, entry).await?;
        let view = answer(state, tx, actor, &row).await?;
        Ok(Reply::ok(&view)?.version(row.row_version).personal())
    };
    state.once(actor).run(command.idempotency, keep).await
}
