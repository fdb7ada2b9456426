use actix_web::web::Data;
use actix_web::{get, patch, post};

use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::ground::Ground;
use crate::features::personnel::dto::PersonRef;
use crate::features::receptions::dto::{
    ExcuseReceptionDayRequest, PlanReceptionDayRequest, PublishReceptionDaysRequest,
    PublishedReceptionDays, ReceptionDayFilter, ReceptionDayView, UpdateReceptionDayRequest,
};
use crate::features::receptions::roster::{self, Asked};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, NoBody, Page, Params, PathId, Reply, WholeList};
use crate::policy::Action;

/// List reception days
///
/// The roster within the caller's scope, the earliest first: who receives when, where, and who is
/// absent without anybody standing in. Drafts are for those who plan.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_list_days",
    params(ReceptionDayFilter),
    responses((status = 200, description = "A page", body = Page<ReceptionDayView>))
)]
#[get("/receptions/days")]
pub(super) async fn receptions_list_days(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<ReceptionDayFilter>,
) -> AppResult<Reply<Page<ReceptionDayView>>> {
    actor.may(Action::ReceptionRead)?;
    Reply::page(roster::list(&state, &actor, &filter.0).await?, &filter)
}

/// Plan a reception day
///
/// As a draft of the caller's centre; a leader has one day of the centre at a time.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_plan_day",
    request_body = PlanReceptionDayRequest,
    responses((status = 201, description = "Planned", body = ReceptionDayView))
)]
#[post("/receptions/days")]
pub(super) async fn receptions_plan_day(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<PlanReceptionDayRequest>,
) -> AppResult<Reply<ReceptionDayView>> {
    actor.may(Action::ReceptionPlan)?;
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let plan = async |tx: &Tx| {
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground, bell: None };
        Box::pin(roster::plan(asked, &body)).await
    };
    state.once(&actor).run(idempotency, plan).await
}

/// Publish reception days
///
/// Every draft of the caller's centre between two days, or none. Less than five days ahead takes a
/// reason, which shows.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_publish_days",
    request_body = PublishReceptionDaysRequest,
    responses((status = 200, description = "Published", body = PublishedReceptionDays))
)]
#[post("/receptions/days/actions/publish")]
pub(super) async fn receptions_publish_days(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<PublishReceptionDaysRequest>,
) -> AppResult<Reply<PublishedReceptionDays>> {
    actor.may(Action::ReceptionPlan)?;
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let publish = async |tx: &Tx| {
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground, bell: None };
        Box::pin(roster::publish(asked, &body)).await
    };
    state.once(&actor).run(idempotency, publish).await
}

/// List the leaders of the centre
///
/// Who may be put on the roster of the caller's centre, or stand in, by name.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_list_leaders",
    responses((status = 200, description = "People", body = Page<PersonRef>))
)]
#[get("/receptions/leaders")]
pub(super) async fn receptions_list_leaders(
    state: Data<AppState>,
    actor: CurrentActor,
    list: WholeList,
) -> AppResult<Reply<Page<PersonRef>>> {
    actor.may(Action::ReceptionRead)?;
    list.reply(roster::leaders(&state, &actor).await?)
}

/// Read a reception day
///
/// With its appointments, what was received, and an exchange that waits for its answer; outside the
/// caller's scope it is 404.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_get_day",
    params(("id" = Uuid, Path, description = "Id of the day")),
    responses((status = 200, description = "The day", body = ReceptionDayView))
)]
#[get("/receptions/days/{id}")]
pub(super) async fn receptions_get_day(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<ReceptionDayView>> {
    actor.may(Action::ReceptionRead)?;
    roster::get(&state, &actor, id.id()).await
}

/// Change a reception day
///
/// Who receives and when change only before it is published; place and appointments until it is over.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_update_day",
    params(("id" = Uuid, Path, description = "Id of the day"), ("If-Match" = String, Header)),
    request_body = UpdateReceptionDayRequest,
    responses((status = 200, description = "As it is now", body = ReceptionDayView))
)]
#[patch("/receptions/days/{id}")]
pub(super) async fn receptions_update_day(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<UpdateReceptionDayRequest>,
) -> AppResult<Reply<ReceptionDayView>> {
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let update = async |tx: &Tx| {
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground, bell: None };
        Box::pin(roster::update(asked, id.id(), seen, &body)).await
    };
    state.once(&actor).run(idempotency, update).await
}

/// Discard a draft
///
/// A day that is not wanted after all; what was published cannot be taken back, only excused.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_discard_day",
    params(("id" = Uuid, Path, description = "Id of the day"), ("If-Match" = String, Header)),
    responses((status = 200, description = "As it is now", body = ReceptionDayView))
)]
#[post("/receptions/days/{id}/actions/discard")]
pub(super) async fn receptions_discard_day(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<ReceptionDayView>> {
    let ground = Ground::of(&state).await?;
    let discard = async |tx: &Tx| {
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground, bell: None };
        Box::pin(roster::discard(asked, id.id(), seen)).await
    };
    state.once(&actor).run(command.idempotency, discard).await
}

/// Report an absence
///
/// By the leader, or by the director for them. Another leader stands in, or everybody sees that
/// nobody does; who stands in can be named later.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_excuse_day",
    params(("id" = Uuid, Path, description = "Id of the day"), ("If-Match" = String, Header)),
    request_body = ExcuseReceptionDayRequest,
    responses((status = 200, description = "As it is now", body = ReceptionDayView))
)]
#[post("/receptions/days/{id}/actions/excuse")]
pub(super) async fn receptions_excuse_day(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<ExcuseReceptionDayRequest>,
) -> AppResult<Reply<ReceptionDayView>> {
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let excuse = async |tx: &Tx| {
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground, bell: None };
        Box::pin(roster::excuse(asked, id.id(), seen, &body)).await
    };
    state.once(&actor).run(idempotency, excuse).await
}
