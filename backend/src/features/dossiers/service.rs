//! Use cases of dossiers: looking, sealing.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{
    DossierDocument, DossierItem, DossierView, MissingDocument, RetentionView, SealDossierRequest,
    SealView, VolumeView,
};
use super::entity::seal;
use super::filler::{self, Paper};
use super::manifest::{self, Contents};
use super::repo;
use super::rules::{DocumentRule, Retention, Volume};
use crate::app::AppState;
use crate::features::attachments::rights::{may_add, sees_identity};
use crate::features::attachments::service::{case_of, held_case, permit};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases;
use crate::features::cases::change::Change;
use crate::features::cases::ground::Ground;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::repo::Loaded;
use crate::features::cases::service::facts_of;
use crate::features::cases::transit::{self, By};
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, holds};

/// The rules a case's dossier follows: those of the day it was closed, today's before.
pub(super) struct Following<'a> {
    pub(super) volume: &'a Volume,
    pub(super) retention: Option<&'a Retention>,
    pub(super) closed_on: Option<NaiveDate>,
}

pub(super) fn following<'a>(state: &'a AppState, case: &Loaded) -> AppResult<Following<'a>> {
    let closed_on = case.state.closed_at.map(local_date);
    let method = case.state.method_code.as_deref();
    let today = local_date(state.clock.now());
    let followed = state.dossier_rules.followed(method, closed_on, today);
    let (volume, retention) = followed.ok_or_else(|| AppError::internal("no rule for dossiers"))?;
    Ok(Following { volume, retention, closed_on })
}

impl Following<'_> {
    /// The last day the dossier is kept; none before the case is closed, or when for ever.
    pub(super) fn until(&self) -> Option<NaiveDate> {
        self.retention?.until(self.closed_on?)
    }
}

/// The required documents nobody brought.
fn missing<'a>(volume: &'a Volume, papers: &[Paper]) -> Vec<&'a DocumentRule> {
    let filled: HashSet<_> =
        papers.iter().filter_map(|paper| paper.document_code.as_deref()).collect();
    volume.missing(&filled)
}

/// The dossier as the caller may see it.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    lang: Lang,
) -> AppResult<Reply<DossierView>> {
    let db = state.db.reader();
    let case = case_of(db, actor, case_id).await?;
    answer(state, db, actor, &case, lang).await
}

