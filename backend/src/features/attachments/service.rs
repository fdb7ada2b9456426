//! Use cases of attachments: announcing, filing, removing, listing. How a content arrives is in
//! [`super::upload`], how it is opened in [`super::opening`].

use chrono::TimeDelta;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{
    AddAttachmentRequest, AttachmentFilter, AttachmentState, AttachmentView, FileAttachmentRequest,
    RemoveAttachmentRequest, ScanState,
};
use super::entity::attachment::Model;
use super::view::Reader;
use super::{repo, rights};
use crate::app::AppState;
use crate::features::cases::change::{AttachmentThen, Change};
use crate::features::cases::ground::Ground;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::cases::service::facts_of;
use crate::features::cases::transit::{self, By, Noted};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::files::FileKind;
use crate::platform::http::{Command, IfMatch, Page, Reply};
use crate::policy::{Action, Actor, Permit, Scope, authorize};

/// A case the caller may read; outside the scope it does not exist (404).
pub async fn case_of(db: &impl ConnectionTrait, actor: &Actor, id: Uuid) -> AppResult<Loaded> {
    let row = cases::find(db, &Scope::cases(actor, Action::CaseRead), id).await?;
    cases::load(db, row).await
}

/// The same, held until the end of the transaction.
pub async fn held_case(tx: &Tx, actor: &Actor, id: Uuid) -> AppResult<Loaded> {
    let row = cases::find_for_update(tx, &Scope::cases(actor, Action::CaseRead), id).await?;
    cases::load(&**tx, row).await
}

/// The right to `action` on a case.
pub fn permit(actor: &Actor, action: Action, case: &Loaded) -> AppResult<Permit> {
    let assists = case.state.assist_department_ids();
    authorize(actor, action, &facts_of(case, &assists))
}

/// 404 for what the caller may not know of: a paper that names a party is not even there.
pub fn known(actor: &Actor, case: &Loaded, row: Model) -> AppResult<Model> {
    let assists = case.state.assist_department_ids();
    if row.is_identity && !rights::sees_identity(actor, &facts_of(case, &assists)) {
        return Err(ErrorCode::RequestNotFound.into());
    }
    Ok(row)
}

/// The attachments of a case the caller may know of; few, so all of them.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &AttachmentFilter,
) -> AppResult<Page<AttachmentView>> {
    let db = state.db.reader();
    let case = case_of(db, actor, case_id).await?;
    let states =
        if filter.state.is_empty() { &[AttachmentState::Kept][..] } else { &filter.state[..] };
    let rows = repo::list(db, case_id, states).await?;
    let reader = Reader::of(db, actor, &case, &rows).await?;
    let seen = rows.iter().filter(|row| reader.sees(row));
    Ok(Page::whole(seen.map(|row| reader.view(row)).collect::<AppResult<_>>()?))
}

/// One attachment.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    [case_id, id]: [Uuid; 2],
) -> AppResult<Reply<AttachmentView>> {
    let db = state.db.reader();
    let case = case_of(db, actor, case_id).await?;
    let row = known(actor, &case, repo::find(db, case_id, id).await?)?;
    answer(db, actor, &case, &row).await
}

pub(super) async fn answer(
    db: &impl ConnectionTrait,
    actor: &Actor,
    case: &Loaded,
    row: &Model,
) -> AppResult<Reply<AttachmentView>> {
    let reader = Reader::of(db, actor, case, std::slice::from_ref(row)).await?;
    let view = reader.view(row)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// Announces a file: refused at once where it would be refused when it came.
pub async fn add(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    command: Command<AddAttachmentRequest>,
) -> AppResult<Reply<AttachmentView>> {
    let Command { body, idempotency } = command;
    check(state, &body)?;
    let now = state.clock.now();
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let case = Box::pin(held_case(tx, actor, case_id)).await?;
            let permit = permit(actor, Action::CaseAttach, &case)?;
            rights::may_add(&case.state)?;
            if repo::count(&**tx, case_id).await? >= state.config.files.max_per_case {
                return Err(ErrorCode::AttachmentTooMany.into());
            }
            let row = Model {
                id: state.ids.next(),
                case_id,
                state: AttachmentState::Awaiting.as_str().to_owned(),
                file_name: body.file_name.clone(),
                size_bytes: body.size_bytes,
                media_type: None,
                sha256: body.sha256.clone(),
                scan: ScanState::Unscanned.as_str().to_owned(),
                is_identity: is_identity(state, actor, &case, &body),
                document_code: body.document_code.clone(),
                has_thumbnail: false,
                storage_key: None,
                added_by_id: actor.person_id,
                expires_at: now + TimeDelta::minutes(state.config.files.upload_minutes),
                kept_at: None,
                removed_at: None,
                removed_by_id: None,
                remove_reason: None,
                created_at: now,
                updated_at: now,
                row_version: 1,
            };
            may_mark(actor, &case, row.is_identity)?;
            repo::insert(tx, permit, row.clone()).await?;
            let reader = Reader::of(&**tx, actor, &case, std::slice::from_ref(&row)).await?;
            let view = reader.view(&row)?;
            let location = format!("/api/v1/cases/{case_id}/attachments/{}", row.id);
            Ok(Reply::created(&view, location)?.version(view.version).personal())
        })
        .await
}

fn check(state: &AppState, body: &AddAttachmentRequest) -> AppResult<()> {
    let most = state.config.files.max_file_bytes;
    if u64::try_from(body.size_bytes).unwrap_or(0) > most {
        return Err(AppError::from(ErrorCode::AttachmentTooLarge).with("max_bytes", most));
    }
    if FileKind::of_name(&body.file_name).is_none() {
        let refused = AppError::from(ErrorCode::AttachmentTypeNotAllowed);
        return Err(refused.with("accepted", FileKind::all_endings()));
    }
    known_document(state, body.document_code.as_deref())
}

