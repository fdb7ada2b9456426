//! The dossier as the caller may see it.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::dto::{
    DossierDocument, DossierItem, DossierView, MissingDocument, RetentionView, SealView, VolumeView,
};
use super::entity::seal;
use super::filler::Paper;
use super::following::Following;
use super::service::{in_time, may_export};
use crate::app::AppState;
use crate::features::attachments::rights::{may_add, sees_identity};
use crate::features::cases::masks;
use crate::features::cases::repo::Loaded;
use crate::features::cases::service::facts_of;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::ErrorCode;
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, holds};

pub(super) fn view(
    state: &AppState,
    (actor, case): (&Actor, &Loaded),
    rules: &Following<'_>,
    (papers, is_front_current): (&[Paper], bool),
    (seal, names): (Option<&seal::Model>, &HashMap<Uuid, String>),
    lang: Lang,
) -> DossierView {
    let assists = case.state.assist_department_ids();
    let facts = facts_of(case, &assists);
    let sees = sees_identity(actor, &facts);
    let shown = |paper: &&Paper| sees || !paper.is_identity;
    let missing = rules.missing(papers);
    let documents = rules.volume.documents.iter().map(|rule| {
        let here = papers.iter().filter(|paper| paper.document_code.as_ref() == Some(&rule.code));
        let items: Vec<_> = here.clone().filter(shown).map(item).collect();
        let count = here.count();
        DossierDocument {
            code: rule.code.clone(),
            name: rule.name(lang).to_owned(),
            is_required: rule.is_required,
            is_identity: rule.is_identity,
            is_filled: count > 0,
            hidden: count - items.len(),
            items,
        }
    });
    let front = papers.iter().filter(|paper| paper.is_front()).filter(shown).map(item);
    let (allowed_actions, refused_actions) =
        actions(actor, case, &facts, obstacle(missing.is_empty(), is_front_current));
    let retention = rules.retention.filter(|_| rules.closed_on.is_some());
    let method = case.state.method_code.as_deref();
    let is_seal_required =
        rules.closed_on.is_some_and(|on| state.dossier_rules.is_seal_required(method, on));
    DossierView {
        id: case.row.id,
        case_no: case.row.case_no.clone(),
        title: masks::title(&case.row.title),
        volume: VolumeView {
            code: rules.volume.code.clone(),
            version: rules.volume.version,
            name: rules.volume.name(lang).to_owned(),
            source: rules.volume.source(lang).to_owned(),
        },
        front: front.collect(),
        documents: documents.collect(),
        unfiled: papers
            .iter()
            .filter(|paper| paper.document_code.is_none() && !paper.is_front())
            .filter(shown)
            .map(item)
            .collect(),
        is_complete: missing.is_empty(),
        missing: missing
            .into_iter()
            .map(|rule| MissingDocument {
                code: rule.code.clone(),
                name: rule.name(lang).to_owned(),
            })
            .collect(),
        is_seal_required,
        seal: seal.map(|seal| SealView {
            at: seal.sealed_at,
            by: PersonRef {
                id: seal.sealed_by_id,
                name: names.get(&seal.sealed_by_id).cloned().unwrap_or_default(),
            },
            manifest_hash: seal.manifest_hash.clone(),
        }),
        retention: retention.map(|rule| RetentionView {
            code: rule.code.clone(),
            version: rule.version,
            name: rule.name(lang).to_owned(),
            until_on: rules.until(),
            source: rule.source(lang).to_owned(),
        }),
        created_at: case.row.created_at,
        updated_at: case.row.updated_at,
        version: case.row.event_count,
        allowed_actions,
        refused_actions,
    }
}

fn item(paper: &Paper) -> DossierItem {
    DossierItem {
        kind: paper.kind,
        id: paper.id,
        file_name: paper.file_name.clone(),
        media_type: paper.media_type.clone(),
        size_bytes: paper.size_bytes,
        sha256: paper.sha256.clone(),
        is_identity: paper.is_identity,
        document_kind: paper.issued.as_ref().map(|issued| issued.kind),
        document_no: paper.issued.as_ref().map(|issued| issued.document_no.clone()),
    }
}

/// Why the papers as they are cannot be sealed.
fn obstacle(is_complete: bool, is_front_current: bool) -> Option<ErrorCode> {
    if is_complete {
        (!is_front_current).then_some(ErrorCode::DossierFrontOutdated)
    } else {
        Some(ErrorCode::DossierIncomplete)
    }
}

fn actions(
    actor: &Actor,
    case: &Loaded,
    facts: &Facts<'_>,
    obstacle: Option<ErrorCode>,
) -> (Vec<String>, BTreeMap<String, String>) {
    let may = |action| holds(actor, action, facts);
    let attach = if may(Action::CaseAttach) {
        may_add(&case.state).err().map(|error| error.code())
    } else {
        Some(ErrorCode::AuthNotAllowed)
    };
    let seal = if may(Action::CaseSealDossier) {
        in_time(case).err().map(|error| error.code())
    } else {
        Some(ErrorCode::AuthNotAllowed)
    };
    let seal = seal.or(obstacle);
    let export = (!may_export(actor, facts)).then_some(ErrorCode::AuthNotAllowed);
    let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
    for (verb, code) in [("attach", attach), ("seal", seal), ("export", export)] {
        match code {
            None => allowed.push(verb.to_owned()),
            Some(code) => {
                refused.insert(verb.to_owned(), code.as_str().to_owned());
            }
        }
    }
    (allowed, refused)
}
