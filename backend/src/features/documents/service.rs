//! Use cases of issued documents: list, read, the file, void, verify.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::access;
use super::dto::{
    AboutKind, DocumentContentView, DocumentFilter, DocumentKind, DocumentKindView, DocumentState,
    DocumentVerificationView, DocumentView, VoidDocumentRequest,
};
use super::entity::document;
use super::gather::Subjects;
use super::issue::{Sealed, sealed_refusal, then};
use super::qr::Modules;
use super::repo;
use super::template::TemplateDefinition;
use super::view::{Reader, state_of};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::sha256;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::cases::service::facts_of;
use crate::features::cases::transit::{self, By, Noted};
use crate::features::review_meetings::paper as meetings;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Cursor, IfMatch, Page, Reply, counted, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, authorize, may_ever};

/// The only order of the list, in its cursors.
const ORDER: &str = "documents:-id";

async fn case_of(db: &impl ConnectionTrait, actor: &Actor, id: Uuid) -> AppResult<Loaded> {
    let row = cases::find(db, &Scope::cases(actor, Action::CaseRead), id).await?;
    cases::load(db, row).await
}

/// The kinds of documents of a case: which the caller may issue, about what.
pub async fn kinds(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    lang: Lang,
) -> AppResult<Page<DocumentKindView>> {
    let db = state.db.reader();
    let ground = Ground::of(state).await?;
    let case = case_of(db, actor, case_id).await?;
    let assists = case.state.assist_department_ids();
    let facts = facts_of(&case, &assists);
    let supervises = may_ever(actor, Action::SupervisionOrderIssue);
    let subjects = Subjects::of(db, actor, &case, (supervises, true)).await?;
    let sealed = sealed_refusal(&case);
    let versions = repo::templates(db, &[]).await?;
    let today = local_date(state.clock.now());
    let view = |kind: DocumentKind| -> AppResult<DocumentKindView> {
        let template = repo::in_force(&versions, kind, today);
        let definition: Option<TemplateDefinition> =
            template.map(|one| serde_json::from_str(&one.definition)).transpose()?;
        let names_parties = definition.is_some_and(|one| one.names_parties());
        let refusal = access::refusal_to_issue(actor, &facts, kind, names_parties);
        let subjects =
            if refusal.is_none() { subjects.choices(kind.about(), &ground) } else { Vec::new() };
        let is_free = kind.about() == AboutKind::Case || kind.about().is_optional();
        let has_subject = is_free || !subjects.is_empty();
        let refusal = refusal
            .or(sealed)
            .or(template.is_none().then_some(ErrorCode::DocumentNoTemplate))
            .or((!has_subject).then_some(ErrorCode::DocumentAboutRequired));
        Ok(DocumentKindView {
            kind,
            name: kind.name(lang).to_owned(),
            template_version: template.map(|one| one.version),
            names_parties,
            about: kind.about(),
            subjects,
            allowed_actions: refusal.map_or_else(|| vec!["issue".to_owned()], |_| Vec::new()),
            refused_actions: refusal
                .map(|code| BTreeMap::from([("issue".to_owned(), code.as_str().to_owned())]))
                .unwrap_or_default(),
        })
    };
    let of_case = DocumentKind::ALL.iter().copied().filter(|kind| kind.is_of_case());
    let views = of_case.map(view);
    Ok(Page::whole(views.collect::<AppResult<_>>()?))
}

/// One page of the documents of a case the caller may know of, newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &DocumentFilter,
    lang: Lang,
) -> AppResult<Page<DocumentView>> {
    let db = state.db.reader();
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let case = case_of(db, actor, case_id).await?;
    let assists = case.state.assist_department_ids();
    let facts = facts_of(&case, &assists);
    let mut matching = Condition::all();
    if !access::may_see(actor, &facts, true, None) {
        // What an assisting department may know of: the same as `may_see`.
        matching = matching
            .add(document::Column::NamesParties.eq(false))
            .add(document::Column::AddresseeId.eq(actor.department_id));
    }
    if !filter.kind.is_empty() {
        let kinds = filter.kind.iter().map(|kind| kind.as_str());
        matching = matching.add(document::Column::Kind.is_in(kinds));
    }
    if !filter.state.is_empty() {
        let states = filter.state.iter().map(|state| state.as_str());
        matching = matching.add(document::Column::State.is_in(states));
    }
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let rows = limit(filter.limit);
    let total = counted(filter.count, repo::count(db, case_id, matching.clone())).await?;
    let found = repo::list(db, case_id, matching, after, rows + 1).await?;
    let sealed = sealed_refusal(&case);
    let reader = Reader { actor, facts: &facts, directory: &directory, sealed, lang };
    let views = reader.views(db, &found).await?;
    let at = |view: &DocumentView| (None, view.id);
    Ok(Page::cut(views, rows, ORDER, at, |view| view)?.of(total))
}

