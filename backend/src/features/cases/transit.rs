//! Making a change to a case: the one path every action, job and import takes.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::change::Change;
use super::entity::{case, clock, event, referral};
use super::intake::start_clocks;
use super::ledger::{self, ByRule, Tail};
use super::model::{ReferralKind, ReferralState};
use super::projection::CaseState;
use super::repo::{self, Loaded};
use super::rows;
use super::tally::{self, Tally};
use super::timekeeping::Timekeeper;
use super::unnamed::Unnamed;
use crate::app::AppState;
use crate::features::applicant_notices;
use crate::features::precedents::{self, Ruling};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::{Actor, Permit};

/// What a change leaves to be stored.
#[derive(Debug)]
pub struct Pending {
    /// The new event.
    pub event: event::Model,
    /// Clocks that are new or have changed.
    pub clocks: Vec<clock::Model>,
    /// Referrals that are new or have changed.
    pub referrals: Vec<referral::Model>,
    /// How the case is counted now, less how it was.
    pub tally: Tally,
    /// The precedent a ruling makes.
    pub ruling: Option<Ruling>,
    /// What the applicant is told of it.
    pub told: Option<applicant_notices::entity::notice::Model>,
}

/// Who makes a change, and when.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// None: the system.
    pub actor: Option<&'a Actor>,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// Applies `change`, in which nobody is mentioned, to `case` in memory: ledger, state, clocks, referrals,
/// row. Stores nothing.
pub fn apply(
    state: &AppState,
    keeper: &Timekeeper,
    case: &mut Loaded,
    change: &Unnamed,
    by: By<'_>,
) -> AppResult<Pending> {
    let (mut tail, change) = (tail_of(case), change.change());
    let now = state.clock.now();
    let event = tail.next(state.ids.next(), change, by.actor, by.at, now)?;
    follow(state, keeper, case, change, event)
}

/// The same for what a rule does now.
pub fn apply_by_rule(
    state: &AppState,
    keeper: &Timekeeper,
    case: &mut Loaded,
    change: &Unnamed,
    rule: &ByRule,
) -> AppResult<Pending> {
    let (mut tail, change) = (tail_of(case), change.change());
    let event = tail.next_by_rule(state.ids.next(), change, rule, state.clock.now())?;
    follow(state, keeper, case, change, event)
}

fn tail_of(case: &Loaded) -> Tail {
    Tail {
        case_id: case.row.id,
        count: case.row.event_count,
        hash: case.row.last_event_hash.clone(),
    }
}

/// Brings the case up to its new `event`.
fn follow(
    state: &AppState,
    keeper: &Timekeeper,
    case: &mut Loaded,
    change: &Change,
    event: event::Model,
) -> AppResult<Pending> {
    let before = Tally::of(case);
    case.state.apply(change, event.at, event.actor_id);
    if case.state.outcome.is_none() {
        // A result that did not hold leaves no words behind.
        case.row.summary = None;
    }
    if let Change::LevelTransferred { region: Some(region), .. } = change {
        case.row.region_id = region.id;
        case.row.region_code.clone_from(&region.code);
    }
    let clocks = moved_clocks(state, keeper, case)?;
    let referrals = moved_referrals(case);
    rows::project(&mut case.row, &case.state, keeper.next_limit(&case.clocks)?.as_ref())?;
    case.row.event_count = event.seq;
    case.row.last_event_hash.clone_from(&event.hash);
    case.row.updated_at = event.recorded_at;
    case.row.row_version += 1;
    let tally = Tally::of(case).plus(before, -1);
    let ruling = ruling(case, change, &event);
    let told = applicant_notices::service::draft(state, case, change, &event);
    Ok(Pending { event, clocks, referrals, tally, ruling, told })
}

