//! The minutes as a document (会议纪要): a draft at any time, issued once the meeting is over, and then
//! the same bytes for good.

use std::collections::BTreeMap;

use actix_web::web;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use uuid::Uuid;

use super::dto::{MeetingPaperView, ReviewMeetingView};
use super::entity::{meeting, minutes as kept};
use super::paper_facts::{self, Hidden};
use super::service::{Asked, opened, saved};
use super::view::refusal;
use super::workflow::MeetingAction;
use super::{minutes, repo};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::ledger::{canonical, sha256};
use crate::features::cases::mentions::Mentions;
use crate::features::documents::content::DocumentContent;
use crate::features::documents::docx::{self, Frame};
use crate::features::documents::dto::{DocumentState, DocumentVerificationView};
use crate::features::documents::entity::document_template;
use crate::features::documents::facts::Issuing;
use crate::features::documents::filling::{Missing, fill};
use crate::features::documents::issue::take_number;
use crate::features::documents::kind::DocumentKind;
use crate::features::documents::repo as documents;
use crate::features::documents::template::TemplateDefinition;
use crate::features::documents::view::check_code;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{IfMatch, Reply};
use crate::platform::lang::Lang;
use crate::policy::Actor;

/// Version of the shape that is hashed; a released one is never changed.
const VERSION: u8 = 1;
const KIND: DocumentKind = DocumentKind::MeetingMinutes;

/// What issued minutes say, in the shape that is hashed and stored.
#[derive(Serialize)]
struct Sealed<'a> {
    v: u8,
    document_no: &'a str,
    kind: &'a str,
    template_version: i32,
    content: &'a DocumentContent,
}

/// Minutes made and not stored yet.
pub struct Made {
    /// The version of the meeting they were made from.
    meeting_version: i32,
    row: kept::Model,
}

/// Minutes written out.
struct Written {
    template: document_template::Model,
    content: DocumentContent,
    missing: Vec<Missing>,
    center: String,
}

/// Writes the minutes into the template in force.
async fn written(
    state: &AppState,
    actor: &Actor,
    row: &meeting::Model,
    document_no: Option<&str>,
) -> AppResult<Written> {
    let (db, on) = (state.db.reader(), local_date(state.clock.now()));
    let versions = documents::templates(db, &[KIND]).await?;
    let template = documents::in_force(&versions, KIND, on).cloned();
    let template = template.ok_or(ErrorCode::DocumentNoTemplate)?;
    let definition: TemplateDefinition = serde_json::from_str(&template.definition)?;
    let view = minutes::view(state, actor, row, Lang::Zh).await?;
    let cases: Vec<Uuid> =
        view.meeting.items.iter().filter_map(|item| Some(item.case.as_ref()?.id)).collect();
    let parties = repo::parties_of(db, &cases).await?;
    let hidden = Hidden {
        restricted: repo::restricted(db, &cases).await?,
        mentions: Mentions::of(&parties),
    };
    let issuing = Issuing { document_no, on, by: &actor.person_name };
    let facts = paper_facts::facts(&view, &hidden, issuing);
    let (filled, missing) = fill(&definition, &facts, &BTreeMap::new());
    let content = DocumentContent::of(&definition, filled);
    Ok(Written { template, content, missing, center: view.meeting.center.name })
}

/// Writes the file, off the threads that answer.
async fn file(
    state: &AppState,
    content: DocumentContent,
    center: String,
    (document_no, check_code, verify_url): (String, String, String),
) -> AppResult<Vec<u8>> {
    let issued_at = state.clock.now();
    let file = web::block(move || {
        let frame = Frame {
            center: &center,
            document_no: &document_no,
            edition: 1,
            check_code: &check_code,
            verify_url: &verify_url,
            issued_at,
        };
        docx::write(&content, &frame)
    });
    file.await.map_err(AppError::internal)?
}

