//! Drafting: what a document would say today, what it still needs, and whether it may be issued.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::content::DocumentContent;
use super::dto::{DocumentDraftView, DraftField, IssueDocumentRequest, MissingFieldView};
use super::facts::Issuing;
use super::filling::{Missing, is_open, pointer};
use super::gather::gather;
use super::issue::sealed_refusal;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::ground::Ground;
use crate::features::personnel::dto::DepartmentRef;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::Actor;

/// What a document would say, nothing stored.
pub(super) async fn draft(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    request: &IssueDocumentRequest,
    lang: Lang,
) -> AppResult<DocumentDraftView> {
    let ground = Ground::of(state).await?;
    let today = local_date(state.clock.now());
    let db = state.db.reader();
    let wanted = (case_id, request.kind, request.about_id);
    let gathered = gather(db, state, actor, wanted).await?;
    let issuing = Issuing { document_no: None, on: today, by: &actor.person_name };
    let sources = (&ground, &*state.dossier_rules);
    let (filled, missing, refused) = gathered.fill(sources, issuing, &request.fields, true);
    if !refused.is_empty() {
        return Err(AppError::Validation(refused));
    }
    let fields = gathered.definition.fields.iter().zip(&filled.fields).map(|(field, one)| {
        let is_typed = request.fields.contains_key(&field.name);
        let is_empty = one.text.is_empty() && one.rows.is_empty();
        DraftField {
            name: one.name.clone(),
            label: one.label.clone(),
            text: one.text.clone(),
            rows: one.rows.clone(),
            origin: field.origin(),
            required: field.required,
            is_open: is_open(field) && (is_empty || is_typed),
            max_length: u32::try_from(field.most()).unwrap_or(u32::MAX),
            pointer: pointer(&field.name),
        }
    });
    let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
    let refusal = sealed_refusal(&gathered.case)
        .or((!missing.is_empty()).then_some(ErrorCode::DocumentFieldMissing));
    match refusal {
        None => allowed.push("issue".to_owned()),
        Some(code) => {
            refused.insert("issue".to_owned(), code.as_str().to_owned());
        }
    }
    let fields = fields.collect();
    let addressee = gathered.about.addressee();
    let department = |id| DepartmentRef { id, name: ground.directory.department_name(id) };
    Ok(DocumentDraftView {
        kind: request.kind,
        name: request.kind.name(lang).to_owned(),
        template_id: gathered.template.id,
        template_version: gathered.template.version,
        template_source: gathered.template.source.clone(),
        about_id: gathered.about.id(),
        addressee: addressee.map(department),
        names_parties: gathered.definition.names_parties(),
        fields,
        missing: missing.iter().map(|one| missing_view(one, lang)).collect(),
        current_id: gathered.current(request.kind).map(|document| document.id),
        blocks: DocumentContent::of(&gathered.definition, filled).blocks,
        allowed_actions: allowed,
        refused_actions: refused,
    })
}

fn missing_view(missing: &Missing, lang: Lang) -> MissingFieldView {
    let is_open = missing.origin.may_be_typed();
    let detail = if is_open {
        lang.pick("请填写“{label}”", "Fill in “{label}”")
    } else {
        lang.pick("“{label}”尚无内容，须先{origin}", "“{label}” is empty: {origin} comes first")
    };
    let detail = detail.replace("{label}", &missing.label);
    MissingFieldView {
        name: missing.name.clone(),
        label: missing.label.clone(),
        origin: missing.origin,
        pointer: pointer(&missing.name),
        is_open,
        detail: detail.replace("{origin}", missing.origin.name(lang)),
    }
}
