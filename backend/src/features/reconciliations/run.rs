//! Running a reconciliation: the list and the cases are read, compared, and kept with what came of it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::dto::{ListedNumber, ReconciliationView, RunReconciliationRequest};
use super::entity::{item, run};
use super::matching::{Compared, Held, Listed, ReconciliationState, compare};
use super::numbers::{grouped, spelled};
use super::repo::{self, OfSource};
use super::units::Units;
use super::view;
use crate::app::AppState;
use crate::features::adapters::catalogue;
use crate::features::calendars::civil_day::{local_date, start_of_day};
use crate::features::reports::figures::Month;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Reply};
use crate::policy::{Action, Actor, Facts, Scope, authorize};

/// Days before and after the month in which a case of it may have been registered, where its number is
/// another one.
const BEFORE: TimeDelta = TimeDelta::days(31);
const AFTER: TimeDelta = TimeDelta::days(62);

/// Runs one over the cases of the caller's centre.
pub(super) async fn run(
    state: &AppState,
    actor: &Actor,
    command: Command<RunReconciliationRequest>,
) -> AppResult<Reply<ReconciliationView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let (Some(center_id), Some(region_code)) = (actor.center_id, actor.region_code.as_deref())
    else {
        return Err(ErrorCode::ReconciliationNoCenter.into());
    };
    let facts =
        Facts { center_id: Some(center_id), region_code: Some(region_code), ..Facts::default() };
    // Refused before anything is read; the write asks again.
    authorize(actor, Action::ReconciliationRun, &facts)?;
    let month = Month::read(&body.month).ok_or(ErrorCode::ReconciliationMonth)?;
    if month.first() > local_date(now) {
        return Err(ErrorCode::ReconciliationMonth.into());
    }
    let directory = state.directory.get(&state.db, now).await?;
    let list_hash = hash(&body.numbers);
    let listed_rows = body.numbers.len();
    let numbers = once_each(body.numbers);
    let repeated = listed_rows - numbers.len();
    let units = Units::of(&directory, region_code);
    let listed: Vec<_> = numbers.iter().map(|one| units.listed(one)).collect();
    let scope = Scope::center(center_id, region_code);
    let system = body.source_system.trim().to_owned();
    check_source(state, &scope, &system).await?;
    let cases = cases(state, &scope, &system, month, &listed).await?;
    // Off the threads that answer requests: a long list takes its time.
    let work = move || {
        let compared = compare(&listed, &cases.held);
        (listed, cases, compared)
    };
    let done = actix_web::web::block(work).await;
    let done = done.map_err(|error| AppError::internal(error.to_string()));
    let (listed, cases, compared) = done?;
    let made = Made { id: state.ids.next(), now };
    let items = items(state, &made, &numbers, &listed, &cases, &compared);
    let count = |wanted: ReconciliationState| {
        tally(items.iter().filter(|one| one.state == wanted.as_str()))
    };
    let row = run::Model {
        id: made.id,
        center_id,
        region_code: region_code.to_owned(),
        source_system: system,
        month: body.month,
        list_hash,
        listed_count: tally(&listed),
        repeated_count: i32::try_from(repeated).unwrap_or(i32::MAX),
        matched_count: count(ReconciliationState::Matched),
        perhaps_count: count(ReconciliationState::Perhaps),
        unmatched_count: count(ReconciliationState::Unmatched),
        beyond_count: count(ReconciliationState::Beyond),
        run_by_id: actor.person_id,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    let work = async |tx: &Tx| {
        let permit = authorize(actor, Action::ReconciliationRun, &facts)?;
        repo::insert(tx, permit, row.clone(), items).await?;
        let view = view::run(&**tx, &directory, &row).await?;
        let location = format!("/api/v1/reconciliations/{}", row.id);
        Ok(Reply::created(&view, location)?.version(row.row_version))
    };
    state.once(actor).run(idempotency, work).await
}

/// A name no case has would call every number missing: it is refused, unless a system that was made
/// known has it and nothing of it is registered yet.
async fn check_source(state: &AppState, scope: &Scope, system: &str) -> AppResult<()> {
    let db = state.db.reader();
    if catalogue::knows(db, system).await? || repo::has_cases(db, scope, system).await? {
        return Ok(());
    }
    Err(ErrorCode::ReconciliationSourceUnknown.into())
}

/// What every row of a run shares.
struct Made {
    id: Uuid,
    now: DateTime<Utc>,
}

fn tally<T>(rows: impl IntoIterator<Item = T>) -> i32 {
    i32::try_from(rows.into_iter().count()).unwrap_or(i32::MAX)
}

