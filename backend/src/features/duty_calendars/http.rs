//! `/duty-calendar`, and the feeds behind their addresses.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{DutyCalendarFilter, DutyFeedView, MyDuty};
use super::{feeds, service};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, NoBody, Params, PathName, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// What a calendar is on the wire (RFC 5545, 3.1.4 and 8.1).
const CALENDAR: &str = "text/calendar; charset=utf-8";

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(duty_calendars_get)
        .service(duty_calendars_make_feed)
        .service(duty_calendars_revoke_feed)
        .service(duty_calendars_read_feed);
}

/// Read my duty
///
/// The days on which the caller is on duty, with their hours: by the published plans, as a resident, or
/// in somebody's place; and whether a feed is in use. It says of every day what `/duty` says of it.
#[utoipa::path(
    tag = "duty_calendars",
    operation_id = "duty_calendars_get",
    params(DutyCalendarFilter),
    responses((status = 200, description = "The days", body = MyDuty))
)]
#[get("/duty-calendar")]
async fn duty_calendars_get(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<DutyCalendarFilter>,
) -> AppResult<Reply<MyDuty>> {
    actor.may(Action::RotationOwn)?;
    Ok(Reply::ok(&service::mine(&state, &actor, &filter.0).await?)?.personal())
}

/// Make a calendar feed
///
/// An address under which a calendar program reads the caller's duty without signing in; whoever has it
/// reads it. It is told this once, and the one before ends.
#[utoipa::path(
    tag = "duty_calendars",
    operation_id = "duty_calendars_make_feed",
    responses((status = 201, description = "Made", body = DutyFeedView))
)]
#[post("/duty-calendar/feed")]
async fn duty_calendars_make_feed(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<NoBody>,
) -> AppResult<Reply<DutyFeedView>> {
    actor.may(Action::RotationOwn)?;
    feeds::make(&state, &actor, command).await
}

/// End a calendar feed
///
/// Its address answers 404 from now on.
#[utoipa::path(
    tag = "duty_calendars",
    operation_id = "duty_calendars_revoke_feed",
    responses((status = 200, description = "Ended", body = DutyFeedView))
)]
#[post("/duty-calendar/feed/actions/revoke")]
async fn duty_calendars_revoke_feed(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<NoBody>,
) -> AppResult<Reply<DutyFeedView>> {
    actor.may(Action::RotationOwn)?;
    feeds::revoke(&state, &actor, command).await
}

/// Read a calendar feed
///
/// The duty of whose address it is as a calendar (RFC 5545), for calendar programs; any other token is
/// 404. The token stands in no log.
#[utoipa::path(
    tag = "duty_calendars",
    operation_id = "duty_calendars_read_feed",
    params(("token" = String, Path, description = "The token of the address", example = "0f")),
    responses((
        status = 200,
        description = "The calendar",
        body = String,
        content_type = "text/calendar"
    ))
)]
#[get("/public/duty-feeds/{token}/duty.ics")]
async fn duty_calendars_read_feed(
    state: Data<AppState>,
    token: PathName,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    let text = feeds::read(&state, &token.0, Lang::of(&request)).await?;
    Ok(HttpResponse::Ok()
        .content_type(CALENDAR)
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text))
}
