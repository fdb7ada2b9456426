//! Registering: by a person through the API, and row by row by the importer and the demo county.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::change::{Change, RestrictionThen};
use super::dto::{PartyRequest, ReceiptView, RegisterCaseRequest};
use super::entity::{case, clock, event, party};
use super::ledger::{self, Tail, content};
use super::masked_texts;
use super::mentions::Mentions;
use super::model::EntryWay;
use super::projection::CaseState;
use super::repo::{self, Loaded};
use super::rows;
use super::shapes;
use super::tally::{self, Tally};
use super::timekeeping::{Timekeeper, Traits};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::callbacks::sampling;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::platform::db::{Tx, search};
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::policy::{Actor, Permit};

/// Where a case is registered, and out of which other.
#[derive(Debug, Clone)]
pub struct Place {
    /// The centre in charge.
    pub center_id: Uuid,
    /// Where it happened.
    pub region_id: Uuid,
    /// Its code.
    pub region_code: String,
    /// The case it is a part of (拆分).
    pub split_from_id: Option<Uuid>,
}

/// A case about to be stored.
#[derive(Debug)]
pub struct Prepared {
    /// Its row, parties and clocks.
    pub loaded: Loaded,
    /// 当事人.
    pub parties: Vec<party::Model>,
    /// Its first event.
    pub event: event::Model,
    /// For the citizen; only its hash is stored.
    pub tracking_code: String,
}

/// Checks what the body alone cannot say: codes, region, times.
pub async fn check(state: &AppState, request: &RegisterCaseRequest) -> AppResult<()> {
    let now = state.clock.now();
    let today = local_date(now);
    let codes = state.codes.get(&state.db, now).await?;
    let optional = [
        ("case_type", &request.type_code, "/type_code"),
        ("case_scale", &request.scale_code, "/scale_code"),
    ];
    for (set, code, pointer) in optional {
        if let Some(code) = code {
            codes.check(set, code, today, pointer)?;
        }
    }
    for (at, party) in request.parties.iter().enumerate() {
        for (set, code, field) in
            [("id_type", &party.id_type, "id_type"), ("gender", &party.gender, "gender")]
        {
            if let Some(code) = code {
                codes.check(set, code, today, &format!("/parties/{at}/{field}"))?;
            }
        }
    }
    if let Some(first) = &request.first_contact {
        let known = personnel::repo::exists(state.db.reader(), first.person_id).await?;
        if !known {
            return Err(AppError::field("/first_contact/person_id", ErrorCode::PersonUnknown));
        }
    }
    check_times(request, now)
}

fn check_times(request: &RegisterCaseRequest, now: DateTime<Utc>) -> AppResult<()> {
    let earliest = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default();
    // A caller's clock may be a little ahead.
    let latest = now + TimeDelta::minutes(5);
    let is_wrong = |at: DateTime<Utc>| local_date(at) < earliest || at > latest;
    let instants = [
        ("/known_at", request.known_at),
        ("/source/received_at", request.source.as_ref().and_then(|source| source.received_at)),
        ("/first_contact/asked_at", request.first_contact.as_ref().map(|first| first.asked_at)),
    ];
    let mut wrong: Vec<_> = instants
        .into_iter()
        .filter(|(_, at)| at.is_some_and(is_wrong))
        .map(|(pointer, _)| FieldError::of(pointer, ErrorCode::CaseInvalidTime))
        .collect();
    if request.occurred_on.is_some_and(|on| on < earliest || on > local_date(latest)) {
        wrong.push(FieldError::of("/occurred_on", ErrorCode::CaseInvalidTime));
    }
    if wrong.is_empty() { Ok(()) } else { Err(AppError::Validation(wrong)) }
}