/// Makes the minutes of a meeting that may be issued in the version seen; nothing for one that may
/// not, which [`issue`] refuses. 404 outside the scope.
pub async fn make(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
) -> AppResult<Option<Made>> {
    let row = repo::find(state.db.reader(), &repo::readable(actor), id).await?;
    let is_stale = seen.check(row.row_version, ErrorCode::RequestStaleVersion).is_err();
    if is_stale || refusal(&row, MeetingAction::IssueMinutes, actor)?.is_some() {
        return Ok(None);
    }
    let now = state.clock.now();
    // Outside the transaction of the paper: numbers are not waited for, and the file takes time.
    let region = row.region_code.clone();
    let take = async |tx: &Tx| take_number(tx, &region, local_date(now)).await;
    let document_no = state.db.write(take).await?;
    let Written { template, content, missing, center } =
        written(state, actor, &row, Some(&document_no)).await?;
    if !missing.is_empty() {
        return Err(AppError::Validation(missing.iter().map(Missing::refusal).collect()));
    }
    let sealed = Sealed {
        v: VERSION,
        document_no: &document_no,
        kind: KIND.as_str(),
        template_version: template.version,
        content: &content,
    };
    let text = canonical(&sealed)?;
    let content_hash = sha256(text.as_bytes());
    let base = state.config.notices.link_base.trim_end_matches('/').to_owned();
    let code = check_code(&content_hash).to_owned();
    let verify_url = format!("{base}/verify?no={document_no}&code={code}");
    let marks = (document_no.clone(), code, verify_url.clone());
    let file = file(state, content, center, marks).await?;
    let row = kept::Model {
        id: state.ids.next(),
        meeting_id: id,
        document_no,
        template_id: template.id,
        template_version: template.version,
        content: text,
        content_hash,
        file_hash: sha256(&file),
        file,
        verify_url,
        issued_at: now,
        issued_by_id: actor.person_id,
    };
    Ok(Some(Made { meeting_version: seen.0, row }))
}

/// Issues the minutes (出具): frozen under a number, with their hashes.
pub async fn issue(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    made: Option<&Made>,
) -> AppResult<Reply<ReviewMeetingView>> {
    let (row, permit) = opened(asked, id, seen, MeetingAction::IssueMinutes).await?;
    let made = made.filter(|made| made.meeting_version == row.row_version);
    let made = made.ok_or(ErrorCode::RequestStaleVersion)?;
    repo::insert_minutes(asked.tx, made.row.clone()).await?;
    let minutes_no = Some(made.row.document_no.clone());
    saved(asked, permit, meeting::Model { minutes_no, ..row }).await
}

/// The paper of a meeting as its page shows it.
pub(super) async fn shown(
    db: &impl ConnectionTrait,
    meeting_id: Uuid,
) -> AppResult<Option<MeetingPaperView>> {
    let Some(row) = repo::minutes_head(db, meeting_id).await? else { return Ok(None) };
    let names = personnel::repo::list_names(db, [row.issued_by_id]).await?;
    let name = names.get(&row.issued_by_id).cloned().unwrap_or_default();
    Ok(Some(MeetingPaperView {
        check_code: check_code(&row.content_hash).to_owned(),
        document_no: row.document_no,
        content_hash: row.content_hash,
        file_hash: row.file_hash,
        verify_url: row.verify_url,
        issued_at: row.issued_at,
        issued_by: PersonRef { id: row.issued_by_id, name },
    }))
}

/// The DOCX file, its name and bytes: as it was issued, or a draft. The log says who took it.
pub async fn docx(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<(String, Vec<u8>)> {
    let db = state.db.reader();
    let row = repo::find(db, &repo::readable(actor), id).await?;
    let found = if let Some(kept) = repo::minutes(db, id).await? {
        if sha256(&kept.file) != kept.file_hash {
            return Err(AppError::internal("the file of minutes is no longer what was issued"));
        }
        (format!("{}.docx", kept.document_no), kept.file)
    } else {
        let Written { content, center, .. } = written(state, actor, &row, None).await?;
        let base = state.config.notices.link_base.trim_end_matches('/');
        let url = format!("{base}/review-meetings/{id}/minutes");
        let marks = ("（草稿）".to_owned(), "草稿".to_owned(), url);
        ("minutes-draft.docx".to_owned(), file(state, content, center, marks).await?)
    };
    let entry = Entry::of(state, AuditAction::DocumentExported).by(actor);
    let entry = entry.on("review_meeting", id).with("kind", KIND.as_str());
    state.db.write(async |tx: &Tx| record(tx, entry).await).await?;
    Ok(found)
}

/// The minutes whose number and check code are on a paper, for whoever verifies it.
pub async fn verified(
    db: &impl ConnectionTrait,
    document_no: &str,
    code: &str,
) -> AppResult<Option<DocumentVerificationView>> {
    let found = repo::minutes_of_number(db, document_no).await?;
    let found = found.filter(|row| row.content_hash.starts_with(code));
    Ok(found.map(|row| DocumentVerificationView {
        document_no: row.document_no,
        edition: 1,
        issued_on: local_date(row.issued_at),
        content_hash: row.content_hash,
        file_hash: row.file_hash,
        state: DocumentState::Valid,
    }))
}
