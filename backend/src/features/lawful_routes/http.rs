//! `/lawful-routes`.

use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{LawfulRouteFilter, LawfulRouteView};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Page, Reply, WholeList};
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(lawful_routes_list);
}

#[utoipa::path(
    tag = "lawful_routes",
    operation_id = "lawful_routes_list",
    summary = "List the lawful routes",
    description = "By which procedure of the law a type of matter may be settled, with the article; \
        all versions by code, answered whole unless `limit` is given. The most narrowly drawn one in force applies.",
    params(LawfulRouteFilter),
    responses((status = 200, description = "A page", body = Page<LawfulRouteView>))
)]
#[get("/lawful-routes")]
async fn lawful_routes_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: WholeList<LawfulRouteFilter>,
) -> AppResult<Reply<Page<LawfulRouteView>>> {
    actor.require(Action::ReferenceRead)?;
    let routes = state.lawful_routes.get(&state.db, state.clock.now()).await?;
    let LawfulRouteFilter { type_code, valid_on } = &filter.0;
    let wanted = routes.all().iter().filter(|route| {
        valid_on.is_none_or(|on| route.is_valid_on(on))
            && type_code.as_deref().is_none_or(|code| code.starts_with(&route.type_code))
    });
    filter.reply(Page::whole(wanted.map(LawfulRouteView::from).collect()))
}
