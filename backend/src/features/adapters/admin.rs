//! Reading the adapters, trying a message, and a county's own mapping.

use serde_json::Value;

use super::catalogue::{self, Adapter};
use super::check;
use super::definition::{AdapterDefinition, ShippedAdapter, example, plain, plain_example};
use super::dto::{
    AdapterMessage, AdapterProblem, AdapterRefusalView, AdapterSummary, AdapterTrial, AdapterView,
    CreateAdapterRequest, UpdateAdapterRequest,
};
use super::entity::{system, version};
use super::{mapper, receive};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError, refused};
use crate::platform::http::{Command, IfMatch, Page, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize_any, may_ever};

/// Every system.
pub async fn list(state: &AppState, actor: &Actor, lang: Lang) -> AppResult<Page<AdapterSummary>> {
    let adapters = catalogue::all(state.db.reader()).await?;
    Ok(Page::whole(adapters.iter().map(|adapter| summary(adapter, actor, lang)).collect()))
}

/// One with its mapping. Unknown: 404.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    code: &str,
    lang: Lang,
) -> AppResult<Reply<AdapterView>> {
    let adapter = catalogue::find(state.db.reader(), code).await?;
    answer(&adapter, actor, lang)
}

fn answer(adapter: &Adapter, actor: &Actor, lang: Lang) -> AppResult<Reply<AdapterView>> {
    Ok(Reply::ok(&view(adapter, actor, lang))?.version(adapter.version).personal())
}

fn view(adapter: &Adapter, actor: &Actor, lang: Lang) -> AdapterView {
    let own = || plain_example().filter(|_| plain().is_ok_and(|plain| plain == adapter.definition));
    let message = example(&adapter.shipped.code).or_else(own);
    let message = message.and_then(|value| value.as_object().cloned());
    AdapterView {
        summary: summary(adapter, actor, lang),
        definition: adapter.definition.clone(),
        example: AdapterMessage(message.unwrap_or_default()),
    }
}

fn summary(adapter: &Adapter, actor: &Actor, lang: Lang) -> AdapterSummary {
    let Adapter { shipped, .. } = adapter;
    let lacks = |action| (!may_ever(actor, action)).then_some(ErrorCode::AuthNotAllowed);
    let actions = [
        (
            "send",
            lacks(Action::CaseRegister)
                .or((!adapter.is_active).then_some(ErrorCode::AdapterInactive)),
        ),
        ("try", lacks(Action::AdapterRead)),
        ("update", lacks(Action::AdapterKeep)),
    ];
    let allowed = actions.iter().filter(|(_, refusal)| refusal.is_none());
    let refusals = actions.iter();
    let shipped_source = lang.pick(shipped.source.as_str(), shipped.source_en.as_str());
    AdapterSummary {
        code: shipped.code.clone(),
        name: lang.pick(shipped.name.as_str(), shipped.name_en.as_str()).to_owned(),
        system: shipped.system.clone(),
        channel: shipped.channel,
        is_active: adapter.is_active,
        source: adapter.own_source.clone().unwrap_or_else(|| shipped_source.to_owned()),
        reason: adapter.reason.clone(),
        updated_at: adapter.changed_at,
        version: adapter.version,
        allowed_actions: allowed.map(|(name, _)| *name).collect(),
        refused_actions: refusals.flat_map(|(name, code)| refused(&[*name], *code)).collect(),
    }
}

/// What a message would come to. Nothing is written, and no number is used up.
pub async fn try_out(
    state: &AppState,
    code: &str,
    seen: IfMatch,
    command: Command<AdapterMessage>,
    lang: Lang,
) -> AppResult<Reply<AdapterTrial>> {
    let adapter = catalogue::find(state.db.reader(), code).await?;
    seen.check(adapter.version, ErrorCode::RequestStaleVersion)?;
    let message = Value::Object(command.body.0);
    Reply::ok(&trial(state, &adapter, &message, lang).await?)
}

async fn trial(
    state: &AppState,
    adapter: &Adapter,
    message: &Value,
    lang: Lang,
) -> AppResult<AdapterTrial> {
    let number = mapper::number(&adapter.definition, message).ok();
    let refusal = mapper::refusal(&adapter.definition, message);
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let (case, fields) = match receive::fit(adapter, &directory, message) {
        Ok(fitting) => match receive::check(state, &fitting).await {
            Ok(()) => (Some(fitting.request), Vec::new()),
            Err(error) => (Some(fitting.request), fields_of(error)?),
        },
        Err(error) => (None, fields_of(error)?),
    };
    let problems = fields.into_iter().map(|field| AdapterProblem {
        detail: field.detail(lang),
        pointer: field.pointer,
        code: field.code,
    });
    let problems: Vec<_> = problems.collect();
    Ok(AdapterTrial {
        is_acceptable: problems.is_empty() && refusal.is_none(),
        number,
        case,
        refusal: refusal.map(|refusal| AdapterRefusalView {
            code: refusal.code.clone(),
            name: refusal.name.clone(),
            source: refusal.source.clone(),
        }),
        problems,
    })
}

fn fields_of(error: AppError) -> AppResult<Vec<FieldError>> {
    match error {
        AppError::Validation(fields) => Ok(fields),
        error @ (AppError::Code { .. } | AppError::Internal { .. }) => Err(error),
    }
}

