//! `/automation-rules`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AutomationPreviewView, AutomationRuleFilter, AutomationRuleReasonRequest, AutomationRuleView,
    AutomationRunFilter, AutomationRunView, CreateAutomationRuleRequest,
    PreviewAutomationRuleRequest, RuleVersionFilter, RuleVersionView, UpdateAutomationRuleRequest,
};
use super::service::{self, Turn};
use super::{history, preview, runs};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(automation_rules_list)
        .service(automation_rules_create)
        .service(automation_rules_preview)
        .service(automation_rules_get)
        .service(automation_rules_update)
        .service(automation_rules_activate)
        .service(automation_rules_pause)
        .service(automation_rules_retire)
        .service(automation_rules_list_versions)
        .service(automation_rules_list_runs);
}

#[utoipa::path(
    tag = "automation_rules",
    operation_id = "automation_rules_list",
    summary = "List the automation rules",
    description = "Newest first: those of centres in the caller's region.",
    params(AutomationRuleFilter),
    responses((status = 200, description = "A page of rules", body = Page<AutomationRuleView>))
)]
#[get("/automation-rules")]
async fn automation_rules_list(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    filter: Params<AutomationRuleFilter>,
) -> AppResult<Reply<Page<AutomationRuleView>>> {
    actor.may(Action::AutomationRead)?;
    let page = service::list(&state, &actor, &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

#[utoipa::path(
    tag = "automation_rules",
    operation_id = "automation_rules_create",
    summary = "Draft an automation rule",
    description = "A draft does nothing. What is wrong with it is named by its place: a field that \
        does not exist, a comparison the field does not allow, a code there is none of, groups too \
        deep or too many.",
    request_body = CreateAutomationRuleRequest,
    responses((status = 201, description = "Drafted", body = AutomationRuleView))
)]
#[post("/automation-rules")]
async fn automation_rules_create(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    command: Command<CreateAutomationRuleRequest>,
) -> AppResult<Reply<AutomationRuleView>> {
    service::create(&state, &actor, command, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "automation_rules",
    operation_id = "automation_rules_preview",
    summary = "Look what a draft would do",
    description = "What it matches now, and what it would have matched in the last 30 days by the \
        ledger, with what would come of it on each case: done, refused or nothing to do. Within the \
        caller's own scope; at most 1000 cases are looked at for either list. Nothing is stored.",
    request_body = PreviewAutomationRuleRequest,
    responses((status = 200, description = "The effect", body = AutomationPreviewView))
)]
#[post("/automation-rules/preview")]
async fn automation_rules_preview(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    command: Command<PreviewAutomationRuleRequest>,
) -> AppResult<Reply<AutomationPreviewView>> {
    let preview = preview::preview(&state, &actor, &command.body, Lang::of(&request)).await?;
    Ok(Reply::ok(&preview)?.personal())
}

#[utoipa::path(
    tag = "automation_rules",
    operation_id = "automation_rules_get",
    summary = "Read an automation rule",
    description = "Its newest version, where it stands, and its runs in the last 24 hours.",
    params(("id" = Uuid, Path, description = "Id of the rule")),
    responses((status = 200, description = "The rule", body = AutomationRuleView))
)]
#[get("/automation-rules/{id}")]
async fn automation_rules_get(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    id: PathId,
) -> AppResult<Reply<AutomationRuleView>> {
    actor.may(Action::AutomationRead)?;
    service::get(&state, &actor, id.id(), Lang::of(&request)).await
}

#[utoipa::path(
    tag = "automation_rules",
    operation_id = "automation_rules_update",
    summary = "Write a new version of a rule",
    description = "An active rule goes on under the version that was activated, until the new one \
        is.",
    params(("id" = Uuid, Path, description = "Id of the rule"), ("If-Match" = String, Header)),
    request_body = UpdateAutomationRuleRequest,
    responses((status = 200, description = "Written", body = AutomationRuleView))
)]
#[patch("/automation-rules/{id}")]
async fn automation_rules_update(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    id: PathId,
    seen: IfMatch,
    command: Command<UpdateAutomationRuleRequest>,
) -> AppResult<Reply<AutomationRuleView>> {
    actor.may(Action::AutomationRead)?;
    service::update(&state, &actor, id.id(), seen, command, Lang::of(&request)).await
}

