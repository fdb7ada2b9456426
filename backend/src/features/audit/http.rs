//! `/audit/entries`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{AuditEntryView, AuditFilter};
use super::service;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Page, Params, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(audit_list_entries);
}

#[utoipa::path(
    tag = "audit",
    operation_id = "audit_list_entries",
    summary = "Read the security log",
    description = "Newest first; for the auditor only. Failed sign-ins carry the SHA-256 of the \
        lower-cased name instead of the name.",
    params(AuditFilter),
    responses((status = 200, description = "A page of entries", body = Page<AuditEntryView>))
)]
#[get("/audit/entries")]
async fn audit_list_entries(
    state: Data<AppState>,
    request: HttpRequest,
    actor: CurrentActor,
    filter: Params<AuditFilter>,
) -> AppResult<Reply<Page<AuditEntryView>>> {
    actor.require(Action::AuditRead)?;
    Reply::page(service::list(&state, &filter.0, Lang::of(&request)).await?, &filter)
}
