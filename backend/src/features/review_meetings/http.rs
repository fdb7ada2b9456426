//! `/review-meetings`.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AddAgendaItemRequest, AttendReviewMeetingRequest, CallReviewMeetingRequest,
    CancelReviewMeetingRequest, CaseReviewView, CaseReviewsFilter, CloseReviewMeetingRequest,
    DecideReviewMeetingRequest, MeetingMinutesView, MoveAgendaItemRequest, RemoveAgendaItemRequest,
    ReviewMeetingFilter, ReviewMeetingView, UpdateReviewMeetingRequest,
};
use super::service::{self, Asked};
use super::{minutes, of_case, paper, running};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::ground::Ground;
use crate::features::notices::direct::Bell;
use crate::features::personnel::dto::PersonRef;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// The media type of DOCX.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(review_meetings_list)
        .service(review_meetings_call)
        .service(review_meetings_list_chairs)
        .service(review_meetings_get)
        .service(review_meetings_update)
        .service(review_meetings_get_minutes)
        .service(review_meetings_refill)
        .service(review_meetings_add_item)
        .service(review_meetings_remove_item)
        .service(review_meetings_move_item)
        .service(review_meetings_cancel)
        .service(review_meetings_start)
        .service(review_meetings_attend)
        .service(review_meetings_decide)
        .service(review_meetings_close)
        .service(review_meetings_issue_minutes)
        .service(review_meetings_get_minutes_docx)
        .service(review_meetings_list_of_case);
}

/// List review meetings
///
/// Of the caller's scope, the latest first, each with how many items and decisions it has.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_list",
    params(ReviewMeetingFilter),
    responses((status = 200, description = "A page", body = Page<ReviewMeetingView>))
)]
#[get("/review-meetings")]
async fn review_meetings_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ReviewMeetingFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<ReviewMeetingView>>> {
    actor.may(Action::ReviewMeetingRead)?;
    let lang = Lang::of(&request);
    Reply::page(service::list(&state, &actor, &filter.0, lang).await?, &filter)
}

/// List the reviews of a case
///
/// Where it is or was on the agenda of a meeting the caller may read, the last first: by which rule, and
/// what was decided. Texts are masked as on the meeting's own page.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_list_of_case",
    params(("case_id" = Uuid, Path, description = "The case"), CaseReviewsFilter),
    responses((status = 200, description = "A page", body = Page<CaseReviewView>))
)]
#[get("/cases/{case_id}/reviews")]
async fn review_meetings_list_of_case(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<CaseReviewsFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<CaseReviewView>>> {
    actor.may(Action::CaseRead)?;
    actor.may(Action::ReviewMeetingRead)?;
    let page = of_case::list(&state, &actor, path.id(), &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

/// Call a review meeting
///
/// Of the caller's centre. Its agenda is filled by rule: decisions still open first, then broken
/// promises, red lamps, groups, repeats, difficult cases; a daily one looks at open decisions and red
/// lamps alone. Each item says which rule put it there, and the figures of that instant.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_call",
    request_body = CallReviewMeetingRequest,
    responses((status = 201, description = "Called", body = ReviewMeetingView))
)]
#[post("/review-meetings")]
async fn review_meetings_call(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<CallReviewMeetingRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    actor.may(Action::ReviewMeetingCall)?;
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let center_id = actor.center_id.ok_or(ErrorCode::CenterUnknown)?;
    let now = state.clock.now();
    let from = service::thresholds(&state).await?;
    let entries = service::filled(state.db.reader(), center_id, body.kind, from, now).await?;
    let call = async |tx: &Tx| {
        let (actor, ground) = (&*actor, &ground);
        let asked = Asked { state: &state, tx, actor, ground, bell: None, lang };
        Box::pin(service::call(asked, &body, entries)).await
    };
    state.once(&actor).run(idempotency, call).await
}

/// List who may chair
///
/// Leaders and directors of the caller's centre, by name.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_list_chairs",
    responses((status = 200, description = "People", body = Page<PersonRef>))
)]
#[get("/review-meetings/chairs")]
async fn review_meetings_list_chairs(
    state: Data<AppState>,
    actor: CurrentActor,
    list: WholeList,
) -> AppResult<Reply<Page<PersonRef>>> {
    actor.may(Action::ReviewMeetingRead)?;
    list.reply(service::chairs(&state, &actor).await?)
}

/// Read a review meeting
///
/// With its agenda, units and decisions; outside the caller's scope it is 404.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_get",
    params(("id" = Uuid, Path, description = "Id of the meeting")),
    responses((status = 200, description = "The meeting", body = ReviewMeetingView))
)]
#[get("/review-meetings/{id}")]
async fn review_meetings_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    actor.may(Action::ReviewMeetingRead)?;
    service::get(&state, &actor, id.id(), Lang::of(&request)).await
}

