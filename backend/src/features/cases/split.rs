//! 拆分: what was registered as one matter holds several. The original stays as it is; each part is
//! registered as a case of its own, out of it. A part nobody has begun with can go back.

use std::collections::HashMap;

use uuid::Uuid;

use super::change::{Change, Part};
use super::dto::{
    FirstContactRequest, PartyRequest, PlaceRequest, RegisterCaseRequest, RestrictionRequest,
    SplitCaseRequest, SplitPartRequest,
};
use super::entity::{case, party};
use super::intake::{self, Place, Prepared};
use super::model::{CaseStatus, Channel, PartyKind, PartyRole, RestrictionClass};
use super::purpose::Purpose;
use super::repo::{self, Loaded};
use super::service::Asked;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, Scope, may_ever};

/// What is asked, and the numbers the parts will have.
#[derive(Debug, Clone)]
pub struct Splitting {
    body: SplitCaseRequest,
    numbers: Vec<String>,
}

impl Splitting {
    /// Takes a number for every part, before the transaction begins: numbers have one of their own.
    pub async fn of(
        state: &AppState,
        actor: &Actor,
        id: Uuid,
        body: SplitCaseRequest,
    ) -> AppResult<Self> {
        let scope = Scope::cases(actor, Action::CaseRead);
        let case = repo::find(state.db.reader(), &scope, id).await?;
        let mut numbers = Vec::with_capacity(body.parts.len());
        if !may_ever(actor, Action::CaseSplit) {
            // Refused in its turn; no number is spent on it.
            return Ok(Self { body, numbers });
        }
        let today = local_date(state.clock.now());
        for _ in &body.parts {
            numbers.push(state.case_numbers.next(&state.db, &case.region_code, today).await?);
        }
        Ok(Self { body, numbers })
    }
}

/// The parts as they are to be stored.
pub(super) fn prepare(
    asked: Asked<'_>,
    case: &Loaded,
    parties: &[party::Model],
    splitting: &Splitting,
) -> AppResult<Vec<Prepared>> {
    let Asked { state, actor, ground, .. } = asked;
    let today = local_date(state.clock.now());
    let place = Place {
        center_id: case.row.center_id,
        region_id: case.row.region_id,
        region_code: case.row.region_code.clone(),
        split_from_id: Some(case.row.id),
    };
    let mut parts = Vec::with_capacity(splitting.numbers.len());
    for (at, (part, number)) in splitting.body.parts.iter().zip(&splitting.numbers).enumerate() {
        if let Some(code) = &part.type_code {
            ground.codes.check("case_type", code, today, &format!("/parts/{at}/type_code"))?;
        }
        let parties = chosen(parties, part, at)?;
        let request = registration(&case.row, part, parties)?;
        let (keeper, now) = (&ground.keeper, state.clock.now());
        let number = number.clone();
        parts.push(intake::prepare(state, keeper, Some(actor), &request, &place, number, now)?);
    }
    Ok(parts)
}

/// What the ledger of the original says of it.
pub(super) fn change(splitting: &Splitting, parts: &[Prepared]) -> Change {
    let part = |part: &Prepared| Part {
        case_id: part.loaded.row.id,
        case_no: part.loaded.row.case_no.clone(),
    };
    let reason = splitting.body.reason.clone();
    Change::Split { parts: parts.iter().map(part).collect(), reason }
}

/// 撤销拆分: the part goes on in its original, as long as that is worked on.
pub(super) async fn back(
    tx: &Tx,
    purpose: Purpose<'_>,
    actor: &Actor,
    case: &Loaded,
    reason: Option<&String>,
) -> AppResult<Change> {
    let id = case.state.split_from_id.ok_or(ErrorCode::CaseNotAPart)?;
    let into = match purpose.find(tx, &Scope::cases(actor, Action::CaseUnsplit), id).await {
        Ok(into) => into,
        Err(error) if error.code() == ErrorCode::RequestNotFound => {
            return Err(ErrorCode::CaseMergeTarget.into());
        }
        Err(error) => return Err(error),
    };
    if !CaseStatus::parse(&into.status).is_some_and(CaseStatus::is_open) {
        return Err(ErrorCode::CaseMergeTarget.into());
    }
    Ok(Change::Unsplit {
        into_case_id: into.id,
        into_case_no: into.case_no,
        reason: reason.cloned(),
    })
}

/// The parties a part concerns, numbered anew; who represents somebody left out represents nobody.
fn chosen(
    all: &[party::Model],
    part: &SplitPartRequest,
    at: usize,
) -> AppResult<Vec<PartyRequest>> {
    let unknown = part.party_nos.iter().position(|no| !all.iter().any(|p| p.party_no == *no));
    if let Some(which) = unknown {
        let pointer = format!("/parts/{at}/party_nos/{which}");
        return Err(AppError::field(pointer, ErrorCode::CaseUnknownParty));
    }
    let is_chosen = |party: &&party::Model| {
        part.party_nos.is_empty() || part.party_nos.contains(&party.party_no)
    };
    let kept: Vec<_> = all.iter().filter(is_chosen).collect();
    let numbers: HashMap<i32, i32> = kept.iter().map(|party| party.party_no).zip(1..).collect();
    kept.into_iter().map(|party| again(party, &numbers)).collect()
}

fn again(party: &party::Model, numbers: &HashMap<i32, i32>) -> AppResult<PartyRequest> {
    let unreadable = || AppError::internal("unknown word in the database");
    Ok(PartyRequest {
        role: PartyRole::parse(&party.role).ok_or_else(unreadable)?,
        kind: PartyKind::parse(&party.kind).ok_or_else(unreadable)?,
        name: party.name.clone(),
        id_type: party.id_type.clone(),
        id_number: party.id_number.clone(),
        phone: party.phone.clone(),
        address: party.address.clone(),
        gender: party.gender.clone(),
        ethnicity: party.ethnicity.clone(),
        age: party.age,
        occupation: party.occupation.clone(),
        represents_party_no: party.represents_party_no.and_then(|no| numbers.get(&no).copied()),
    })
}

fn registration(
    row: &case::Model,
    part: &SplitPartRequest,
    parties: Vec<PartyRequest>,
) -> AppResult<RegisterCaseRequest> {
    let channel = Channel::parse(&row.channel);
    let first_contact = row.first_contact_id.zip(row.first_contact_at);
    Ok(RegisterCaseRequest {
        title: part.title.clone(),
        narrative: part.narrative.clone(),
        demand: part.demand.clone(),
        type_code: part.type_code.clone(),
        scale_code: None,
        level: part.level,
        channel: channel.ok_or_else(|| AppError::internal("unknown word in the database"))?,
        source: None,
        occurred_on: row.occurred_on,
        known_at: row.known_at,
        place: Some(PlaceRequest {
            region_id: Some(row.region_id),
            address: row.address.clone(),
            lng: row.lng,
            lat: row.lat,
        }),
        people_count: part.people_count,
        amount_fen: None,
        willing_to_mediate: row.willing_to_mediate,
        anonymous: row.is_anonymous,
        parties,
        first_contact: first_contact
            .map(|(person_id, asked_at)| FirstContactRequest { person_id, asked_at }),
        visit_id: None,
        // What few may know of stays so in its parts.
        restriction: row
            .restriction
            .as_deref()
            .and_then(RestrictionClass::parse)
            .map(|class| RestrictionRequest { class, reason: row.restriction_reason.clone() }),
    })
}
