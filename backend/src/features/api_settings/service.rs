//! Use cases of the settings of the API.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    QuerySelect as _,
};

use super::cache::{self, ONE};
use super::content::{Content, is_origin};
use super::dto::{ApiSettingsView, UpdateApiSettingsRequest};
use super::entity::settings::{Column, Entity, Model};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError, refused};
use crate::platform::http::{Command, IfMatch, Reply};
use crate::policy::{Action, Actor, Permit, authorize_any, may_ever};

/// The version while nobody set anything.
const FIRST: i32 = 1;

/// The settings in force here.
pub(super) async fn get(state: &AppState, actor: &Actor) -> AppResult<Reply<ApiSettingsView>> {
    let row = Entity::find_by_id(ONE).one(state.db.reader()).await?;
    let view = view(state, state.db.reader(), actor, row.as_ref()).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// Sets others, for this server at once and for every other within ten seconds.
pub(super) async fn update(
    state: &AppState,
    actor: &Actor,
    seen: IfMatch,
    command: Command<UpdateApiSettingsRequest>,
) -> AppResult<Reply<ApiSettingsView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let reply = state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let permit = authorize_any(actor, Action::ApiSettingsWrite)?;
            let before = Entity::find_by_id(ONE).lock_exclusive().one(&**tx).await?;
            let version = before.as_ref().map_or(FIRST, |row| row.row_version);
            seen.check(version, ErrorCode::RequestStaleVersion)?;
            let content = changed(cache::content(state, before.as_ref())?, &body);
            check(state, &content)?;
            let row = Model {
                id: ONE,
                content: serde_json::to_string(&content)?,
                changed_by_id: actor.person_id,
                created_at: before.as_ref().map_or(now, |row| row.created_at),
                updated_at: now,
                row_version: version + 1,
            };
            save(tx, permit, row.clone()).await?;
            let entry = Entry::of(state, AuditAction::ApiSettingsChanged).by(actor);
            let entry = entry.with("settings", serde_json::to_value(&content)?);
            record(tx, entry.on("api_settings", ONE)).await?;
            let view = view(state, &**tx, actor, Some(&row)).await?;
            Ok(Reply::ok(&view)?.version(view.version).personal())
        })
        .await?;
    state.api_settings.forget();
    cache::look(state).await?;
    Ok(reply)
}

fn changed(before: Content, body: &UpdateApiSettingsRequest) -> Content {
    Content {
        sign_in: body.sign_in.unwrap_or(before.sign_in),
        read: body.read.unwrap_or(before.read),
        write: body.write.unwrap_or(before.write),
        public: body.public.unwrap_or(before.public),
        cors_origins: body.cors_origins.clone().unwrap_or(before.cors_origins),
    }
}

/// The server never reads more than its own setting says, whatever is set here.
fn check(state: &AppState, content: &Content) -> AppResult<()> {
    let most = u32::try_from(state.config.server.max_body_bytes).unwrap_or(u32::MAX);
    let kinds = [
        ("sign_in", content.sign_in),
        ("read", content.read),
        ("write", content.write),
        ("public", content.public),
    ];
    let too_large = kinds.into_iter().filter(|(_, kind)| kind.max_body_bytes > most);
    let mut wrong: Vec<_> = too_large
        .map(|(name, _)| {
            let pointer = format!("/{name}/max_body_bytes");
            FieldError::of(pointer, ErrorCode::ApiSettingsBodyTooLarge)
        })
        .collect();
    for (at, origin) in (0..).zip(&content.cors_origins) {
        if !is_origin(origin) {
            let pointer = format!("/cors_origins/{at}");
            wrong.push(FieldError::of(pointer, ErrorCode::ApiSettingsOriginInvalid));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(AppError::Validation(wrong)) }
}

/// The row is there or not; who comes second with the first change has seen another version.
async fn save(tx: &Tx, permit: Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "settings of the API saved");
    let version = row.row_version;
    let row = row.into_active_model().reset_all();
    if version > FIRST + 1 {
        Entity::update(row).exec(&**tx).await?;
        return Ok(());
    }
    let first = OnConflict::column(Column::Id).do_nothing().to_owned();
    let inserted = Entity::insert(row).on_conflict(first).exec_without_returning(&**tx).await?;
    if inserted == 0 {
        return Err(ErrorCode::RequestStaleVersion.into());
    }
    Ok(())
}

async fn view(
    state: &AppState,
    db: &impl ConnectionTrait,
    actor: &Actor,
    row: Option<&Model>,
) -> AppResult<ApiSettingsView> {
    let content = cache::content(state, row)?;
    let names = personnel::repo::list_names(db, row.map(|row| row.changed_by_id)).await?;
    let may = may_ever(actor, Action::ApiSettingsWrite);
    Ok(ApiSettingsView {
        sign_in: content.sign_in,
        read: content.read,
        write: content.write,
        public: content.public,
        cors_origins: content.cors_origins,
        most_body_bytes: u32::try_from(state.config.server.max_body_bytes).unwrap_or(u32::MAX),
        is_default: row.is_none(),
        changed_by: row.map(|row| PersonRef {
            id: row.changed_by_id,
            name: names.get(&row.changed_by_id).cloned().unwrap_or_default(),
        }),
        updated_at: row.map(|row| row.updated_at),
        version: row.map_or(FIRST, |row| row.row_version),
        allowed_actions: if may { vec!["update"] } else { Vec::new() },
        refused_actions: refused(&["update"], (!may).then_some(ErrorCode::AuthNotAllowed)),
    })
}
