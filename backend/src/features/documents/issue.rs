//! Issuing (出具): the day a document says for good what its draft said.

use actix_web::web;
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access;
use super::content::DocumentContent;
use super::docx::{self, Frame};
use super::dto::{DocumentView, IssueDocumentRequest};
use super::entity::{document, document_file};
use super::facts::Issuing;
use super::filling::Missing;
use super::gather::{Gathered, current, gather};
use super::kind::{DocumentKind, DocumentState};
use super::repo;
use super::view::{Reader, check_code};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::{Change, DocumentThen};
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::{canonical, sha256};
use crate::features::cases::numbers;
use crate::features::cases::repo as cases;
use crate::features::cases::service::facts_of;
use crate::features::cases::transit::{self, By, Noted};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::Reply;
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, authorize};

/// Version of the shape that is hashed; a released one is never changed.
const VERSION: u8 = 1;

/// What an issued document says, in the shape that is hashed and stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sealed {
    v: u8,
    document_no: String,
    edition: i32,
    kind: String,
    template_version: i32,
    /// Its fields and how they stand on paper.
    pub content: DocumentContent,
}

/// A document made and not stored yet.
pub struct Made {
    kind: DocumentKind,
    replaces_id: Option<Uuid>,
    /// How many events the case had when it was read: with another it says something else.
    event_count: i32,
    row: document::Model,
    content: String,
    file: Vec<u8>,
}

impl Made {
    /// The document as it was stored.
    pub fn into_row(self) -> document::Model {
        self.row
    }
}

/// The number a document is issued under, and its edition: those of what it replaces, or new ones.
pub async fn number(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    request: &IssueDocumentRequest,
) -> AppResult<Option<(String, i32)>> {
    let Some(id) = request.replaces_id else { return Ok(None) };
    let unknown = || AppError::field("/replaces_id", ErrorCode::DocumentReplacesUnknown);
    let replaced = match repo::find(db, [case_id, id]).await {
        Ok(replaced) => replaced,
        Err(AppError::Code { code: ErrorCode::RequestNotFound, .. }) => return Err(unknown()),
        Err(error) => return Err(error),
    };
    if replaced.kind != request.kind.as_str() {
        return Err(unknown());
    }
    Ok(Some((replaced.document_no, replaced.edition + 1)))
}

/// Takes a new number: `DOC`, county, day, serial.
pub async fn take_number(tx: &Tx, region_code: &str, on: NaiveDate) -> AppResult<String> {
    let county: String = region_code.chars().take(6).collect();
    let prefix = format!("DOC{county}-{}", on.format("%Y%m%d"));
    let serial = numbers::take(tx, &prefix, 1).await?;
    Ok(format!("{prefix}-{serial:06}"))
}

/// Reads what the document is made from; refuses with 422, naming each missing field.
pub async fn ready(
    db: &impl ConnectionTrait,
    state: &AppState,
    actor: &Actor,
    ground: &Ground,
    case_id: Uuid,
    request: &IssueDocumentRequest,
) -> AppResult<Gathered> {
    let today = local_date(state.clock.now());
    let wanted = (case_id, request.kind, request.about_id);
    let gathered = gather(db, state, actor, wanted).await?;
    if let Some(code) = sealed_refusal(&gathered.case) {
        return Err(code.into());
    }
    let issuing = Issuing { document_no: None, on: today, by: &actor.person_name };
    let sources = (ground, &*state.dossier_rules);
    let (_, missing, mut refused) = gathered.fill(sources, issuing, &request.fields, true);
    refused.extend(missing.iter().map(Missing::refusal));
    if refused.is_empty() { Ok(gathered) } else { Err(AppError::Validation(refused)) }
}

