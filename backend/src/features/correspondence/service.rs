//! Use cases of notes and replies: read, write.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{
    CaseNoteView, CaseReplyView, CorrespondenceFilter, WriteNoteRequest, WriteReplyRequest,
};
use super::entity::{note, reply};
use super::repo;
use super::rules::{takes_notes, takes_replies};
use crate::app::AppState;
use crate::features::cases::change::Change;
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::sha256;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::repo::{self as cases, Loaded, Names};
use crate::features::cases::service::facts_of;
use crate::features::cases::transit::{self, By, Noted};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::features::public;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Cursor, Page, Reply, counted, limit};
use crate::policy::{Action, Actor, Permit, Scope, authorize};

/// The only order of the lists, in their cursors.
const NOTES: &str = "case_notes:-id";
const REPLIES: &str = "case_replies:-id";

async fn case_of(db: &impl ConnectionTrait, actor: &Actor, id: Uuid) -> AppResult<Loaded> {
    let row = cases::find(db, &Scope::cases(actor, Action::CaseRead), id).await?;
    cases::load(db, row).await
}

fn permit(actor: &Actor, action: Action, case: &Loaded) -> AppResult<Permit> {
    let assists = case.state.assist_department_ids();
    authorize(actor, action, &facts_of(case, &assists))
}

/// What of the parties is masked in words about the case; nothing for who may look at them.
async fn mentions(db: &impl ConnectionTrait, actor: &Actor, case: &Loaded) -> AppResult<Mentions> {
    let assists = case.state.assist_department_ids();
    let parties = cases::parties(db, case.row.id).await?;
    Ok(Mentions::read_by(actor, &facts_of(case, &assists), &parties))
}

/// One page of the notes of a case, the last first: 403 for who may see the case only.
pub async fn notes(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &CorrespondenceFilter,
) -> AppResult<Page<CaseNoteView>> {
    let db = state.db.reader();
    let case = case_of(db, actor, case_id).await?;
    permit(actor, Action::CaseReadNotes, &case)?;
    let after = Cursor::last_id(filter.cursor.as_deref(), NOTES)?;
    let most = limit(filter.limit);
    let total = counted(filter.count, repo::count_notes(db, case_id)).await?;
    let found = repo::notes(db, case_id, after, most + 1).await?;
    let names = personnel::repo::list_names(db, found.iter().map(|row| row.written_by_id)).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let mentions = mentions(db, actor, &case).await?;
    let view = |row: note::Model| {
        let text = mentions.hide(&row.text);
        note_view(note::Model { text, ..row }, &directory, &names)
    };
    Ok(Page::cut(found, most, NOTES, |row| (None, row.id), view)?.of(total))
}

/// One page of the replies about a case, the last first.
pub async fn replies(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &CorrespondenceFilter,
) -> AppResult<Page<CaseReplyView>> {
    let db = state.db.reader();
    let case = case_of(db, actor, case_id).await?;
    let after = Cursor::last_id(filter.cursor.as_deref(), REPLIES)?;
    let most = limit(filter.limit);
    let total = counted(filter.count, repo::count_replies(db, case_id)).await?;
    let found = repo::replies(db, case_id, after, most + 1).await?;
    let names = personnel::repo::list_names(db, found.iter().map(|row| row.written_by_id)).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let mentions = mentions(db, actor, &case).await?;
    let view = |row: reply::Model| {
        let text = mentions.hide(&row.text);
        reply_view(reply::Model { text, ..row }, &directory, &names)
    };
    Ok(Page::cut(found, most, REPLIES, |row| (None, row.id), view)?.of(total))
}

/// Who writes about which case, and what is looked at.
#[derive(Clone, Copy)]
pub struct Writing<'a> {
    /// The server.
    pub state: &'a AppState,
    /// The transaction.
    pub tx: &'a Tx,
    /// Who writes.
    pub actor: &'a Actor,
    /// Taken before the transaction began.
    pub ground: &'a Ground,
}