fn known_document(state: &AppState, code: Option<&str>) -> AppResult<()> {
    let is_known = code.is_none_or(|code| state.dossier_rules.document(code).is_some());
    if is_known {
        return Ok(());
    }
    Err(AppError::field("/document_code", ErrorCode::AttachmentUnknownDocument))
}

/// What names a party by its place names them, whatever the caller says. What has no place yet is
/// taken to do so until who brings it says otherwise; of who could not see it then, that it does not.
fn is_identity(
    state: &AppState,
    actor: &Actor,
    case: &Loaded,
    body: &AddAttachmentRequest,
) -> bool {
    let assists = case.state.assist_department_ids();
    let sees = || rights::sees_identity(actor, &facts_of(case, &assists));
    names_a_party(state, body.document_code.as_deref())
        || body.is_identity.unwrap_or_else(|| body.document_code.is_none() && sees())
}

/// Whether what fills the place called `document_code` names a party by its nature.
pub(super) fn names_a_party(state: &AppState, document_code: Option<&str>) -> bool {
    let document = document_code.and_then(|code| state.dossier_rules.document(code));
    document.is_some_and(|document| document.is_identity)
}

/// Nobody hides from themselves what they brought.
fn may_mark(actor: &Actor, case: &Loaded, is_identity: bool) -> AppResult<()> {
    let assists = case.state.assist_department_ids();
    if is_identity && !rights::sees_identity(actor, &facts_of(case, &assists)) {
        return Err(ErrorCode::AuthNotAllowed.into());
    }
    Ok(())
}

/// 归入卷宗: gives an attachment its place in the dossier, or takes it out.
pub async fn file(
    state: &AppState,
    actor: &Actor,
    [case_id, id]: [Uuid; 2],
    seen: IfMatch,
    command: Command<FileAttachmentRequest>,
) -> AppResult<Reply<AttachmentView>> {
    let Command { body, idempotency } = command;
    known_document(state, body.document_code.as_deref())?;
    let ground = Ground::of(state).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let case = Box::pin(held_case(tx, actor, case_id)).await?;
            let row = known(actor, &case, repo::find(&**tx, case_id, id).await?)?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            let permit = permit(actor, Action::CaseAttach, &case)?;
            rights::is_kept(&row)?;
            rights::may_add(&case.state)?;
            let is_identity = body.is_identity.unwrap_or(row.is_identity)
                || names_a_party(state, body.document_code.as_deref());
            // Marking and unmarking are for whom sees what is marked.
            may_mark(actor, &case, is_identity || row.is_identity)?;
            let next = Model {
                document_code: body.document_code.clone(),
                is_identity,
                ..repo::successor(&row, state.clock.now())
            };
            repo::save(tx, &permit, seen, next.clone()).await?;
            let document_code = next.document_code.clone();
            let change = Change::AttachmentFiled { attachment_id: id, document_code, is_identity };
            let case = Box::pin(note(state, tx, permit, &ground, actor, case, change)).await?;
            answer(&**tx, actor, &case, &next).await
        })
        .await
}

/// 删除附件: the content goes, what is known of it stays.
pub async fn remove(
    state: &AppState,
    actor: &Actor,
    [case_id, id]: [Uuid; 2],
    seen: IfMatch,
    command: Command<RemoveAttachmentRequest>,
) -> AppResult<Reply<AttachmentView>> {
    let Command { body, idempotency } = command;
    let ground = Ground::of(state).await?;
    let now = state.clock.now();
    let removed = state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let case = Box::pin(held_case(tx, actor, case_id)).await?;
            let row = known(actor, &case, repo::find(&**tx, case_id, id).await?)?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            let permit = permit(actor, Action::CaseRemoveAttachment, &case)?;
            rights::is_kept(&row)?;
            rights::may_remove(&case.state)?;
            let reason = body.reason.trim().to_owned();
            let next = Model {
                state: AttachmentState::Removed.as_str().to_owned(),
                removed_at: Some(now),
                removed_by_id: Some(actor.person_id),
                remove_reason: Some(reason.clone()),
                ..repo::successor(&row, now)
            };
            repo::save(tx, &permit, seen, next.clone()).await?;
            let change = Change::AttachmentRemoved { attachment: then(&row)?, reason };
            let case = Box::pin(note(state, tx, permit, &ground, actor, case, change)).await?;
            answer(&**tx, actor, &case, &next).await
        })
        .await?;
    // Outside the transaction; what fails here, the sweep does again.
    if let Err(error) = super::jobs::clear(state, id).await {
        tracing::error!(%error, attachment.id = %id, "a removed content is still kept");
    }
    Ok(removed)
}

/// An attachment as its events name it.
pub fn then(row: &Model) -> AppResult<AttachmentThen> {
    let unkept = || AppError::internal("an attachment without its content");
    Ok(AttachmentThen {
        attachment_id: row.id,
        sha256: row.sha256.clone().ok_or_else(unkept)?,
        size_bytes: row.size_bytes,
        media_type: row.media_type.clone().ok_or_else(unkept)?,
        is_identity: row.is_identity,
    })
}

/// Writes what happened to a paper into the ledger; whoever edits the case keeps their version.
pub async fn note(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    ground: &Ground,
    actor: &Actor,
    mut case: Loaded,
    change: Change,
) -> AppResult<Loaded> {
    let by = By { actor: Some(actor), at: state.clock.now() };
    let noted = Noted { change, by, clocks: Vec::new() };
    transit::note(state, tx, permit, &ground.keeper, &mut case, noted).await?;
    Ok(case)
}
