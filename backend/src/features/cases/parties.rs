//! 当事人 after registration: listed masked, added, corrected. Nothing of what a citizen said is lost:
//! each correction has its reason and keeps what stood before, bound by the ledger.

use sea_orm::{EntityTrait as _, IntoActiveModel as _};
use uuid::Uuid;

use super::change::Change;
use super::dto::{AddPartyRequest, CorrectPartyRequest, PartyRequest, PartyView};
use super::entity::{case, party, party_change};
use super::intake::party_row;
use super::ledger::parties::{Values, hash_of, title_hash_of};
use super::masked_texts;
use super::mentions::Mentions;
use super::projection::CaseState;
use super::repo::{self, Loaded};
use super::service::{Asked, facts_of};
use super::transit::{self, By};
use super::unnamed::Unnamed;
use super::view::Viewer;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::platform::db::{Tx, search};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{IfMatch, Page, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, Scope, authorize};

/// Most parties a case has.
const MOST: usize = 50;
/// Bytes of a salt.
const SALT: usize = 16;

/// The parties of a case, all of them, as the caller may see them.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    lang: Lang,
) -> AppResult<Page<PartyView>> {
    Ok(Page::whole(read(state, actor, case_id, lang).await?.1))
}

/// One of them: 404 where there is none.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    [case_id, id]: [Uuid; 2],
    lang: Lang,
) -> AppResult<Reply<PartyView>> {
    let (version, views) = read(state, actor, case_id, lang).await?;
    let view = views.into_iter().find(|view| view.id == id).ok_or(ErrorCode::RequestNotFound)?;
    Ok(Reply::ok(&view)?.version(version).personal())
}

async fn read(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    lang: Lang,
) -> AppResult<(i32, Vec<PartyView>)> {
    let db = state.db.reader();
    let row = repo::find(db, &Scope::cases(actor, Action::CaseRead), case_id).await?;
    let case = repo::load(db, row).await?;
    let parties = repo::parties(db, case_id).await?;
    let assists = case.state.assist_department_ids();
    let viewer = Viewer::of(state, actor, lang).await?;
    Ok((case.row.row_version, viewer.parties(&parties, &facts_of(&case, &assists))?))
}

/// What the body alone cannot say: the codes of the party.
pub async fn check(state: &AppState, codes: [(&str, Option<&str>, &str); 2]) -> AppResult<()> {
    let now = state.clock.now();
    let known = state.codes.get(&state.db, now).await?;
    for (set, code, pointer) in codes {
        if let Some(code) = code {
            known.check(set, code, local_date(now), pointer)?;
        }
    }
    Ok(())
}

/// The codes of one more party.
pub fn codes_of(party: &PartyRequest) -> [(&str, Option<&str>, &str); 2] {
    [
        ("id_type", party.id_type.as_deref(), "/party/id_type"),
        ("gender", party.gender.as_deref(), "/party/gender"),
    ]
}

/// Why parties are neither added nor corrected any more.
pub fn refusal(state: &CaseState) -> Option<ErrorCode> {
    if state.dossier_sealed_at.is_some() {
        return Some(ErrorCode::DossierSealed);
    }
    state.status.is_final().then_some(ErrorCode::CaseHasEnded)
}

/// A case that is held, with its parties; the right to change them, and that it is not too late.
async fn held(asked: Asked<'_>, case_id: Uuid) -> AppResult<(Loaded, Vec<party::Model>, Permit)> {
    let Asked { tx, actor, .. } = asked;
    let scope = Scope::cases(actor, Action::CaseRead);
    let row = repo::find_for_update(tx, &scope, case_id).await?;
    let case = repo::load(&**tx, row).await?;
    let assists = case.state.assist_department_ids();
    let permit = authorize(actor, Action::CaseKeepParties, &facts_of(&case, &assists))?;
    if let Some(code) = refusal(&case.state) {
        return Err(code.into());
    }
    let parties = repo::parties(&**tx, case_id).await?;
    Ok((case, parties, permit))
}