#[utoipa::path(
    tag = "automation_rules",
    operation_id = "automation_rules_activate",
    summary = "Activate the newest version of a rule",
    description = "It needs a source and a first day. It follows the events that happen from now \
        on; a rule that keeps time looks at every case whose moment has come.",
    params(("id" = Uuid, Path, description = "Id of the rule"), ("If-Match" = String, Header)),
    request_body = AutomationRuleReasonRequest,
    responses((status = 200, description = "Active", body = AutomationRuleView))
)]
#[post("/automation-rules/{id}/actions/activate")]
async fn automation_rules_activate(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    id: PathId,
    seen: IfMatch,
    command: Command<AutomationRuleReasonRequest>,
) -> AppResult<Reply<AutomationRuleView>> {
    actor.may(Action::AutomationRead)?;
    let lang = Lang::of(&request);
    service::turn(&state, &actor, (id.id(), seen), Turn::Activate, command, lang).await
}

#[utoipa::path(
    tag = "automation_rules",
    operation_id = "automation_rules_pause",
    summary = "Pause a rule",
    description = "It does nothing until it is activated again.",
    params(("id" = Uuid, Path, description = "Id of the rule"), ("If-Match" = String, Header)),
    request_body = AutomationRuleReasonRequest,
    responses((status = 200, description = "Paused", body = AutomationRuleView))
)]
#[post("/automation-rules/{id}/actions/pause")]
async fn automation_rules_pause(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    id: PathId,
    seen: IfMatch,
    command: Command<AutomationRuleReasonRequest>,
) -> AppResult<Reply<AutomationRuleView>> {
    actor.may(Action::AutomationRead)?;
    let lang = Lang::of(&request);
    service::turn(&state, &actor, (id.id(), seen), Turn::Pause, command, lang).await
}

#[utoipa::path(
    tag = "automation_rules",
    operation_id = "automation_rules_retire",
    summary = "Retire a rule",
    description = "For good; its history and its runs stay, its name is free again.",
    params(("id" = Uuid, Path, description = "Id of the rule"), ("If-Match" = String, Header)),
    request_body = AutomationRuleReasonRequest,
    responses((status = 200, description = "Retired", body = AutomationRuleView))
)]
#[post("/automation-rules/{id}/actions/retire")]
async fn automation_rules_retire(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    id: PathId,
    seen: IfMatch,
    command: Command<AutomationRuleReasonRequest>,
) -> AppResult<Reply<AutomationRuleView>> {
    actor.may(Action::AutomationRead)?;
    let lang = Lang::of(&request);
    service::turn(&state, &actor, (id.id(), seen), Turn::Retire, command, lang).await
}

#[utoipa::path(
    tag = "automation_rules",
    operation_id = "automation_rules_list_versions",
    summary = "List the versions of a rule",
    description = "Newest first, each with what it changed and what was decided about it.",
    params(("id" = Uuid, Path, description = "Id of the rule"), RuleVersionFilter),
    responses((status = 200, description = "A page of versions", body = Page<RuleVersionView>))
)]
#[get("/automation-rules/{id}/versions")]
async fn automation_rules_list_versions(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    id: PathId,
    filter: Params<RuleVersionFilter>,
) -> AppResult<Reply<Page<RuleVersionView>>> {
    actor.may(Action::AutomationRead)?;
    let page = history::list(&state, &actor, id.id(), &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}

#[utoipa::path(
    tag = "automation_rules",
    operation_id = "automation_rules_list_runs",
    summary = "List the runs of a rule",
    description = "Newest first: the runs on cases the caller may see, each with what it ran for, \
        what came of it and what it cost.",
    params(("id" = Uuid, Path, description = "Id of the rule"), AutomationRunFilter),
    responses((status = 200, description = "A page of runs", body = Page<AutomationRunView>))
)]
#[get("/automation-rules/{id}/runs")]
async fn automation_rules_list_runs(
    state: Data<AppState>,
    actor: CurrentActor,
    request: HttpRequest,
    id: PathId,
    filter: Params<AutomationRunFilter>,
) -> AppResult<Reply<Page<AutomationRunView>>> {
    actor.may(Action::AutomationRead)?;
    let page = runs::list(&state, &actor, id.id(), &filter.0, Lang::of(&request)).await?;
    Ok(Reply::page(page, &filter)?.personal())
}
