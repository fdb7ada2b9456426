//! Use cases of dossiers: looking, sealing.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{DossierView, SealDossierRequest};
use super::entity::seal;
use super::filler;
use super::following::following;
use super::front;
use super::manifest::{self, Contents};
use super::repo;
use super::view::view;
use crate::app::AppState;
use crate::features::attachments::rights::sees_identity;
use crate::features::attachments::service::{case_of, held_case, permit};
use crate::features::cases;
use crate::features::cases::change::Change;
use crate::features::cases::ground::Ground;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::repo::Loaded;
use crate::features::cases::service::facts_of;
use crate::features::cases::transit::{self, By};
use crate::features::cases::unnamed::Unnamed;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, holds};

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
    let rules = following(state, db, case).await?;
    let mut papers = filler::of_case(db, case.row.id, rules.volume).await?;
    let assists = case.state.assist_department_ids();
    if !sees_identity(actor, &facts_of(case, &assists)) {
        // A file may be called after a party.
        let parties = cases::repo::parties(db, case.row.id).await?;
        let mentions = Mentions::read_by(actor, &facts_of(case, &assists), &parties);
        for paper in &mut papers {
            paper.file_name = mentions.hide(&paper.file_name);
        }
    }
    let (seal, outdated) = if case.state.dossier_sealed_at.is_some() {
        (repo::last(db, case.row.id).await?, Vec::new())
    } else {
        (None, front::outdated(db, case.row.id, rules.volume, &papers).await?)
    };
    let names = personnel::repo::list_names(db, seal.iter().map(|seal| seal.sealed_by_id)).await?;
    let seal = (seal.as_ref(), &names);
    let papers = (&papers[..], outdated.is_empty());
    let view = view(state, (actor, case), &rules, papers, seal, lang);
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// It leaves whole: whoever may not see what names a party takes nothing along.
pub(super) fn may_export(actor: &Actor, facts: &Facts<'_>) -> bool {
    holds(actor, Action::CaseExportDossier, facts) && sees_identity(actor, facts)
}

pub(super) fn in_time(case: &Loaded) -> AppResult<()> {
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
    let rules = following(state, &**tx, &case).await?;
    let papers = filler::of_case(&**tx, case.row.id, rules.volume).await?;
    let missing: Vec<_> = rules.missing(&papers).iter().map(|rule| rule.name(lang)).collect();
    if !missing.is_empty() {
        return Err(AppError::from(ErrorCode::DossierIncomplete).with("missing", missing));
    }
    let outdated = front::outdated(&**tx, case.row.id, rules.volume, &papers).await?;
    if !outdated.is_empty() {
        let names: Vec<_> = outdated.iter().map(|kind| kind.name(lang)).collect();
        return Err(AppError::from(ErrorCode::DossierFrontOutdated).with("papers", names));
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
    let change = Unnamed::read(&**tx, case.row.id, change).await?;
    let pending = transit::apply(state, &ground.keeper, &mut case, &change, by)?;
    transit::store(tx, permitted, &before, &case, pending).await?;
    Ok(case)
}