impl Writing<'_> {
    async fn held(self, case_id: Uuid) -> AppResult<Loaded> {
        let scope = Scope::cases(self.actor, Action::CaseRead);
        let row = cases::find_for_update(self.tx, &scope, case_id).await?;
        cases::load(&**self.tx, row).await
    }

    async fn record(self, permit: Permit, case: &mut Loaded, change: Change) -> AppResult<()> {
        let by = By { actor: Some(self.actor), at: self.state.clock.now() };
        let noted = Noted { change, by, clocks: Vec::new() };
        transit::note(self.state, self.tx, permit, &self.ground.keeper, case, noted).await
    }

    fn own_name(self) -> Names {
        Names::from([(self.actor.person_id, self.actor.person_name.clone())])
    }
}

/// 写备注: while the dossier may still change.
pub async fn write_note(
    writing: Writing<'_>,
    case_id: Uuid,
    body: &WriteNoteRequest,
) -> AppResult<Reply<CaseNoteView>> {
    let mut case = Box::pin(writing.held(case_id)).await?;
    let permitted = permit(writing.actor, Action::CaseWriteNote, &case)?;
    if !takes_notes(case.state.status) {
        return Err(ErrorCode::CaseHasEnded.into());
    }
    let row = note::Model {
        id: writing.state.ids.next(),
        case_id,
        department_id: writing.actor.department_id,
        text: body.text.trim().to_owned(),
        written_by_id: writing.actor.person_id,
        created_at: writing.state.clock.now(),
    };
    let change = Change::NoteWritten { note_id: row.id, text_hash: sha256(row.text.as_bytes()) };
    repo::insert_note(writing.tx, &permitted, row.clone()).await?;
    Box::pin(writing.record(permitted, &mut case, change)).await?;
    let view = note_view(row, &writing.ground.directory, &writing.own_name());
    Ok(Reply::created(&view, format!("/api/v1/cases/{case_id}/notes"))?.personal())
}

/// 公开答复: from the department that leads, else from the centre.
pub async fn reply(
    writing: Writing<'_>,
    case_id: Uuid,
    body: &WriteReplyRequest,
) -> AppResult<Reply<CaseReplyView>> {
    let mut case = Box::pin(writing.held(case_id)).await?;
    let permitted = permit(writing.actor, Action::CaseReply, &case)?;
    if !takes_replies(case.state.status) {
        return Err(ErrorCode::CaseHasEnded.into());
    }
    if let Some(id) = body.message_id
        && !public::repo::is_comment_of(&**writing.tx, case_id, id).await?
    {
        return Err(AppError::field("/message_id", ErrorCode::ReplyUnknownMessage));
    }
    let own = writing.actor.department_id;
    let row = reply::Model {
        id: writing.state.ids.next(),
        case_id,
        message_id: body.message_id,
        center_id: case.row.center_id,
        department_id: own.filter(|_| own == case.row.lead_department_id),
        text: body.text.trim().to_owned(),
        written_by_id: writing.actor.person_id,
        created_at: writing.state.clock.now(),
    };
    let change = Change::StaffReplied {
        reply_id: row.id,
        department_id: row.department_id,
        message_id: row.message_id,
        text_hash: sha256(row.text.as_bytes()),
    };
    repo::insert_reply(writing.tx, &permitted, row.clone()).await?;
    Box::pin(writing.record(permitted, &mut case, change)).await?;
    let view = reply_view(row, &writing.ground.directory, &writing.own_name());
    Ok(Reply::created(&view, format!("/api/v1/cases/{case_id}/replies"))?.personal())
}

fn person(id: Uuid, names: &Names) -> PersonRef {
    PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() }
}

fn department(id: Uuid, directory: &Directory) -> DepartmentRef {
    DepartmentRef { id, name: directory.department_name(id) }
}

fn note_view(row: note::Model, directory: &Directory, names: &Names) -> CaseNoteView {
    CaseNoteView {
        id: row.id,
        case_id: row.case_id,
        written_by: person(row.written_by_id, names),
        department: row.department_id.map(|id| department(id, directory)),
        text: row.text,
        created_at: row.created_at,
    }
}

fn reply_view(row: reply::Model, directory: &Directory, names: &Names) -> CaseReplyView {
    let center = directory.centers.get(&row.center_id);
    CaseReplyView {
        id: row.id,
        case_id: row.case_id,
        center: CenterRef {
            id: row.center_id,
            name: center.map(|center| center.name.clone()).unwrap_or_default(),
        },
        department: row.department_id.map(|id| department(id, directory)),
        message_id: row.message_id,
        written_by: person(row.written_by_id, names),
        text: row.text,
        created_at: row.created_at,
    }
}