async fn answer(
    state: &AppState,
    db: &impl ConnectionTrait,
    actor: &Actor,
    case: &Loaded,
    lang: Lang,
) -> AppResult<Reply<DossierView>> {
    let volume = following(state, case)?.volume;
    let mut papers = filler::of_case(db, case.row.id, volume).await?;
    let assists = case.state.assist_department_ids();
    if !sees_identity(actor, &facts_of(case, &assists)) {
        // A file may be called after a party.
        let mentions = Mentions::of(&cases::repo::parties(db, case.row.id).await?);
        for paper in &mut papers {
            paper.file_name = mentions.hide(&paper.file_name);
        }
    }
    let seal = match case.state.dossier_sealed_at {
        Some(_) => repo::last(db, case.row.id).await?,
        None => None,
    };
    let names = personnel::repo::list_names(db, seal.iter().map(|seal| seal.sealed_by_id)).await?;
    let view = view(state, actor, case, &papers, (seal.as_ref(), &names), lang)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

fn view(
    state: &AppState,
    actor: &Actor,
    case: &Loaded,
    papers: &[Paper],
    (seal, names): (Option<&seal::Model>, &HashMap<Uuid, String>),
    lang: Lang,
) -> AppResult<DossierView> {
    let rules = following(state, case)?;
    let assists = case.state.assist_department_ids();
    let facts = facts_of(case, &assists);
    let sees = sees_identity(actor, &facts);
    let shown = |paper: &&Paper| sees || !paper.is_identity;
    let missing = missing(rules.volume, papers);
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
    let (allowed_actions, refused_actions) = actions(actor, case, &facts, missing.is_empty());
    let retention = rules.retention.filter(|_| rules.closed_on.is_some());
    let method = case.state.method_code.as_deref();
    let is_seal_required =
        rules.closed_on.is_some_and(|on| state.dossier_rules.is_seal_required(method, on));
    Ok(DossierView {
        id: case.row.id,
        case_no: case.row.case_no.clone(),
        title: case.row.title.clone(),
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
    })
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

fn actions(
    actor: &Actor,
    case: &Loaded,
    facts: &Facts<'_>,
    is_complete: bool,
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
    let seal = seal.or((!is_complete).then_some(ErrorCode::DossierIncomplete));
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

/// It leaves whole: whoever may not see what names a party takes nothing along.
pub(super) fn may_export(actor: &Actor, facts: &Facts<'_>) -> bool {
    holds(actor, Action::CaseExportDossier, facts) && sees_identity(actor, facts)
}

fn in_time(case: &Loaded) -> AppResult<()> {
    if case.state.dossier_sealed_at.is_some() {
        return Err(ErrorCode::DossierSealed.into());
    }
    if case.state.status != CaseStatus::Closed {
        return Err(ErrorCode::DossierNotClosed.into());
    }
    Ok(())
}

/// 封存: the manifest is fixed, and nothing of the dossier changes any more.
pub async fn seal(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    seen: IfMatch,
    command: Command<SealDossierRequest>,
    lang: Lang,
) -> AppResult<Reply<DossierView>> {
    let Command { body, idempotency } = command;
    let ground = Ground::of(state).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let case = Box::pin(held_case(tx, actor, case_id)).await?;
            let asked = Sealing { seen, body: &body, lang };
            let case = Box::pin(sealed(state, tx, actor, &ground, case, asked)).await?;
            answer(state, &**tx, actor, &case, lang).await
        })
        .await
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Sealing<'a> {
    /// The length of the ledger that was seen.
    pub seen: IfMatch,
    /// The number of the case.
    pub body: &'a SealDossierRequest,
    /// The language of what is missing.
    pub lang: Lang,
}

/// Seals the dossier of a case that is held; answers the case as it is then.
pub async fn sealed(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    ground: &Ground,
    mut case: Loaded,
    Sealing { seen, body, lang }: Sealing<'_>,
) -> AppResult<Loaded> {
    let permitted = permit(actor, Action::CaseSealDossier, &case)?;
    in_time(&case)?;
    seen.check(case.row.event_count, ErrorCode::RequestStaleVersion)?;
    if body.case_no.trim() != case.row.case_no {
        return Err(AppError::field("/case_no", ErrorCode::DossierCaseNoDiffers));
    }
    let rules = following(state, &case)?;
    let papers = filler::of_case(&**tx, case.row.id, rules.volume).await?;
    let missing: Vec<_> =
        missing(rules.volume, &papers).iter().map(|rule| rule.name(lang)).collect();
    if !missing.is_empty() {
        return Err(AppError::from(ErrorCode::DossierIncomplete).with("missing", missing));
    }
    let now = state.clock.now();
    let (volume_code, volume_version) = (rules.volume.code.clone(), rules.volume.version);
    let (text, manifest_hash) = manifest::of(&Contents {
        case: &case,
        volume: rules.volume,
        retained_until: rules.until(),
        papers: &papers,
        at: now,
    })?;
    let row = seal::Model {
        id: state.ids.next(),
        case_id: case.row.id,
        volume_code: volume_code.clone(),
        volume_version,
        manifest: text,
        manifest_hash: manifest_hash.clone(),
        sealed_by_id: actor.person_id,
        sealed_at: now,
    };
    let change = Change::DossierSealed {
        seal_id: row.id,
        volume_code,
        volume_version,
        file_count: u32::try_from(papers.len()).unwrap_or(u32::MAX),
        manifest_hash,
    };
    repo::insert(tx, &permitted, row).await?;
    let before = case.row.clone();
    let by = By { actor: Some(actor), at: now };
    let pending = transit::apply(state, &ground.keeper, &mut case, &change, by)?;
    transit::store(tx, permitted, &before, &case, pending).await?;
    Ok(case)
}
