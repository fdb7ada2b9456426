//! When a case went out of somebody's sight, told again from its ledger by the one table of rights.
//! Pure.
//!
//! Whoever could read a case by what it was is told that it left; a case they never could read does
//! not exist for them. Whether a case was under a supervision order is no fact of its own ledger
//! state: where nothing else let somebody read it, nothing is said.

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::features::cases::change::{Change, NOTED};
use crate::features::cases::entity::event;
use crate::features::cases::ledger::change_of;
use crate::features::cases::projection::CaseState;
use crate::policy::{Action, Actor, Facts, holds};

/// Who recorded a case; that never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorders {
    /// Who registered it.
    pub registered_by_id: Option<Uuid>,
    /// Who was asked first.
    pub first_contact_id: Option<Uuid>,
}

/// The event by which a case went out of somebody's sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The event.
    pub event_id: Uuid,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// The last version they could read.
    pub version: i32,
}

/// The last event of those numbered `range` by which `actor` lost sight of the case of `ledger`, all
/// that happened to it in order; none where they can still read it after these, or never could.
pub fn left(
    actor: &Actor,
    recorders: Recorders,
    ledger: &[event::Model],
    range: &RangeInclusive<i32>,
) -> Option<Left> {
    let (first, rest) = ledger.split_first()?;
    let change = change_of(first)?;
    let Change::Registered { region_code, .. } = &change else { return None };
    let mut region_code = region_code.clone();
    let mut state = CaseState::registered(&change, first.at)?;
    let mut could = reads(actor, recorders, &state, &region_code);
    let (mut version, mut left) = (1, None);
    for event in rest.iter().take_while(|event| event.seq <= *range.end()) {
        // Of what cannot be read nothing is claimed.
        let change = change_of(event)?;
        state.apply(&change, event.at, event.actor_id);
        if let Change::LevelTransferred { region: Some(region), .. } = &change {
            region_code.clone_from(&region.code);
        }
        let can = reads(actor, recorders, &state, &region_code);
        if could && !can && range.contains(&event.seq) {
            left = Some(Left { event_id: event.id, at: event.recorded_at, version });
        }
        could = can;
        version += i32::from(!NOTED.contains(&event.kind.as_str()));
    }
    left.filter(|_| !could)
}

fn reads(actor: &Actor, recorders: Recorders, state: &CaseState, region_code: &str) -> bool {
    let assists = state.assist_department_ids();
    let facts = Facts {
        region_code: Some(region_code),
        center_id: Some(state.center_id),
        lead_department_id: state.lead_department_id,
        assist_department_ids: &assists,
        registered_by_id: recorders.registered_by_id,
        first_contact_id: recorders.first_contact_id,
        is_restricted: state.restriction.is_some(),
        charge_leader_id: state.charge.as_ref().map(|charge| charge.leader_id),
        ..Facts::default()
    };
    holds(actor, Action::CaseRead, &facts)
}