/// Change a review meeting
///
/// When, where, under whom and with which units, before it has begun.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_update",
    params(("id" = Uuid, Path, description = "Id of the meeting"), ("If-Match" = String, Header)),
    request_body = UpdateReviewMeetingRequest,
    responses((status = 200, description = "As it is now", body = ReviewMeetingView))
)]
#[patch("/review-meetings/{id}")]
async fn review_meetings_update(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<UpdateReviewMeetingRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let update = async |tx: &Tx| {
        let (actor, ground) = (&*actor, &ground);
        let asked = Asked { state: &state, tx, actor, ground, bell: None, lang };
        Box::pin(service::update(asked, id.id(), seen, &body)).await
    };
    state.once(&actor).run(idempotency, update).await
}

/// Read the minutes of a review meeting
///
/// All that a printed page or a document needs, in words; a draft until the meeting is closed.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_get_minutes",
    params(("id" = Uuid, Path, description = "Id of the meeting")),
    responses((status = 200, description = "The minutes", body = MeetingMinutesView))
)]
#[get("/review-meetings/{id}/minutes")]
async fn review_meetings_get_minutes(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    request: HttpRequest,
) -> AppResult<Reply<MeetingMinutesView>> {
    actor.may(Action::ReviewMeetingRead)?;
    minutes::read(&state, &actor, id.id(), Lang::of(&request)).await
}