/// The place a request names, or the registering capacity's own; never outside its region.
pub fn place_of(
    directory: &Directory,
    actor: &Actor,
    request: &RegisterCaseRequest,
) -> AppResult<Place> {
    let own = actor
        .region_code
        .as_deref()
        .and_then(|code| directory.region_by_code.get(code))
        .and_then(|id| directory.regions.get(id))
        .ok_or(ErrorCode::AuthNotAllowed)?;
    let named = request.place.as_ref().and_then(|place| place.region_id);
    let region = match named {
        Some(id) => directory
            .regions
            .get(&id)
            .filter(|region| region.code.get(..6) == own.code.get(..6))
            .ok_or_else(|| AppError::field("/place/region_id", ErrorCode::RegionUnknown))?,
        None => own,
    };
    let center_id = center_in_charge(directory, own.id).ok_or(ErrorCode::CenterUnknown)?;
    let region_code = region.code.clone();
    Ok(Place { center_id, region_id: region.id, region_code, split_from_id: None })
}

/// The centre that drives the matter: the registering region's own, but for a village the
/// township's, because only from there on up somebody dispatches.
pub fn center_in_charge(directory: &Directory, region_id: Uuid) -> Option<Uuid> {
    directory
        .ancestry(region_id)
        .filter(|region| region.level != "village")
        .find_map(|region| directory.center_by_region.get(&region.id).copied())
}

/// Makes the rows of a new case, registered `at` and recorded now. Stores nothing.
pub fn prepare(
    state: &AppState,
    keeper: &Timekeeper,
    actor: Option<&Actor>,
    request: &RegisterCaseRequest,
    place: &Place,
    case_no: String,
    at: DateTime<Utc>,
) -> AppResult<Prepared> {
    let id = state.ids.next();
    let now = state.clock.now();
    let mut row = row(request, place, actor, at, now);
    row.is_recorded_late = Some(is_recorded_late(keeper, &row)?);
    row.id = id;
    row.sample_place = Some(sampling::draw(&state.keys, id)?);
    if actor.is_some_and(|actor| actor.application.is_some()) {
        row.came_by = Some(EntryWay::Application.as_str().to_owned());
    }
    row.case_no = case_no;
    let parties: Vec<_> =
        (1..).zip(&request.parties).map(|(no, p)| party_row(state, id, no, p)).collect();
    // The title stands in lists, notices and ledgers, where nobody looks at parties.
    let title = Mentions::of(&parties).hide(&row.title);
    let title = std::mem::replace(&mut row.title, title);
    if is_told_alone(&title, &row.narrative, &parties) {
        // A number that stands nowhere else is not lost: who may look finds it in the story.
        row.narrative = format!("{}\n（原标题：{title}）", row.narrative);
    }
    let change = registered(request, place, &row, &parties)?;
    let mut tail = Tail::start(id);
    let event = tail.next(state.ids.next(), &change, actor, at, now)?;
    let case_state = CaseState::registered(&change, at)
        .ok_or_else(|| AppError::internal("registration did not register"))?;
    let clocks = start_clocks(state, keeper, id, &case_state, request.channel.as_str())?;
    let tracking_code = tracking_code(state);
    row.tracking_hash = state.keys.tracking_hash(&row.case_no, &tracking_code)?;
    row.event_count = tail.count;
    row.last_event_hash = tail.hash;
    rows::project(&mut row, &case_state, keeper.next_limit(&clocks)?.as_ref())?;
    let (referrals, names) = (Vec::new(), repo::Names::new());
    let loaded = Loaded { row, referrals, clocks, names, state: case_state, is_supervised: false };
    Ok(Prepared { loaded, parties, event, tracking_code })
}

/// Whether a title holds a number that is neither in the story nor in a field of a party.
fn is_told_alone(title: &str, narrative: &str, parties: &[party::Model]) -> bool {
    let is_known = |number: &String| {
        let fields = parties.iter().flat_map(|party| [&party.phone, &party.id_number]);
        narrative.contains(number.as_str()) || fields.flatten().any(|field| field == number)
    };
    !shapes::found(title).iter().all(is_known)
}

