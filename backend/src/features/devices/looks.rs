//! Looking through a device: a ticket for the platform's own player, noted with who, when, why and for
//! which case (公共安全视频图像信息系统管理条例，国务院令第799号: public safety only, and looks are registered).

use std::collections::HashSet;

use chrono::TimeDelta;
use uuid::Uuid;

use super::dto::{
    DeviceLookFilter, DeviceLookTicket, DeviceLookView, DeviceState, LookThroughDeviceRequest,
};
use super::entity::look;
use super::service::{facts_of, readable};
use super::{repo, ticket};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::cases::mentions::Mentions;
use crate::features::cases::repo as cases;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::policy::{Action, Actor, Scope, authorize, may_ever};

const ORDER: &str = "device_looks:-id";

/// Notes a look, and answers where to.
pub async fn look(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<LookThroughDeviceRequest>,
) -> AppResult<Reply<DeviceLookTicket>> {
    let Command { body, idempotency } = command;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let device = repo::hold(tx, &readable(actor), id).await?;
            let permit = authorize(actor, Action::DeviceLook, &facts_of(&device))?;
            seen.check(device.row_version, ErrorCode::RequestStaleVersion)?;
            if device.state != DeviceState::InUse.as_str() {
                return Err(ErrorCode::DeviceNotInUse.into());
            }
            let reason = reason_of(tx, actor, &body).await?;
            let (look_id, at) = (state.ids.next(), state.clock.now());
            let until = at + TimeDelta::seconds(state.config.devices.ticket_seconds);
            let code = &device.national_code;
            let url = ticket::address(state, actor.user_id, look_id, code, (at, until))?;
            let url = url.ok_or(ErrorCode::DevicePlayerNotConfigured)?;
            let row = look::Model {
                id: look_id,
                device_id: device.id,
                case_id: body.case_id,
                person_id: actor.person_id,
                capacity_id: actor.capacity_id,
                center_id: device.center_id,
                region_code: device.region_code.clone(),
                reason,
                at,
                expires_at: until,
            };
            repo::insert_look(tx, permit, row).await?;
            let entry = Entry::of(state, AuditAction::DeviceLookedThrough)
                .by(actor)
                .on("device", device.id)
                .with("look_id", look_id.to_string())
                .with("case_id", body.case_id.map(|id| id.to_string()));
            record(tx, entry).await?;
            let ticket = DeviceLookTicket { id: look_id, url, expires_at: until };
            Ok(Reply::ok(&ticket)?.personal())
        })
        .await
}

/// The reason as it is kept: whoever reads the log need not know the parties of the case.
async fn reason_of(tx: &Tx, actor: &Actor, body: &LookThroughDeviceRequest) -> AppResult<String> {
    let reason = body.reason.trim();
    let Some(case_id) = body.case_id else { return Ok(reason.to_owned()) };
    let scope = Scope::cases(actor, Action::CaseRead);
    if cases::list_of(&**tx, &scope, &[case_id]).await?.is_empty() {
        return Err(AppError::field("/case_id", ErrorCode::DeviceCaseUnknown));
    }
    let parties = cases::parties(&**tx, case_id).await?;
    Ok(Mentions::of(&parties).hide(reason))
}

/// Who looked through a device, the newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    filter: &DeviceLookFilter,
) -> AppResult<Page<DeviceLookView>> {
    let db = state.db.reader();
    let device = repo::find(db, &readable(actor), id).await?;
    authorize(actor, Action::DeviceReadLooks, &facts_of(&device))?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_looks(db, id).await?),
        None => None,
    };
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::looks(db, id, before, most + 1).await?;
    let named: Vec<Uuid> = found.iter().filter_map(|row| row.case_id).collect();
    let seen: HashSet<Uuid> = if named.is_empty() || !may_ever(actor, Action::CaseRead) {
        HashSet::new()
    } else {
        let scope = Scope::cases(actor, Action::CaseRead);
        cases::list_of(db, &scope, &named).await?.into_iter().map(|row| row.id).collect()
    };
    let names = personnel::repo::list_names(db, found.iter().map(|row| row.person_id)).await?;
    let view = |row: look::Model| DeviceLookView {
        id: row.id,
        person: PersonRef {
            id: row.person_id,
            name: names.get(&row.person_id).cloned().unwrap_or_default(),
        },
        capacity_id: row.capacity_id,
        reason: row.reason,
        is_for_case: row.case_id.is_some(),
        case_id: row.case_id.filter(|id| seen.contains(id)),
        at: row.at,
        expires_at: row.expires_at,
    };
    Ok(Page::cut(found, most, ORDER, |row| (None, row.id), view)?.of(total))
}