/// Refill the agenda
///
/// The rules look again. What people put there or took off stays as they left it. Once the meeting
/// has begun the agenda is frozen.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_refill",
    params(("id" = Uuid, Path, description = "Id of the meeting"), ("If-Match" = String, Header)),
    responses((status = 200, description = "As it is now", body = ReviewMeetingView))
)]
#[post("/review-meetings/{id}/actions/refill")]
async fn review_meetings_refill(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let idempotency = command.idempotency;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let entries = service::filled_for(&state, &actor, id.id()).await?;
    let act = async |tx: &Tx| {
        let (actor, ground) = (&*actor, &ground);
        let asked = Asked { state: &state, tx, actor, ground, bell: None, lang };
        Box::pin(service::refill(asked, id.id(), seen, entries)).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Put a case on the agenda
///
/// By hand, with the reason; a case in the charge of the centre. One that was taken off comes back.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_add_item",
    params(("id" = Uuid, Path, description = "Id of the meeting"), ("If-Match" = String, Header)),
    request_body = AddAgendaItemRequest,
    responses((status = 200, description = "As it is now", body = ReviewMeetingView))
)]
#[post("/review-meetings/{id}/actions/add_item")]
async fn review_meetings_add_item(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<AddAgendaItemRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let act = async |tx: &Tx| {
        let (actor, ground) = (&*actor, &ground);
        let asked = Asked { state: &state, tx, actor, ground, bell: None, lang };
        Box::pin(service::add_item(asked, id.id(), seen, &body)).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Take an item off the agenda
///
/// With the reason; it stays in the minutes.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_remove_item",
    params(("id" = Uuid, Path, description = "Id of the meeting"), ("If-Match" = String, Header)),
    request_body = RemoveAgendaItemRequest,
    responses((status = 200, description = "As it is now", body = ReviewMeetingView))
)]
#[post("/review-meetings/{id}/actions/remove_item")]
async fn review_meetings_remove_item(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<RemoveAgendaItemRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let act = async |tx: &Tx| {
        let (actor, ground) = (&*actor, &ground);
        let asked = Asked { state: &state, tx, actor, ground, bell: None, lang };
        Box::pin(service::remove_item(asked, id.id(), seen, &body)).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Move an item of the agenda
///
/// To another place, with the reason.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_move_item",
    params(("id" = Uuid, Path, description = "Id of the meeting"), ("If-Match" = String, Header)),
    request_body = MoveAgendaItemRequest,
    responses((status = 200, description = "As it is now", body = ReviewMeetingView))
)]
#[post("/review-meetings/{id}/actions/move_item")]
async fn review_meetings_move_item(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<MoveAgendaItemRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let act = async |tx: &Tx| {
        let (actor, ground) = (&*actor, &ground);
        let asked = Asked { state: &state, tx, actor, ground, bell: None, lang };
        Box::pin(service::move_item(asked, id.id(), seen, &body)).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Cancel a review meeting
///
/// Before it has begun, with the reason.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_cancel",
    params(("id" = Uuid, Path, description = "Id of the meeting"), ("If-Match" = String, Header)),
    request_body = CancelReviewMeetingRequest,
    responses((status = 200, description = "As it is now", body = ReviewMeetingView))
)]
#[post("/review-meetings/{id}/actions/cancel")]
async fn review_meetings_cancel(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<CancelReviewMeetingRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let act = async |tx: &Tx| {
        let (actor, ground) = (&*actor, &ground);
        let asked = Asked { state: &state, tx, actor, ground, bell: None, lang };
        Box::pin(service::cancel(asked, id.id(), seen, &body.reason)).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Open a review meeting
///
/// By a leader of the centre, or the director it names as its chair. The agenda is frozen from now on.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_start",
    params(("id" = Uuid, Path, description = "Id of the meeting"), ("If-Match" = String, Header)),
    responses((status = 200, description = "As it is now", body = ReviewMeetingView))
)]
#[post("/review-meetings/{id}/actions/start")]
async fn review_meetings_start(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let idempotency = command.idempotency;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let act = async |tx: &Tx| {
        let (actor, ground) = (&*actor, &ground);
        let asked = Asked { state: &state, tx, actor, ground, bell: None, lang };
        Box::pin(running::start(asked, id.id(), seen)).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Say which units are there
///
/// Units, never people; those not named are absent.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_attend",
    params(("id" = Uuid, Path, description = "Id of the meeting"), ("If-Match" = String, Header)),
    request_body = AttendReviewMeetingRequest,
    responses((status = 200, description = "As it is now", body = ReviewMeetingView))
)]
#[post("/review-meetings/{id}/actions/attend")]
async fn review_meetings_attend(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<AttendReviewMeetingRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let act = async |tx: &Tx| {
        let (actor, ground) = (&*actor, &ground);
        let asked = Asked { state: &state, tx, actor, ground, bell: None, lang };
        Box::pin(running::attend(asked, id.id(), seen, &body)).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Decide something
///
/// A task of a unit on the case of an item, with its last day. It is an event of the case, stands in the
/// unit's list, and comes first on the next agenda while it is open.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_decide",
    params(("id" = Uuid, Path, description = "Id of the meeting"), ("If-Match" = String, Header)),
    request_body = DecideReviewMeetingRequest,
    responses((status = 200, description = "As it is now", body = ReviewMeetingView))
)]
#[post("/review-meetings/{id}/actions/decide")]
async fn review_meetings_decide(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<DecideReviewMeetingRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let bell = Bell::of(&state).await?;
    let act = async |tx: &Tx| {
        let (actor, ground, bell) = (&*actor, &ground, Some(&bell));
        let asked = Asked { state: &state, tx, actor, ground, bell, lang };
        Box::pin(running::decide(asked, id.id(), seen, &body)).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Close a review meeting
///
/// By its chair; the minutes are final from now on.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_close",
    params(("id" = Uuid, Path, description = "Id of the meeting"), ("If-Match" = String, Header)),
    request_body = CloseReviewMeetingRequest,
    responses((status = 200, description = "As it is now", body = ReviewMeetingView))
)]
#[post("/review-meetings/{id}/actions/close")]
async fn review_meetings_close(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<CloseReviewMeetingRequest>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let act = async |tx: &Tx| {
        let (actor, ground) = (&*actor, &ground);
        let asked = Asked { state: &state, tx, actor, ground, bell: None, lang };
        Box::pin(running::close(asked, id.id(), seen, body.summary.as_deref())).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Issue the minutes
///
/// Of a meeting that is over, once: what they say is frozen under a number with its file and their
/// hashes, and whoever holds the paper can verify it by its QR code.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_issue_minutes",
    params(("id" = Uuid, Path, description = "Id of the meeting"), ("If-Match" = String, Header)),
    responses((status = 200, description = "As it is now", body = ReviewMeetingView))
)]
#[post("/review-meetings/{id}/actions/issue_minutes")]
async fn review_meetings_issue_minutes(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
    request: HttpRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    actor.may(Action::ReviewMeetingRecord)?;
    let idempotency = command.idempotency;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let made = Box::pin(paper::make(&state, &actor, id.id(), seen)).await?;
    let act = async |tx: &Tx| {
        let (actor, ground) = (&*actor, &ground);
        let asked = Asked { state: &state, tx, actor, ground, bell: None, lang };
        Box::pin(paper::issue(asked, id.id(), seen, made.as_ref())).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Download the minutes
///
/// The DOCX file (ISO/IEC 29500): once issued the same bytes every time, before that a draft. A case
/// few may know of stands in it without its words, and no party is named. The security log knows who
/// took it.
#[utoipa::path(
    tag = "review_meetings",
    operation_id = "review_meetings_get_minutes_docx",
    params(("id" = Uuid, Path, description = "Id of the meeting")),
    responses((
        status = 200,
        description = "The file",
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        body = String,
        headers(("Content-Disposition" = String, description = "The name of the file")),
    ))
)]
#[get("/review-meetings/{id}/minutes/docx")]
async fn review_meetings_get_minutes_docx(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<HttpResponse> {
    actor.may(Action::ReviewMeetingRead)?;
    let (name, file) = Box::pin(paper::docx(&state, &actor, id.id())).await?;
    Ok(HttpResponse::Ok()
        .content_type(DOCX)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(file))
}