/// Makes the document under its number: content, hashes, file. Stores nothing.
pub async fn make(
    state: &AppState,
    actor: &Actor,
    ground: &Ground,
    gathered: Gathered,
    request: &IssueDocumentRequest,
    (document_no, edition): (String, i32),
) -> AppResult<Made> {
    let now = state.clock.now();
    let on = local_date(now);
    let issuing = Issuing { document_no: Some(&document_no), on, by: &actor.person_name };
    let sources = (ground, &*state.dossier_rules);
    let (filled, _, _) = gathered.fill(sources, issuing, &request.fields, false);
    let sealed = Sealed {
        v: VERSION,
        document_no: document_no.clone(),
        edition,
        kind: request.kind.as_str().to_owned(),
        template_version: gathered.template.version,
        content: DocumentContent::of(&gathered.definition, filled),
    };
    let content = canonical(&sealed)?;
    let content_hash = sha256(content.as_bytes());
    let base = state.config.notices.link_base.trim_end_matches('/').to_owned();
    let code = check_code(&content_hash).to_owned();
    let verify_url = format!("{base}/verify?no={document_no}&code={code}");
    let center = ground.directory.centers.get(&gathered.case.row.center_id);
    let center = center.map(|center| center.name.clone()).unwrap_or_default();
    let (number, url) = (document_no.clone(), verify_url.clone());
    let file = web::block(move || {
        let frame = Frame {
            center: &center,
            document_no: &number,
            edition,
            check_code: &code,
            verify_url: &url,
            issued_at: now,
        };
        docx::write(&sealed.content, &frame)
    });
    let file = file.await.map_err(AppError::internal)??;
    let row = document::Model {
        id: state.ids.next(),
        case_id: gathered.case.row.id,
        kind: request.kind.as_str().to_owned(),
        document_no,
        edition,
        state: DocumentState::Valid.as_str().to_owned(),
        template_id: gathered.template.id,
        template_version: gathered.template.version,
        about_id: gathered.about.id(),
        addressee_id: gathered.about.addressee(),
        names_parties: gathered.definition.names_parties(),
        content_hash,
        file_hash: sha256(&file),
        verify_url,
        issued_at: now,
        issued_by_id: actor.person_id,
        replaced_by_id: None,
        voided_at: None,
        voided_by_id: None,
        void_reason: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    Ok(Made {
        kind: request.kind,
        replaces_id: request.replaces_id,
        event_count: gathered.case.row.event_count,
        row,
        content,
        file,
    })
}

/// Stores the document, marks what it replaces, and writes it into the ledger of the case.
pub async fn store(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    ground: &Ground,
    made: &Made,
    lang: Lang,
) -> AppResult<Reply<DocumentView>> {
    let (row, now) = (&made.row, made.row.issued_at);
    let scope = Scope::cases(actor, Action::CaseRead);
    let found = cases::find_for_update(tx, &scope, row.case_id).await?;
    let mut case = cases::load(&**tx, found).await?;
    let assists = case.state.assist_department_ids();
    let facts = facts_of(&case, &assists);
    if let Some(code) = access::refusal_to_issue(actor, &facts, made.kind, row.names_parties) {
        return Err(code.into());
    }
    let right = || authorize(actor, Action::DocumentIssue, &facts);
    let (insert, replace, noted) = (right()?, right()?, right()?);
    if let Some(code) = sealed_refusal(&case) {
        return Err(code.into());
    }
    if case.row.event_count != made.event_count {
        return Err(ErrorCode::DocumentCaseChanged.into());
    }
    let replaced = replaced(tx, made).await?;
    let file = document_file::Model {
        document_id: row.id,
        content: made.content.clone(),
        file: made.file.clone(),
    };
    repo::insert(tx, insert, row.clone(), file).await?;
    if let Some(old) = replaced {
        let old = document::Model {
            state: DocumentState::Replaced.as_str().to_owned(),
            replaced_by_id: Some(row.id),
            updated_at: now,
            row_version: old.row_version + 1,
            ..old
        };
        repo::save(tx, replace, old).await?;
    }
    let directory = &ground.directory;
    let view = Reader { actor, facts: &facts, directory, sealed: None, lang };
    let view = view.one(&**tx, row).await?;
    let change = Change::DocumentIssued {
        document: then(row),
        document_kind: row.kind.clone(),
        template_version: row.template_version,
        names_parties: row.names_parties,
        content_hash: row.content_hash.clone(),
        file_hash: row.file_hash.clone(),
        replaces_id: made.replaces_id,
    };
    let by = By { actor: Some(actor), at: now };
    let change = Noted { change, by, clocks: Vec::new() };
    transit::note(state, tx, noted, &ground.keeper, &mut case, change).await?;
    if row.names_parties {
        let entry = Entry::of(state, AuditAction::DocumentIssued).by(actor);
        let entry = entry.on("document", row.id).with("case_id", row.case_id.to_string());
        record(tx, entry.with("kind", row.kind.clone())).await?;
    }
    let location = format!("/api/v1/cases/{}/documents/{}", row.case_id, row.id);
    Ok(Reply::created(&view, location)?.version(view.version).personal())
}

/// Every paper is part of the dossier: once it is sealed, none comes and none goes.
pub fn sealed_refusal(case: &cases::Loaded) -> Option<ErrorCode> {
    case.state.dossier_sealed_at.is_some().then_some(ErrorCode::DossierSealed)
}

/// The document as its events name it.
pub fn then(row: &document::Model) -> DocumentThen {
    DocumentThen { document_id: row.id, document_no: row.document_no.clone(), edition: row.edition }
}

/// What `made` replaces: it must still be valid, and where there may be one document only, nothing
/// else may be.
async fn replaced(tx: &Tx, made: &Made) -> AppResult<Option<document::Model>> {
    let row = &made.row;
    let issued = repo::of_case(&**tx, row.case_id).await?;
    if let Some(id) = made.replaces_id {
        let old = issued.into_iter().find(|one| one.id == id);
        let is_valid = |old: &document::Model| {
            old.state == DocumentState::Valid.as_str() && old.about_id == row.about_id
        };
        let old = old.filter(is_valid).ok_or(ErrorCode::DocumentNotValid)?;
        return Ok(Some(old));
    }
    if let Some(there) = current(&issued, made.kind, row.about_id) {
        let there = AppError::from(ErrorCode::DocumentIssuedAlready)
            .with("document_id", there.id.to_string());
        return Err(there);
    }
    Ok(None)
}