/// A list by what is in it, in its order.
fn hash(numbers: &[ListedNumber]) -> String {
    let mut digest = Sha256::new();
    for one in numbers {
        let day = one.received_on.map(|on| on.to_string()).unwrap_or_default();
        let unit = one.unit.as_deref().unwrap_or_default();
        digest.update(format!("{}\t{unit}\t{day}\n", one.number));
    }
    hex::encode(digest.finalize())
}

/// Every number once, the first time it stands in the list.
fn once_each(numbers: Vec<ListedNumber>) -> Vec<ListedNumber> {
    let mut known = HashSet::new();
    let trimmed = numbers.into_iter().map(|one| ListedNumber {
        number: one.number.trim().to_owned(),
        unit: one.unit.map(|unit| unit.trim().to_owned()).filter(|unit| !unit.is_empty()),
        ..one
    });
    trimmed.filter(|one| known.insert(one.number.clone())).collect()
}

/// The cases a list is held against.
struct Cases {
    held: Vec<Held>,
    /// Those few may know of.
    restricted: HashSet<Uuid>,
}

/// Every case with one of the numbers, and those of around the month, whose numbers may be others.
async fn cases(
    state: &AppState,
    scope: &Scope,
    system: &str,
    month: Month,
    listed: &[Listed],
) -> AppResult<Cases> {
    let db = state.db.reader();
    // However long ago it was registered, in the spellings most systems write.
    let spellings: BTreeSet<String> =
        listed.iter().flat_map(|one| spellings(&one.number)).collect();
    let numbers: Vec<_> = spellings.iter().map(String::as_str).collect();
    let numbered = repo::cases_numbered(db, scope, system, &numbers).await?;
    let (first, next) = (start_of_day(month.first()), start_of_day(month.after().first()));
    let period = (first - BEFORE, next + AFTER);
    let around = repo::cases_registered(db, scope, system, period).await?;
    let mut restricted = HashSet::new();
    let mut held: BTreeMap<Uuid, Held> = BTreeMap::new();
    let all: Vec<OfSource> = numbered.into_iter().chain(around).collect();
    for (id, number, received_at, registered_at, unit, restriction) in all {
        if restriction.is_some() {
            restricted.insert(id);
        }
        let received_on = local_date(received_at.unwrap_or(registered_at));
        let is_of_month = Month::of(received_on) == month;
        held.insert(id, Held { id, number, unit, received_on, is_of_month });
    }
    Ok(Cases { held: held.into_values().collect(), restricted })
}

/// A number as it is written, in half-width capitals with and without hyphens, and the same in small
/// letters.
fn spellings(number: &str) -> [String; 6] {
    let parts = grouped(number);
    let whole = spelled(&parts);
    let (small_parts, small_whole) = (parts.to_lowercase(), whole.to_lowercase());
    [number.to_owned(), number.to_lowercase(), parts, whole, small_parts, small_whole]
}

fn items(
    state: &AppState,
    made: &Made,
    numbers: &[ListedNumber],
    listed: &[Listed],
    cases: &Cases,
    compared: &Compared,
) -> Vec<item::Model> {
    let blank = |id: Uuid, number: String, what: ReconciliationState| item::Model {
        id,
        reconciliation_id: made.id,
        place: 0,
        number,
        unit: None,
        department_id: None,
        received_on: None,
        state: what.as_str().to_owned(),
        ground: None,
        case_id: None,
        created_at: made.now,
        updated_at: made.now,
        row_version: 1,
    };
    let mut items = Vec::with_capacity(numbers.len() + compared.beyond.len());
    for (at, (number, one)) in numbers.iter().zip(listed).enumerate() {
        let pair = compared.listed.get(at).copied().flatten();
        items.push(item::Model {
            unit: number.unit.clone(),
            department_id: one.unit,
            received_on: one.received_on,
            ground: pair.map(|pair| pair.ground.as_str().to_owned()),
            case_id: pair.and_then(|pair| cases.held.get(pair.held)).map(|held| held.id),
            ..blank(state.ids.next(), number.number.clone(), compared.state(at))
        });
    }
    // That there is a case few may know of is told by no list that lacks it.
    let beyond = compared.beyond.iter().filter_map(|at| cases.held.get(*at));
    for held in beyond.filter(|held| !cases.restricted.contains(&held.id)) {
        items.push(item::Model {
            department_id: held.unit,
            received_on: Some(held.received_on),
            case_id: Some(held.id),
            ..blank(state.ids.next(), held.number.clone(), ReconciliationState::Beyond)
        });
    }
    for (item, place) in items.iter_mut().zip(1..) {
        item.place = place;
    }
    items
}