/// One document: 404 where its case is outside the scope or the caller may not know of it.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    ids: [Uuid; 2],
    lang: Lang,
) -> AppResult<Reply<DocumentView>> {
    let view = opened(state, actor, ids, lang, false).await?.0;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// What it says. Of a document that names parties, the security log knows who looked.
pub async fn content(
    state: &AppState,
    actor: &Actor,
    ids: [Uuid; 2],
    lang: Lang,
) -> AppResult<Reply<DocumentContentView>> {
    let (document, center_name) = opened(state, actor, ids, lang, true).await?;
    let file = repo::file(state.db.reader(), document.id).await?;
    if sha256(file.content.as_bytes()) != document.content_hash {
        return Err(AppError::internal("a document is no longer what was issued"));
    }
    let sealed: Sealed = serde_json::from_str(&file.content)?;
    let qr_rows = Modules::of(&document.verify_url)?.rows();
    let version = document.version;
    let view = DocumentContentView { document, center_name, content: sealed.content, qr_rows };
    Ok(Reply::ok(&view)?.version(version).personal())
}

/// The DOCX file: its name and bytes, the same ones every time.
pub async fn docx(state: &AppState, actor: &Actor, ids: [Uuid; 2]) -> AppResult<(String, Vec<u8>)> {
    let (document, _) = opened(state, actor, ids, Lang::Zh, true).await?;
    let file = repo::file(state.db.reader(), document.id).await?.file;
    if sha256(&file) != document.file_hash {
        return Err(AppError::internal("the file of a document is no longer what was issued"));
    }
    // The file is what was issued to the last byte and bears no mark: the log says who took it.
    let entry = Entry::of(state, AuditAction::DocumentExported).by(actor);
    let entry = entry.on("document", document.id).with("case_id", ids[0].to_string());
    let entry = entry.with("kind", document.kind.as_str());
    state.db.write(async |tx: &Tx| record(tx, entry).await).await?;
    Ok((format!("{}-{}.docx", document.document_no, document.edition), file))
}

/// Finds a document for the caller; `is_read`: what it says is shown, so the right is needed, and
/// where it names parties the look is written down.
async fn opened(
    state: &AppState,
    actor: &Actor,
    [case_id, id]: [Uuid; 2],
    lang: Lang,
    is_read: bool,
) -> AppResult<(DocumentView, String)> {
    let db = state.db.reader();
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let case = case_of(db, actor, case_id).await?;
    let assists = case.state.assist_department_ids();
    let facts = facts_of(&case, &assists);
    let row = repo::find(db, [case_id, id]).await?;
    if !access::may_see(actor, &facts, row.names_parties, row.addressee_id) {
        return Err(ErrorCode::RequestNotFound.into());
    }
    let refusal = access::refusal_to_read(actor, &facts, row.names_parties);
    if let Some(code) = refusal.filter(|_| is_read) {
        return Err(code.into());
    }
    if is_read && row.names_parties {
        let look = async |tx: &Tx| {
            let entry = Entry::of(state, AuditAction::DocumentOpened).by(actor);
            let entry = entry.on("document", id).with("case_id", case_id.to_string());
            record(tx, entry.with("kind", row.kind.clone())).await
        };
        state.db.write(look).await?;
    }
    let sealed = sealed_refusal(&case);
    let reader = Reader { actor, facts: &facts, directory: &directory, sealed, lang };
    let center = directory.centers.get(&case.row.center_id);
    let center = center.map(|center| center.name.clone()).unwrap_or_default();
    Ok((reader.one(db, &row).await?, center))
}

/// 作废: it stays, with the reason, and counts no more.
pub async fn void(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    ground: &Ground,
    [case_id, id]: [Uuid; 2],
    (seen, request, lang): (IfMatch, &VoidDocumentRequest, Lang),
) -> AppResult<Reply<DocumentView>> {
    let scope = Scope::cases(actor, Action::CaseRead);
    let found = cases::find_for_update(tx, &scope, case_id).await?;
    let mut case = cases::load(&**tx, found).await?;
    let assists = case.state.assist_department_ids();
    let facts = facts_of(&case, &assists);
    let row = repo::find(&**tx, [case_id, id]).await?;
    if !access::may_see(actor, &facts, row.names_parties, row.addressee_id) {
        return Err(ErrorCode::RequestNotFound.into());
    }
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    let right = || authorize(actor, Action::DocumentVoid, &facts);
    let (save, noted) = (right()?, right()?);
    if let Some(code) = sealed_refusal(&case) {
        return Err(code.into());
    }
    if state_of(&row)? != DocumentState::Valid {
        return Err(ErrorCode::DocumentNotValid.into());
    }
    let now = state.clock.now();
    let reason = request.reason.trim().to_owned();
    let row = document::Model {
        state: DocumentState::Void.as_str().to_owned(),
        voided_at: Some(now),
        voided_by_id: Some(actor.person_id),
        void_reason: Some(reason.clone()),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    };
    repo::save(tx, save, row.clone()).await?;
    let directory = &ground.directory;
    let reader = Reader { actor, facts: &facts, directory, sealed: None, lang };
    let view = reader.one(&**tx, &row).await?;
    let change =
        Change::DocumentVoided { document: then(&row), document_kind: row.kind.clone(), reason };
    let by = By { actor: Some(actor), at: now };
    let change = Noted { change, by, clocks: Vec::new() };
    transit::note(state, tx, noted, &ground.keeper, &mut case, change).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// Whether a paper with this number and check code was issued, and whether it still counts. A wrong
/// number and a wrong code are the same 404.
pub async fn verify(
    state: &AppState,
    document_no: &str,
    code: &str,
) -> AppResult<Reply<DocumentVerificationView>> {
    let is_code = code.len() == 16 && code.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = code.to_ascii_lowercase();
    let db = state.db.reader();
    let found = repo::verified(db, document_no, &code).await?.filter(|_| is_code);
    let Some(row) = found else {
        // The same number series: it may be the paper of a meeting.
        let minutes = meetings::verified(db, document_no, &code).await?;
        let row = minutes.filter(|_| is_code).ok_or(ErrorCode::RequestNotFound)?;
        return Ok(Reply::ok(&row)?.personal());
    };
    let view = DocumentVerificationView {
        state: state_of(&row)?,
        document_no: row.document_no,
        edition: row.edition,
        issued_on: local_date(row.issued_at),
        content_hash: row.content_hash,
        file_hash: row.file_hash,
    };
    Ok(Reply::ok(&view)?.personal())
}
