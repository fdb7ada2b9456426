//! `/presence` and `/duty-findings`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{DutyFindingFilter, DutyFindingView, PresenceFilter, PresenceView};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Page, Params, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts both.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(presence_list).service(duty_findings_list);
}

/// List what shows that people were there
///
/// One row a person, post and day, in the order of days: present, excused, contradicted or without
/// evidence, with the evidence and its strength, and what does not fit together. Nobody clocks in, and no
/// row says when or for how long. The centre sees all of it, a department its own, everybody their own.
#[utoipa::path(
    tag = "presence",
    operation_id = "presence_list",
    params(PresenceFilter),
    responses((status = 200, description = "A page", body = Page<PresenceView>))
)]
#[get("/presence")]
async fn presence_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<PresenceFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<PresenceView>>> {
    actor.may(Action::PresenceRead)?;
    let page = Box::pin(service::list(&state, &actor, &filter.0, Lang::of(&request))).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

/// List the questions about posts
///
/// Posts without people, people without work, and posts without matters, each as a question with what was
/// counted beneath it and the days it is about. About posts and departments, never about a person.
#[utoipa::path(
    tag = "duty_findings",
    operation_id = "duty_findings_list",
    params(DutyFindingFilter),
    responses((status = 200, description = "All of them", body = Page<DutyFindingView>))
)]
#[get("/duty-findings")]
async fn duty_findings_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: WholeList<DutyFindingFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<DutyFindingView>>> {
    actor.may(Action::ShortfallRead)?;
    let found = Box::pin(service::findings(&state, &actor, &filter.0, Lang::of(&request))).await?;
    Ok(filter.reply(found)?.personal())
}