/// 增加当事人.
pub async fn add(
    asked: Asked<'_>,
    case_id: Uuid,
    body: &AddPartyRequest,
    lang: Lang,
) -> AppResult<Reply<PartyView>> {
    let (mut case, parties, permit) = Box::pin(held(asked, case_id)).await?;
    if parties.len() >= MOST {
        return Err(ErrorCode::CaseTooManyParties.into());
    }
    let known = |no: i32| parties.iter().any(|party| party.party_no == no);
    if body.party.represents_party_no.is_some_and(|no| !known(no)) {
        let pointer = "/party/represents_party_no";
        return Err(AppError::field(pointer, ErrorCode::CaseUnknownParty));
    }
    let last = parties.iter().map(|party| party.party_no).max().unwrap_or(0);
    let row = party_row(asked.state, case_id, last + 1, &body.party);
    let all: Vec<_> = parties.iter().chain([&row]).cloned().collect();
    let mentions = Mentions::of(&all);
    let before = case.row.clone();
    let kept = party_change::Model {
        title_before: retitle(&mut case, &mentions),
        ..change_row(asked, &row, None, &mentions.hide(body.reason.trim()))?
    };
    let change = Change::PartyAdded {
        change_id: kept.id,
        party_no: row.party_no,
        role: row.role.clone(),
        values_hash: hash_of(&kept, &row)?,
        reason: kept.reason.clone(),
        title_hash: title_hash_of(&kept, &case.row.title)?,
    };
    let change = Unnamed::of(change, &mentions)?;
    insert(asked.tx, &permit, row.clone()).await?;
    let masked = masked_texts::of(&case.row, &all);
    Box::pin(masked_texts::replace(asked.tx, case_id, masked)).await?;
    let case = Box::pin(record(asked, permit, (&before, case), kept, &change)).await?;
    let location = format!("/api/v1/cases/{case_id}/parties/{}", row.id);
    let view = view(asked, &case, &row, lang)?;
    Ok(Reply::created(&view, location)?.version(case.row.row_version).personal())
}

/// 更正: the version seen is that of the case.
pub async fn correct(
    asked: Asked<'_>,
    [case_id, party_id]: [Uuid; 2],
    seen: IfMatch,
    body: &CorrectPartyRequest,
    lang: Lang,
) -> AppResult<Reply<PartyView>> {
    let (mut case, parties, permit) = Box::pin(held(asked, case_id)).await?;
    seen.check(case.row.row_version, ErrorCode::CaseStaleVersion)?;
    let was = parties.iter().find(|party| party.id == party_id);
    let was = was.ok_or(ErrorCode::RequestNotFound)?;
    let now = corrected(was, body);
    let fields = differing(was, &now);
    if fields.is_empty() {
        return Err(ErrorCode::CasePartyUnchanged.into());
    }
    // Neither what was said of the party nor what is said now.
    let known: Vec<_> = parties.iter().chain([&now]).cloned().collect();
    let mentions = Mentions::of(&known);
    let before = case.row.clone();
    let kept = party_change::Model {
        title_before: retitle(&mut case, &mentions),
        ..change_row(asked, &now, Some(was), &mentions.hide(body.reason.trim()))?
    };
    let change = Change::PartyCorrected {
        change_id: kept.id,
        party_no: now.party_no,
        fields: fields.into_iter().map(ToOwned::to_owned).collect(),
        values_hash: hash_of(&kept, &now)?,
        reason: kept.reason.clone(),
        title_hash: title_hash_of(&kept, &case.row.title)?,
    };
    let change = Unnamed::of(change, &mentions)?;
    save(asked.tx, &permit, now.clone()).await?;
    let anew = |party: &party::Model| if party.id == now.id { now.clone() } else { party.clone() };
    let all: Vec<_> = parties.iter().map(anew).collect();
    let masked = masked_texts::of(&case.row, &all);
    Box::pin(masked_texts::replace(asked.tx, case_id, masked)).await?;
    let case = Box::pin(record(asked, permit, (&before, case), kept, &change)).await?;
    let view = view(asked, &case, &now, lang)?;
    Ok(Reply::ok(&view)?.version(case.row.row_version).personal())
}

