//! A case as it was: its events told again, one after the other, each with the row, the state and
//! the limits of that moment.

use chrono::{DateTime, Utc};

use super::change::Change;
use super::entity::{case, clock, event};
use super::ledger::change_of;
use super::projection::{CaseState, ClockSpan};
use super::repo::{Loaded, Names};
use super::rows;
use super::timekeeping::Timekeeper;
use crate::platform::error::AppResult;

/// A case between two of its events.
#[derive(Debug)]
pub struct Moment<'a> {
    /// The case as it was; referral rows are left out, the state has them.
    pub case: &'a Loaded,
    /// The event that made it so.
    pub event: &'a event::Model,
    /// When the next one happened; none: it is so still.
    pub until: Option<DateTime<Utc>>,
    /// The event by which it came into its status, and when.
    pub entered: (uuid::Uuid, DateTime<Utc>),
    /// Whether it had been reopened by then.
    pub is_reopened: bool,
}

/// Tells `events`, all that happened to the case of `row`, in order. A ledger that cannot be read
/// tells nothing from there on.
pub fn tell(
    keeper: &Timekeeper,
    row: &case::Model,
    clocks: &[clock::Model],
    events: &[event::Model],
    mut each: impl FnMut(&Moment<'_>) -> AppResult<()>,
) -> AppResult<()> {
    let Some(first) = events.first() else { return Ok(()) };
    let Some(change) = change_of(first) else { return Ok(()) };
    let Some(state) = CaseState::registered(&change, first.at) else { return Ok(()) };
    let mut case = Loaded {
        row: row.clone(),
        referrals: Vec::new(),
        clocks: Vec::new(),
        names: Names::new(),
        state,
        is_supervised: false,
    };
    if let Change::Registered { region_code, .. } = &change {
        case.row.region_code.clone_from(region_code);
    }
    let (mut entered, mut is_reopened) = ((first.id, first.at), false);
    for (at, event) in events.iter().enumerate() {
        let Some(change) = change_of(event) else { return Ok(()) };
        let before = case.state.status;
        if at > 0 {
            case.state.apply(&change, event.at, event.actor_id);
        }
        if let Change::LevelTransferred { region: Some(region), .. } = &change {
            case.row.region_code.clone_from(&region.code);
        }
        is_reopened |= matches!(change, Change::Reopened { .. });
        if case.state.status != before {
            entered = (event.id, event.at);
        }
        case.clocks = clocks_then(keeper, &case.state.clocks, clocks)?;
        rows::project(&mut case.row, &case.state, None)?;
        case.row.due_at = Timekeeper::next_due(&case.clocks);
        let until = events.get(at + 1).map(|next| next.at);
        each(&Moment { case: &case, event, until, entered, is_reopened })?;
    }
    Ok(())
}

/// The rows of the clocks there were, as they were.
fn clocks_then(
    keeper: &Timekeeper,
    spans: &[ClockSpan],
    rows: &[clock::Model],
) -> AppResult<Vec<clock::Model>> {
    let mut then = Vec::with_capacity(spans.len());
    for span in spans {
        let of_span = |row: &&clock::Model| {
            (row.kind.as_str(), row.referral_id, row.started_at)
                == (span.kind.as_str(), span.referral_id, span.started_at)
        };
        if let Some(row) = rows.iter().find(of_span) {
            then.push(keeper.moved(row, span)?.unwrap_or_else(|| row.clone()));
        }
    }
    Ok(then)
}

/// The event by which a case came into the status it has, and when.
pub fn entered(events: &[event::Model]) -> Option<(uuid::Uuid, DateTime<Utc>)> {
    let first = events.first()?;
    let mut state = CaseState::registered(&change_of(first)?, first.at)?;
    let mut entered = (first.id, first.at);
    for event in events.iter().skip(1) {
        let before = state.status;
        state.apply(&change_of(event)?, event.at, event.actor_id);
        if state.status != before {
            entered = (event.id, event.at);
        }
    }
    Some(entered)
}
