//! Use cases of templates: read, preview, publish. A version is never edited; documents that were
//! issued keep theirs.

use chrono::NaiveDate;
use uuid::Uuid;

use super::content::DocumentContent;
use super::entity::document_template;
use super::example;
use super::fact::Fact;
use super::filling::{DocumentField, Filled, Row};
use super::kind::DocumentKind;
use super::repo;
use super::template::{TemplateDefinition, TemplateField};
use super::template_dto::{
    DocumentFactView, DocumentTemplateFilter, DocumentTemplatePreview, DocumentTemplateView,
    PreviewFilling, PublishDocumentTemplateRequest,
};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::data_fields::registry;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError, refused as not_allowed};
use crate::platform::http::{Command, Page, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize_any, may_ever};

/// Every version by kind, newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &DocumentTemplateFilter,
) -> AppResult<Page<DocumentTemplateView>> {
    let versions = repo::templates(state.db.reader(), &filter.kind).await?;
    let today = local_date(state.clock.now());
    let views = versions.iter().map(|one| view(one, actor, is_in_force(&versions, one, today)));
    Ok(Page::whole(views.collect::<AppResult<_>>()?))
}

/// One version. Unknown: 404.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
) -> AppResult<Reply<DocumentTemplateView>> {
    let db = state.db.reader();
    let one = repo::template(db, id).await?;
    let kind = kind_of(&one)?;
    let versions = repo::templates(db, &[kind]).await?;
    let today = local_date(state.clock.now());
    // It is never changed, but a later one may have come into force.
    Ok(Reply::ok(&view(&one, actor, is_in_force(&versions, &one, today))?)?.personal())
}

/// The facts templates may name.
pub fn facts(lang: Lang) -> Page<DocumentFactView> {
    let view = |fact: &Fact| DocumentFactView {
        name: fact.as_str().to_owned(),
        label: fact.label(lang).to_owned(),
        origin: fact.origin(),
        origin_name: fact.origin().name(lang).to_owned(),
        is_personal: fact.is_personal(),
        members: fact.members().iter().map(|member| (*member).to_owned()).collect(),
    };
    Page::whole(Fact::ALL.iter().map(view).collect())
}

/// How a version would look; refused by place like publishing it. Nothing is stored.
pub fn preview(
    actor: &Actor,
    body: &PublishDocumentTemplateRequest,
    filling: PreviewFilling,
) -> AppResult<DocumentTemplatePreview> {
    authorize_any(actor, Action::ReferenceWrite)?;
    check(&body.definition)?;
    let filled = match filling {
        PreviewFilling::Names => {
            Filled { fields: body.definition.fields.iter().map(sample).collect() }
        }
        PreviewFilling::Example => example::filled(&body.definition)?,
    };
    let content = DocumentContent::of(&body.definition, filled);
    let names_parties = body.definition.names_parties();
    Ok(DocumentTemplatePreview { blocks: content.blocks, names_parties })
}

/// Publishes the next version of a kind.
pub async fn publish(
    state: &AppState,
    actor: &Actor,
    command: Command<PublishDocumentTemplateRequest>,
) -> AppResult<Reply<DocumentTemplateView>> {
    let permit = authorize_any(actor, Action::ReferenceWrite)?;
    let body = command.body;
    let now = state.clock.now();
    let today = local_date(now);
    check(&body.definition)?;
    refused(body.definition.baseless(&registry::read()?))?;
    if body.valid_from < today {
        return Err(AppError::field("/valid_from", ErrorCode::DocumentTemplateInThePast));
    }
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let versions = repo::templates_alone(tx, body.kind).await?;
            let row = document_template::Model {
                id: state.ids.next(),
                kind: body.kind.as_str().to_owned(),
                version: versions.iter().map(|one| one.version).max().unwrap_or(0) + 1,
                name: body.name.trim().to_owned(),
                source: body.source.trim().to_owned(),
                definition: serde_json::to_string(&body.definition)?,
                valid_from: body.valid_from,
                reason: body.reason.clone(),
                published_by_id: Some(actor.person_id),
                created_at: now,
            };
            repo::insert_template(tx, permit, row.clone()).await?;
            let entry = Entry::of(state, AuditAction::DocumentTemplatePublished).by(actor);
            let entry = entry.on("document_template", row.id).with("kind", row.kind.clone());
            let entry = entry.with("version", row.version);
            record(tx, entry.with("valid_from", row.valid_from.to_string())).await?;
            let versions: Vec<_> = versions.into_iter().chain([row.clone()]).collect();
            let view = view(&row, actor, is_in_force(&versions, &row, today))?;
            Reply::created(&view, format!("/api/v1/document-templates/{}", row.id))
        })
        .await
}

fn check(definition: &TemplateDefinition) -> AppResult<()> {
    refused(definition.problems())
}

fn refused(problems: Vec<FieldError>) -> AppResult<()> {
    if problems.is_empty() {
        return Ok(());
    }
    let below = |problem: FieldError| problem.below("/definition");
    Err(AppError::Validation(problems.into_iter().map(below).collect()))
}

/// Every field says its own name.
fn sample(field: &TemplateField) -> DocumentField {
    let label = field.label(Lang::Zh).to_owned();
    let members = field.fact().map_or(&[][..], Fact::members);
    let row: Row =
        members.iter().map(|member| ((*member).to_owned(), format!("〔{member}〕"))).collect();
    DocumentField {
        name: field.name.clone(),
        text: if members.is_empty() { format!("〔{label}〕") } else { String::new() },
        rows: if members.is_empty() { Vec::new() } else { vec![row] },
        label,
    }
}

fn kind_of(row: &document_template::Model) -> AppResult<DocumentKind> {
    let kind = DocumentKind::parse(&row.kind);
    kind.ok_or_else(|| AppError::internal("unknown kind of template"))
}

fn is_in_force(
    versions: &[document_template::Model],
    one: &document_template::Model,
    today: NaiveDate,
) -> bool {
    let kind = DocumentKind::parse(&one.kind);
    let now = kind.and_then(|kind| repo::in_force(versions, kind, today));
    now.is_some_and(|now| now.id == one.id)
}

fn view(
    row: &document_template::Model,
    actor: &Actor,
    is_in_force: bool,
) -> AppResult<DocumentTemplateView> {
    let may_publish = may_ever(actor, Action::ReferenceWrite);
    let definition: TemplateDefinition = serde_json::from_str(&row.definition)?;
    Ok(DocumentTemplateView {
        id: row.id,
        kind: kind_of(row)?,
        version: row.version,
        name: row.name.clone(),
        source: row.source.clone(),
        valid_from: row.valid_from,
        is_in_force,
        names_parties: definition.names_parties(),
        reason: row.reason.clone(),
        definition,
        created_at: row.created_at,
        allowed_actions: if may_publish { vec!["publish"] } else { Vec::new() },
        refused_actions: not_allowed(
            &["publish"],
            (!may_publish).then_some(ErrorCode::AuthNotAllowed),
        ),
    })
}
