//! `/cases/{case_id}/notes` and `/cases/{case_id}/replies`.

use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    CaseNoteView, CaseReplyView, CorrespondenceFilter, WriteNoteRequest, WriteReplyRequest,
};
use super::service::{self, Writing};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::ground::Ground;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Page, Params, PathId, Reply};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(correspondence_list_notes)
        .service(correspondence_write_note)
        .service(correspondence_list_replies)
        .service(correspondence_reply);
}

/// List the internal notes of a case
///
/// The last first. For the centre and the department that leads; who only assists does not read
/// them, and the citizen never does.
#[utoipa::path(
    tag = "correspondence",
    operation_id = "correspondence_list_notes",
    params(("case_id" = Uuid, Path, description = "The case"), CorrespondenceFilter),
    responses((status = 200, description = "A page", body = Page<CaseNoteView>))
)]
#[get("/cases/{case_id}/notes")]
async fn correspondence_list_notes(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<CorrespondenceFilter>,
) -> AppResult<Reply<Page<CaseNoteView>>> {
    actor.may(Action::CaseReadNotes)?;
    let page = service::notes(&state, &actor, path.id(), &filter.0).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

/// Write an internal note
///
/// For those who work on the case. It is never changed; the ledger has its hash.
#[utoipa::path(
    tag = "correspondence",
    operation_id = "correspondence_write_note",
    params(("case_id" = Uuid, Path, description = "The case")),
    request_body = WriteNoteRequest,
    responses((
        status = 201,
        description = "Written",
        body = CaseNoteView,
        headers(("Location" = String, description = "Where the notes are")),
    ))
)]
#[post("/cases/{case_id}/notes")]
async fn correspondence_write_note(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<WriteNoteRequest>,
) -> AppResult<Reply<CaseNoteView>> {
    actor.may(Action::CaseWriteNote)?;
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let write = async |tx: &Tx| {
        let writing = Writing { state: &state, tx, actor: &actor, ground: &ground };
        Box::pin(service::write_note(writing, path.id(), &body)).await
    };
    state.once(&actor).run(idempotency, write).await
}

/// List the replies to the citizen
///
/// The last first, with what each answers and who wrote it; the public page names the unit alone.
#[utoipa::path(
    tag = "correspondence",
    operation_id = "correspondence_list_replies",
    params(("case_id" = Uuid, Path, description = "The case"), CorrespondenceFilter),
    responses((status = 200, description = "A page", body = Page<CaseReplyView>))
)]
#[get("/cases/{case_id}/replies")]
async fn correspondence_list_replies(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<CorrespondenceFilter>,
) -> AppResult<Reply<Page<CaseReplyView>>> {
    actor.may(Action::CaseRead)?;
    let page = service::replies(&state, &actor, path.id(), &filter.0).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

/// Reply to the citizen
///
/// Shown on the tracking page as it is, under the name of the unit that leads or of the centre, never
/// of a person. It is never changed; the ledger has its hash.
#[utoipa::path(
    tag = "correspondence",
    operation_id = "correspondence_reply",
    params(("case_id" = Uuid, Path, description = "The case")),
    request_body = WriteReplyRequest,
    responses((
        status = 201,
        description = "Published",
        body = CaseReplyView,
        headers(("Location" = String, description = "Where the replies are")),
    ))
)]
#[post("/cases/{case_id}/replies")]
async fn correspondence_reply(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<WriteReplyRequest>,
) -> AppResult<Reply<CaseReplyView>> {
    actor.may(Action::CaseReply)?;
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let write = async |tx: &Tx| {
        let writing = Writing { state: &state, tx, actor: &actor, ground: &ground };
        Box::pin(service::reply(writing, path.id(), &body)).await
    };
    state.once(&actor).run(idempotency, write).await
}