/// Whether more time passed between being asked first and the register than the limit for
/// registration allows (首问).
fn is_recorded_late(keeper: &Timekeeper, row: &case::Model) -> AppResult<bool> {
    let asked_at = row.first_contact_at.filter(|asked_at| *asked_at < row.registered_at);
    let Some(asked_at) = asked_at else { return Ok(false) };
    let due = keeper.registration_due(asked_at, &row.channel)?;
    Ok(due.is_some_and(|due| row.registered_at > due))
}

/// The rows of clocks the state has and no row has yet.
pub fn start_clocks(
    state: &AppState,
    keeper: &Timekeeper,
    case_id: Uuid,
    of: &CaseState,
    channel: &str,
) -> AppResult<Vec<clock::Model>> {
    let traits = Traits {
        level: of.level.map(super::model::Level::as_str),
        type_code: of.type_code.as_deref(),
        channel: Some(channel),
        procedure: None,
    };
    of.clocks.iter().map(|span| keeper.start(state.ids.next(), case_id, span, traits)).collect()
}

/// Stores what [`prepare`] made, many cases at a time.
pub async fn store(tx: &Tx, permit: Permit, prepared: &[Prepared]) -> AppResult<()> {
    let each = || prepared.iter().map(|case| &case.loaded);
    let masked =
        prepared.iter().filter_map(|case| masked_texts::of(&case.loaded.row, &case.parties));
    let masked = masked.collect();
    let parties = prepared.iter().flat_map(|case| case.parties.clone()).collect();
    repo::insert(
        tx,
        permit,
        each().map(|case| case.row.clone()).collect(),
        parties,
        each().flat_map(|case| case.clocks.clone()).collect(),
        each().flat_map(|case| case.referrals.clone()).collect(),
    )
    .await?;
    if let Some(first) = prepared.first() {
        let tally = each().map(Tally::of).fold(Tally::default(), |sum, case| sum.plus(case, 1));
        tally::record(tx, first.event.id, tally).await?;
    }
    ledger::insert(tx, prepared.iter().map(|case| case.event.clone()).collect()).await?;
    for case in each() {
        let row = &case.row;
        let body = [&row.title, &row.narrative, row.demand.as_deref().unwrap_or_default()];
        search::index(tx, row.id, &row.title, &body).await?;
    }
    masked_texts::insert(tx, masked).await
}

/// The receipt of a registration.
pub fn receipt(prepared: &Prepared) -> ReceiptView {
    ReceiptView { tracking_code: prepared.tracking_code.clone() }
}

/// Eight digits the citizen types beside the number.
pub fn tracking_code(state: &AppState) -> String {
    let mut bytes = [0_u8; 8];
    state.ids.fill(&mut bytes);
    format!("{:08}", u64::from_be_bytes(bytes) % 100_000_000)
}

fn registered(
    request: &RegisterCaseRequest,
    place: &Place,
    row: &case::Model,
    parties: &[party::Model],
) -> AppResult<Change> {
    Ok(Change::Registered {
        case_no: row.case_no.clone(),
        channel: request.channel,
        region_code: place.region_code.clone(),
        center_id: place.center_id,
        type_code: request.type_code.clone(),
        scale_code: request.scale_code.clone(),
        level: request.level,
        source_system: request.source.as_ref().map(|source| source.system.clone()),
        source_number: request.source.as_ref().map(|source| source.number.clone()),
        is_anonymous: request.anonymous,
        party_count: request.parties.len(),
        first_contact_id: request.first_contact.as_ref().map(|first| first.person_id),
        content_hash: content::hash_of(row, parties)?,
        split_from_id: place.split_from_id,
        visit_id: request.visit_id,
        restriction: request.restriction.as_ref().map(|asked| RestrictionThen {
            class: asked.class,
            reason: asked.why().map(ToOwned::to_owned),
        }),
    })
}

