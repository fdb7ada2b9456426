//! `/calendars`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{CalendarView, DayFilter, DayView, ImportCalendarRequest};
use super::{publishing, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::limit_changes::dto::LimitChangeView;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Page, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(calendars_list)
        .service(calendars_days)
        .service(calendars_import)
        .service(calendars_simulate);
}

#[utoipa::path(
    tag = "calendars",
    operation_id = "calendars_list",
    summary = "List the versions of the calendar",
    description = "Newest first, answered whole unless `limit` is given. The newest is used for clocks that start.",
    responses((status = 200, description = "A page", body = Page<CalendarView>))
)]
#[get("/calendars")]
async fn calendars_list(
    state: Data<AppState>,
    actor: CurrentActor,
    list: WholeList,
) -> AppResult<Reply<Page<CalendarView>>> {
    actor.require(Action::ReferenceRead)?;
    Ok(list.reply(service::list(&state, &actor).await?)?.personal())
}

#[utoipa::path(
    tag = "calendars",
    operation_id = "calendars_days",
    summary = "List days with their kind",
    description = "Every day from `from` through `to`, at most 400, with its kind and what it rests \
        on. Days no notice covers yet follow the ordinary week and say so.",
    params(DayFilter),
    responses((status = 200, description = "A page", body = Page<DayView>))
)]
#[get("/calendars/cn/days")]
async fn calendars_days(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: WholeList<DayFilter>,
) -> AppResult<Reply<Page<DayView>>> {
    actor.require(Action::ReferenceRead)?;
    filter.reply(service::days(&state, &filter.0).await?)
}

#[utoipa::path(
    tag = "calendars",
    operation_id = "calendars_import",
    summary = "Import announced days",
    description = "Makes a new version: the newest one with the given days over it. Limits that run \
        and rest on days no notice had covered are counted anew by it in the background \
        (`limit_change_id`), each change in the ledger of its case; with `applies_to: running` all \
        limits it moves, after a simulation of the same draft; with `new` none.",
    request_body = ImportCalendarRequest,
    responses((status = 201, description = "Entered", body = CalendarView))
)]
#[post("/calendars/cn/imports")]
async fn calendars_import(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<ImportCalendarRequest>,
) -> AppResult<Reply<CalendarView>> {
    publishing::import(&state, &actor, command).await
}

#[utoipa::path(
    tag = "calendars",
    operation_id = "calendars_simulate",
    summary = "Try out announced days",
    description = "What the same body would do if it were imported now: over all open cases, by \
        unit, with the list of the limits that move (`GET /limit-changes/{id}/items`). Nothing is \
        changed. Kept for a day.",
    request_body = ImportCalendarRequest,
    responses((status = 201, description = "Tried out", body = LimitChangeView))
)]
#[post("/calendars/cn/simulations")]
async fn calendars_simulate(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<ImportCalendarRequest>,
    request: HttpRequest,
) -> AppResult<Reply<LimitChangeView>> {
    publishing::simulate(&state, &actor, command, Lang::of(&request)).await
}