/// Takes the parties out of the title, as registration does: it stands in lists, notices and ledgers,
/// where nobody looks at parties. Answers what it was, where it mentioned one.
fn retitle(case: &mut Loaded, mentions: &Mentions) -> Option<String> {
    let title = mentions.hide(&case.row.title);
    (title != case.row.title).then(|| std::mem::replace(&mut case.row.title, title))
}

async fn insert(tx: &Tx, permit: &Permit, row: party::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "party inserted");
    let row = repo::all_set(row.into_active_model());
    party::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

async fn save(tx: &Tx, permit: &Permit, row: party::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "party saved");
    party::Entity::update(repo::all_set(row.into_active_model())).exec(&**tx).await?;
    Ok(())
}

fn corrected(was: &party::Model, body: &CorrectPartyRequest) -> party::Model {
    let put = |now: &Option<Option<String>>, was: &Option<String>| match now {
        Some(now) => now.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(Into::into),
        None => was.clone(),
    };
    let name = body.name.as_deref().map_or(was.name.as_str(), str::trim);
    Values {
        name: name.to_owned(),
        id_type: put(&body.id_type, &was.id_type),
        id_number: put(&body.id_number, &was.id_number),
        phone: put(&body.phone, &was.phone),
        address: put(&body.address, &was.address),
    }
    .put(was)
}

fn differing(was: &party::Model, now: &party::Model) -> Vec<&'static str> {
    let pairs = [
        ("name", was.name != now.name),
        ("id_type", was.id_type != now.id_type),
        ("id_number", was.id_number != now.id_number),
        ("phone", was.phone != now.phone),
        ("address", was.address != now.address),
    ];
    pairs.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect()
}

fn change_row(
    asked: Asked<'_>,
    party: &party::Model,
    was: Option<&party::Model>,
    reason: &str,
) -> AppResult<party_change::Model> {
    let text = |party| serde_json::to_string(&Values::of(party));
    let mut salt = [0_u8; SALT];
    asked.state.ids.fill(&mut salt);
    Ok(party_change::Model {
        id: asked.state.ids.next(),
        case_id: party.case_id,
        party_id: party.id,
        party_no: party.party_no,
        before: was.map(text).transpose()?,
        after: text(party)?,
        salt: salt.iter().map(|byte| format!("{byte:02x}")).collect(),
        reason: reason.to_owned(),
        title_before: None,
        changed_by_id: asked.actor.person_id,
        created_at: asked.state.clock.now(),
    })
}

/// Keeps what was said before, and writes the event: the case has a new version.
async fn record(
    asked: Asked<'_>,
    permit: Permit,
    (before, mut case): (&case::Model, Loaded),
    kept: party_change::Model,
    change: &Unnamed,
) -> AppResult<Loaded> {
    let Asked { state, tx, actor, ground } = asked;
    let is_retitled = kept.title_before.is_some();
    let kept = repo::all_set(kept.into_active_model());
    party_change::Entity::insert(kept).exec_without_returning(&**tx).await?;
    let by = By { actor: Some(actor), at: state.clock.now() };
    let pending = transit::apply(state, &ground.keeper, &mut case, change, by)?;
    transit::store(tx, permit, before, &case, pending).await?;
    if is_retitled {
        // Nobody finds in it what they cannot read.
        let demand = before.demand.as_deref().unwrap_or_default();
        let [was, is] = [&before.title, &case.row.title].map(|title| search::Words {
            title,
            body: [title.as_str(), before.narrative.as_str(), demand],
        });
        search::index_anew(tx, before.id, &was, &is).await?;
    }
    Ok(case)
}

fn view(asked: Asked<'_>, case: &Loaded, party: &party::Model, lang: Lang) -> AppResult<PartyView> {
    let assists = case.state.assist_department_ids();
    let viewer = Viewer::on(asked.ground, asked.state, asked.actor, lang);
    let views = viewer.parties(std::slice::from_ref(party), &facts_of(case, &assists))?;
    views.into_iter().next().ok_or_else(|| AppError::internal("a party was lost"))
}