#[expect(clippy::too_many_lines, reason = "one line a column")]
fn row(
    request: &RegisterCaseRequest,
    place: &Place,
    actor: Option<&Actor>,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> case::Model {
    let source = request.source.as_ref();
    let spot = request.place.as_ref();
    let first = request.first_contact.as_ref();
    case::Model {
        id: Uuid::nil(),
        case_no: String::new(),
        status: String::new(),
        title: request.title.trim().to_owned(),
        narrative: request.narrative.clone(),
        demand: request.demand.clone(),
        type_code: None,
        scale_code: None,
        level: None,
        channel: request.channel.as_str().to_owned(),
        source_system: source.map(|source| source.system.clone()),
        source_number: source.map(|source| source.number.clone()),
        source_received_at: source.and_then(|source| source.received_at),
        occurred_on: request.occurred_on,
        known_at: request.known_at,
        region_id: place.region_id,
        region_code: place.region_code.clone(),
        address: spot.and_then(|spot| spot.address.clone()),
        lng: spot.and_then(|spot| spot.lng),
        lat: spot.and_then(|spot| spot.lat),
        people_count: request.people_count,
        amount_fen: request.amount_fen,
        willing_to_mediate: request.willing_to_mediate,
        is_anonymous: request.anonymous,
        center_id: place.center_id,
        owner_kind: String::new(),
        owner_department_id: None,
        owner_since: at,
        lead_department_id: None,
        route: None,
        return_count: 0,
        is_ruled: false,
        registered_at: at,
        registered_by_id: actor.map(|actor| actor.person_id),
        registered_capacity_id: actor.map(|actor| actor.capacity_id),
        first_contact_id: first.map(|f| f.person_id).or(actor.map(|actor| actor.person_id)),
        first_contact_at: first.map(|first| first.asked_at).or(Some(at)),
        resolved_at: None,
        closed_at: None,
        outcome: None,
        method_code: None,
        summary: None,
        failed_callbacks: 0,
        last_failed_callback_on: None,
        handed_direction: None,
        handed_from_center_id: None,
        handed_at: None,
        suspended_at: None,
        suspend_reason_code: None,
        suspend_procedure: None,
        suspend_external_no: None,
        suspend_accepted_on: None,
        suspended_until_on: None,
        suspension_is_own: None,
        suspension_request: None,
        extension_days: None,
        extension_asked_at: None,
        charge_leader_id: None,
        charge_plan: None,
        charge_review_on: None,
        charged_at: None,
        merged_into_id: None,
        split_from_id: None,
        is_ping_pong: None,
        sample_place: None,
        came_by: None,
        is_recorded_late: None,
        visit_id: request.visit_id,
        dossier_sealed_at: None,
        restriction: None,
        restriction_reason: None,
        restricted_at: None,
        clock_kind: None,
        clock_unit: None,
        clock_calendar_version: None,
        due_at: None,
        lamp_yellow_at: None,
        tracking_hash: String::new(),
        event_count: 0,
        last_event_hash: String::new(),
        created_at: now,
        updated_at: now,
        row_version: 1,
    }
}

/// The row of a party.
pub(super) fn party_row(
    state: &AppState,
    case_id: Uuid,
    party_no: i32,
    party: &PartyRequest,
) -> party::Model {
    party::Model {
        id: state.ids.next(),
        case_id,
        party_no,
        role: party.role.as_str().to_owned(),
        kind: party.kind.as_str().to_owned(),
        name: party.name.trim().to_owned(),
        id_type: party.id_type.clone(),
        id_number: party.id_number.clone(),
        phone: party.phone.clone(),
        address: party.address.clone(),
        gender: party.gender.clone(),
        ethnicity: party.ethnicity.clone(),
        age: party.age,
        occupation: party.occupation.clone(),
        represents_party_no: party.represents_party_no,
    }
}
