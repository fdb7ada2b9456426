//! `/calendars`.

use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{CalendarView, DayFilter, DayView, ImportCalendarRequest};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Page, Params, Reply};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(calendars_list).service(calendars_days).service(calendars_import);
}

#[utoipa::path(
    tag = "calendars",
    operation_id = "calendars_list",
    summary = "List the versions of the calendar",
    description = "Newest first, always answered whole. The newest is used for clocks that start.",
    responses((status = 200, description = "A page", body = Page<CalendarView>))
)]
#[get("/calendars")]
async fn calendars_list(
    state: Data<AppState>,
    actor: CurrentActor,
) -> AppResult<Reply<Page<CalendarView>>> {
    actor.require(Action::ReferenceRead)?;
    Reply::ok(&service::list(&state).await?)
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
    filter: Params<DayFilter>,
) -> AppResult<Reply<Page<DayView>>> {
    actor.require(Action::ReferenceRead)?;
    Reply::ok(&service::days(&state, &filter.0).await?)
}

#[utoipa::path(
    tag = "calendars",
    operation_id = "calendars_import",
    summary = "Import announced days",
    description = "Makes a new version: the newest one with the given days over it. Clocks that run \
        keep the version they started under.",
    request_body = ImportCalendarRequest,
    responses((status = 201, description = "Entered", body = CalendarView))
)]
#[post("/calendars/cn/imports")]
async fn calendars_import(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<ImportCalendarRequest>,
) -> AppResult<Reply<CalendarView>> {
    service::import(&state, &actor, command).await
}
