//! `/document-templates`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::template_dto::{
    DocumentFactView, DocumentTemplateFilter, DocumentTemplatePreview,
    DocumentTemplatePreviewParams, DocumentTemplateView, PreviewFilling,
    PublishDocumentTemplateRequest,
};
use super::templates;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Page, Params, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the templates.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(document_templates_list)
        .service(document_templates_publish)
        .service(document_templates_preview)
        .service(document_templates_list_facts)
        .service(document_templates_get);
}

#[utoipa::path(
    tag = "document_templates",
    operation_id = "document_templates_list",
    summary = "List the templates of documents",
    description = "Every version by kind, newest first, answered whole unless `limit` is given.",
    params(DocumentTemplateFilter),
    responses((status = 200, description = "All", body = Page<DocumentTemplateView>))
)]
#[get("/document-templates")]
async fn document_templates_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: WholeList<DocumentTemplateFilter>,
) -> AppResult<Reply<Page<DocumentTemplateView>>> {
    actor.require(Action::ReferenceRead)?;
    Ok(filter.reply(templates::list(&state, &actor, &filter.0).await?)?.personal())
}

#[utoipa::path(
    tag = "document_templates",
    operation_id = "document_templates_publish",
    summary = "Publish a version of a template",
    description = "The next version of a kind, in force from its first day on; documents that were \
        issued keep theirs. Refused by place where it names a field it does not declare, a fact \
        that does not exist, or rows that do not fit their columns.",
    request_body = PublishDocumentTemplateRequest,
    responses((status = 201, description = "Published", body = DocumentTemplateView))
)]
#[post("/document-templates")]
async fn document_templates_publish(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<PublishDocumentTemplateRequest>,
) -> AppResult<Reply<DocumentTemplateView>> {
    templates::publish(&state, &actor, command).await
}

#[utoipa::path(
    tag = "document_templates",
    operation_id = "document_templates_preview",
    summary = "Preview a version of a template",
    description = "How the same body would look, every field showing its own name, or what a \
        fictitious case would give. Refused like publishing it; nothing is stored.",
    params(DocumentTemplatePreviewParams),
    request_body = PublishDocumentTemplateRequest,
    responses((status = 200, description = "The layout", body = DocumentTemplatePreview))
)]
#[post("/document-templates/preview")]
async fn document_templates_preview(
    actor: CurrentActor,
    asked: Params<DocumentTemplatePreviewParams>,
    command: Command<PublishDocumentTemplateRequest>,
) -> AppResult<Reply<DocumentTemplatePreview>> {
    let filling = asked.0.filled_with.unwrap_or(PreviewFilling::Names);
    Reply::ok(&templates::preview(&actor, &command.body, filling)?)
}

#[utoipa::path(
    tag = "document_templates",
    operation_id = "document_templates_list_facts",
    summary = "List the facts templates may name",
    description = "What a case can give to a document, by the name a template uses, with where it \
        comes from.",
    responses((status = 200, description = "All", body = Page<DocumentFactView>))
)]
#[get("/document-templates/facts")]
async fn document_templates_list_facts(
    actor: CurrentActor,
    request: HttpRequest,
    list: WholeList,
) -> AppResult<Reply<Page<DocumentFactView>>> {
    actor.require(Action::ReferenceRead)?;
    list.reply(templates::facts(Lang::of(&request)))
}

#[utoipa::path(
    tag = "document_templates",
    operation_id = "document_templates_get",
    summary = "Read a version of a template",
    description = "As documents issued by it refer to it.",
    params(("id" = Uuid, Path, description = "Id of the version")),
    responses((status = 200, description = "The version", body = DocumentTemplateView))
)]
#[get("/document-templates/{id}")]
async fn document_templates_get(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
) -> AppResult<Reply<DocumentTemplateView>> {
    actor.require(Action::ReferenceRead)?;
    templates::get(&state, &actor, id.id()).await
}
