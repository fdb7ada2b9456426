use actix_web::web::Data;
use actix_web::{get, post};

use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::ground::Ground;
use crate::features::notices::direct::Bell;
use crate::features::receptions::booking::{self, Ending};
use crate::features::receptions::dto::{
    AppointmentView, BookAppointmentRequest, CancelAppointmentRequest, PromiseFilter, PromiseView,
    ReceptionFilter, ReceptionView, RecordReceptionRequest,
};
use crate::features::receptions::roster::Asked;
use crate::features::receptions::{promises, record};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply};
use crate::policy::Action;

/// Book an appointment
///
/// At the window, for a published day that is not over; the first free number unless one is asked
/// for. Nobody is named: who comes stands in the case.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_book_appointment",
    params(("id" = Uuid, Path, description = "Id of the day")),
    request_body = BookAppointmentRequest,
    responses((status = 201, description = "Booked", body = AppointmentView))
)]
#[post("/receptions/days/{id}/appointments")]
pub(super) async fn receptions_book_appointment(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    command: Command<BookAppointmentRequest>,
) -> AppResult<Reply<AppointmentView>> {
    actor.may(Action::ReceptionAppoint)?;
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let book = async |tx: &Tx| {
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground, bell: None };
        Box::pin(booking::book(asked, id.id(), &body)).await
    };
    state.once(&actor).run(idempotency, book).await
}

/// Cancel an appointment
///
/// Its number is free again.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_cancel_appointment",
    params(
        ("id" = Uuid, Path, description = "Id of the appointment"),
        ("If-Match" = String, Header)
    ),
    request_body = CancelAppointmentRequest,
    responses((status = 200, description = "As it is now", body = AppointmentView))
)]
#[post("/receptions/appointments/{id}/actions/cancel")]
pub(super) async fn receptions_cancel_appointment(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<CancelAppointmentRequest>,
) -> AppResult<Reply<AppointmentView>> {
    let Command { body, idempotency } = command;
    let (ground, ending) = (Ground::of(&state).await?, Ending::Cancelled(body.reason));
    let end = async |tx: &Tx| {
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground, bell: None };
        Box::pin(booking::end(asked, id.id(), seen, &ending)).await
    };
    state.once(&actor).run(idempotency, end).await
}

/// Note that nobody came
///
/// The appointment stays, so that it can be seen who was waited for.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_miss_appointment",
    params(
        ("id" = Uuid, Path, description = "Id of the appointment"),
        ("If-Match" = String, Header)
    ),
    responses((status = 200, description = "As it is now", body = AppointmentView))
)]
#[post("/receptions/appointments/{id}/actions/miss")]
pub(super) async fn receptions_miss_appointment(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<AppointmentView>> {
    let ground = Ground::of(&state).await?;
    let end = async |tx: &Tx| {
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground, bell: None };
        Box::pin(booking::end(asked, id.id(), seen, &Ending::Missed)).await
    };
    state.once(&actor).run(command.idempotency, end).await
}

/// Record a reception
///
/// On the day or later: cases linked or one registered with it by the ordinary intake, and what was
/// promised, each a task of a unit on its case. All of it in one transaction; the answer carries the
/// citizen's tracking code when a case was registered.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_record",
    params(("id" = Uuid, Path, description = "Id of the day")),
    request_body = RecordReceptionRequest,
    responses((status = 201, description = "Recorded", body = ReceptionView))
)]
#[post("/receptions/days/{id}/receptions")]
pub(super) async fn receptions_record(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    command: Command<RecordReceptionRequest>,
) -> AppResult<Reply<ReceptionView>> {
    actor.may(Action::ReceptionRecord)?;
    let Command { body, idempotency } = command;
    let (ground, bell) = (Ground::of(&state).await?, Bell::of(&state).await?);
    let ready = Box::pin(record::before(&state, &actor, &body)).await?;
    let record = async |tx: &Tx| {
        let bell = Some(&bell);
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground, bell };
        Box::pin(record::record(asked, id.id(), &body, ready.as_ref())).await
    };
    state.once(&actor).run(idempotency, record).await
}

/// List promises
///
/// What leaders promised at receptions, and what became of it: open, kept, or broken. What is due
/// first comes first.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_list_promises",
    params(PromiseFilter),
    responses((status = 200, description = "A page", body = Page<PromiseView>))
)]
#[get("/receptions/promises")]
pub(super) async fn receptions_list_promises(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<PromiseFilter>,
) -> AppResult<Reply<Page<PromiseView>>> {
    actor.may(Action::ReceptionRead)?;
    Reply::page(promises::list(&state, &actor, &filter.0).await?, &filter)
}

/// List receptions
///
/// What was received within the caller's scope, the latest first; of one case with `case_id`.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_list",
    params(ReceptionFilter),
    responses((status = 200, description = "A page", body = Page<ReceptionView>))
)]
#[get("/receptions")]
pub(super) async fn receptions_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ReceptionFilter>,
) -> AppResult<Reply<Page<ReceptionView>>> {
    actor.may(Action::ReceptionRead)?;
    Reply::page(record::list(&state, &actor, &filter.0).await?, &filter)
}

/// Read a reception
///
/// With its cases and promises; outside the caller's scope it is 404.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_get",
    params(("id" = Uuid, Path, description = "Id of the reception")),
    responses((status = 200, description = "The reception", body = ReceptionView))
)]
#[get("/receptions/{id}")]
pub(super) async fn receptions_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<ReceptionView>> {
    actor.may(Action::ReceptionRead)?;
    record::get(&state, &actor, id.id()).await
}