/// The precedent `change` makes, where it rules on a type.
pub fn ruling(case: &Loaded, change: &Change, event: &event::Model) -> Option<Ruling> {
    let Change::Ruled { lead, fallback, .. } = change else { return None };
    // An assistant who gave its part back said nothing of who leads.
    let leads = case.state.referrals.iter().filter(|r| r.kind == ReferralKind::Lead);
    let returned = leads.filter(|r| r.state == ReferralState::Returned);
    Some(Ruling {
        event_id: event.id,
        case_id: case.row.id,
        type_code: case.state.type_code.clone()?,
        region_id: case.row.region_id,
        region_code: case.row.region_code.clone(),
        center_id: case.state.center_id,
        department_id: lead.department_id,
        grounds: returned.filter_map(|referral| referral.ground_code.clone()).collect(),
        is_fallback: *fallback,
        ruled_at: event.at,
    })
}

/// Stores a change where the case is still as `before`: its rows, ledger and tallies.
pub async fn store(
    tx: &Tx,
    permit: Permit,
    before: &case::Model,
    case: &Loaded,
    pending: Pending,
) -> AppResult<()> {
    let Pending { event, clocks, referrals, tally, ruling, told } = pending;
    let now = case.row.updated_at;
    precedents::repo::insert(tx, &permit, ruling.into_iter().collect(), now).await?;
    if let Some(told) = told {
        applicant_notices::service::keep(tx, &permit, told).await?;
    }
    repo::save(tx, permit, before, &case.row, clocks, referrals).await?;
    tally::record(tx, event.id, tally).await?;
    ledger::insert(tx, vec![event]).await
}

/// What happened around a case and changes nothing of it.
#[derive(Debug)]
pub struct Noted<'a> {
    /// What happened.
    pub change: Change,
    /// Who did it, and when.
    pub by: By<'a>,
    /// Clocks that are stored with it, as they are.
    pub clocks: Vec<clock::Model>,
}

/// Writes it down: whoever edits the case keeps their version.
pub async fn note(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    keeper: &Timekeeper,
    case: &mut Loaded,
    noted: Noted<'_>,
) -> AppResult<()> {
    let before = case.row.clone();
    let change = Unnamed::read(&**tx, case.row.id, noted.change).await?;
    let mut pending = apply(state, keeper, case, &change, noted.by)?;
    pending.clocks.extend(noted.clocks);
    keep_version(tx, permit, &before, case, pending).await
}

/// The same for what a rule did around a case.
pub async fn note_by_rule(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    keeper: &Timekeeper,
    case: &mut Loaded,
    (change, rule): (&Change, &ByRule),
) -> AppResult<()> {
    let before = case.row.clone();
    let change = Unnamed::read(&**tx, case.row.id, change.clone()).await?;
    let pending = apply_by_rule(state, keeper, case, &change, rule)?;
    keep_version(tx, permit, &before, case, pending).await
}

async fn keep_version(
    tx: &Tx,
    permit: Permit,
    before: &case::Model,
    case: &mut Loaded,
    pending: Pending,
) -> AppResult<()> {
    case.row.row_version = before.row_version;
    store(tx, permit, before, case, pending).await
}

/// Brings the clock rows up to the state; answers those to be stored.
fn moved_clocks(
    state: &AppState,
    keeper: &Timekeeper,
    case: &mut Loaded,
) -> AppResult<Vec<clock::Model>> {
    let known = case.clocks.len();
    let mut moved = Vec::new();
    for (row, span) in case.clocks.iter_mut().zip(&case.state.clocks) {
        if let Some(changed) = keeper.moved(row, span)? {
            row.clone_from(&changed);
            moved.push(changed);
        }
    }
    let fresh = CaseState {
        clocks: case.state.clocks.iter().skip(known).cloned().collect(),
        ..case.state.clone()
    };
    let started = start_clocks(state, keeper, case.row.id, &fresh, &case.row.channel)?;
    moved.extend(started.iter().cloned());
    case.clocks.extend(started);
    Ok(moved)
}

fn moved_referrals(case: &mut Loaded) -> Vec<referral::Model> {
    let case_id: Uuid = case.row.id;
    let known = case.referrals.len();
    let mut moved = Vec::new();
    let states = case.state.referrals.iter().map(|referral| rows::referral_row(case_id, referral));
    for (at, row) in states.enumerate() {
        if at >= known {
            case.referrals.push(row.clone());
            moved.push(row);
        } else if let Some(old) = case.referrals.get_mut(at)
            && *old != row
        {
            old.clone_from(&row);
            moved.push(row);
        }
    }
    moved
}