/// Makes a further source known.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateAdapterRequest>,
    lang: Lang,
) -> AppResult<Reply<AdapterView>> {
    let permit = authorize_any(actor, Action::AdapterKeep)?;
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let (name, source) = (body.name.trim().to_owned(), body.source.trim().to_owned());
    let adapter = Adapter {
        shipped: ShippedAdapter {
            code: body.code,
            name_en: name.clone(),
            name,
            system: body.system.trim().to_owned(),
            channel: body.channel,
            source_en: source.clone(),
            source: source.clone(),
            definition: plain()?,
        },
        version: 1,
        is_active: true,
        definition: body.definition.clone().map_or_else(plain, Ok)?,
        own_source: Some(source),
        reason: Some(body.reason.trim().to_owned()),
        changed_at: Some(now),
    };
    if let Some(definition) = &body.definition {
        let source = adapter.own_source.as_deref();
        usable(state, &adapter, definition, source, &body.examples).await?;
    }
    let (made_known, first) = rows(state, actor, &adapter)?;
    let entry = Entry::of(state, AuditAction::AdapterChanged)
        .by(actor)
        .on("adapter", first.id)
        .with("code", first.code.as_str())
        .with("version", first.version)
        .with("is_active", first.is_active);
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let shipped = &adapter.shipped;
            if let Some(at) = catalogue::taken(&**tx, &shipped.code, &shipped.system).await? {
                return Err(AppError::field(at, ErrorCode::AdapterKnown));
            }
            catalogue::store_system(tx, permit, made_known).await?;
            catalogue::store(tx, authorize_any(actor, Action::AdapterKeep)?, first).await?;
            record(tx, entry).await?;
            let location = format!("/api/v1/adapters/{}", shipped.code);
            let reply = Reply::created(&view(&adapter, actor, lang), location)?;
            Ok(reply.version(adapter.version).personal())
        })
        .await
}

/// A new source as it is kept, and its first mapping.
fn rows(
    state: &AppState,
    actor: &Actor,
    adapter: &Adapter,
) -> AppResult<(system::Model, version::Model)> {
    let (shipped, now) = (&adapter.shipped, state.clock.now());
    let made_known = system::Model {
        id: state.ids.next(),
        code: shipped.code.clone(),
        system: shipped.system.clone(),
        name: shipped.name.clone(),
        channel: shipped.channel.as_str().to_owned(),
        created_by_id: actor.person_id,
        created_at: now,
    };
    let first = version::Model {
        id: state.ids.next(),
        code: shipped.code.clone(),
        version: adapter.version,
        is_active: adapter.is_active,
        definition: serde_json::to_string(&adapter.definition)?,
        source: shipped.source.clone(),
        reason: adapter.reason.clone().unwrap_or_default(),
        created_by_id: actor.person_id,
        created_at: now,
    };
    Ok((made_known, first))
}

/// The next version of an adapter.
pub async fn update(
    state: &AppState,
    actor: &Actor,
    code: &str,
    seen: IfMatch,
    command: Command<UpdateAdapterRequest>,
    lang: Lang,
) -> AppResult<Reply<AdapterView>> {
    let permit = authorize_any(actor, Action::AdapterKeep)?;
    let Command { body, idempotency } = command;
    let before = catalogue::find(state.db.reader(), code).await?;
    if let Some(definition) = &body.definition {
        usable(state, &before, definition, body.source.as_deref(), &body.examples).await?;
    }
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let current = catalogue::find(&**tx, code).await?;
            seen.check(current.version, ErrorCode::RequestStaleVersion)?;
            let definition = body.definition.as_ref().unwrap_or(&current.definition);
            let own_source = body.source.clone().or(current.own_source);
            let row = version::Model {
                id: state.ids.next(),
                code: code.to_owned(),
                version: current.version + 1,
                is_active: body.is_active.unwrap_or(current.is_active),
                definition: serde_json::to_string(definition)?,
                source: own_source.unwrap_or_else(|| current.shipped.source.clone()),
                reason: body.reason.trim().to_owned(),
                created_by_id: actor.person_id,
                created_at: state.clock.now(),
            };
            let entry = Entry::of(state, AuditAction::AdapterChanged)
                .by(actor)
                .on("adapter", row.id)
                .with("code", code)
                .with("version", row.version)
                .with("is_active", row.is_active);
            catalogue::store(tx, permit, row).await?;
            record(tx, entry).await?;
            answer(&catalogue::find(&**tx, code).await?, actor, lang)
        })
        .await
}

/// A mapping is right in itself, names codes there are, and reads the messages it is shown.
async fn usable(
    state: &AppState,
    before: &Adapter,
    definition: &AdapterDefinition,
    source: Option<&str>,
    examples: &[AdapterMessage],
) -> AppResult<()> {
    let mut problems: Vec<_> =
        check::check(definition).into_iter().map(|problem| problem.below("/definition")).collect();
    let now = state.clock.now();
    let codes = state.codes.get(&state.db, now).await?;
    for (set, code, pointer) in check::named_codes(definition) {
        if !codes.exists(set, code, local_date(now)) {
            problems.push(FieldError::of(format!("/definition{pointer}"), ErrorCode::CodeUnknown));
        }
    }
    if source.is_none() {
        problems.push(FieldError::rule("/source", "missing_field", serde_json::Map::new()));
    }
    if examples.is_empty() {
        problems.push(FieldError::rule("/examples", "missing_field", serde_json::Map::new()));
    }
    if !problems.is_empty() {
        return Err(AppError::Validation(problems));
    }
    let directory = state.directory.get(&state.db, now).await?;
    let adapter = Adapter { definition: definition.clone(), ..before.clone() };
    for (index, AdapterMessage(message)) in examples.iter().enumerate() {
        let message = Value::Object(message.clone());
        let read = match receive::fit(&adapter, &directory, &message) {
            Ok(fitting) => receive::check(state, &fitting).await,
            Err(error) => Err(error),
        };
        if let Err(error) = read {
            let at = format!("/examples/{index}");
            problems.push(FieldError::of(at.clone(), ErrorCode::AdapterExampleRefused));
            problems.extend(fields_of(error)?.into_iter().map(|field| field.below(&at)));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(AppError::Validation(problems)) }
}
