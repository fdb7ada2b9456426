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
        type_code: state.type_code.as_deref(),
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

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::features::cases::ledger::Tail;
    use crate::policy::Role;

    const NOBODY: Recorders = Recorders { registered_by_id: None, first_contact_id: None };
    const REGION: &str = "990101101";

    /// A handler of the department `number`.
    fn handler(number: u128) -> Actor {
        Actor {
            user_id: Uuid::from_u128(100 + number),
            person_id: Uuid::from_u128(200 + number),
            person_name: String::new(),
            capacity_id: Uuid::from_u128(300 + number),
            role: Role::Handler,
            department_id: Some(Uuid::from_u128(number)),
            region_code: Some("990101".to_owned()),
            center_id: None,
            on_behalf_of: None,
            application: None,
        }
    }

    fn ledger(changes: &[Value]) -> Vec<event::Model> {
        let at = Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap();
        let mut tail = Tail::start(Uuid::from_u128(7));
        let event = |(number, change): (usize, &Value)| {
            let change: Change = serde_json::from_value(change.clone()).unwrap();
            let id = Uuid::from_u128(1000 + u128::try_from(number).unwrap());
            tail.next(id, &change, None, at, at).unwrap()
        };
        changes.iter().enumerate().map(event).collect()
    }

    fn registered() -> Value {
        json!({
            "kind": "registered", "case_no": "990101-20260302-000001", "channel": "walk_in",
            "region_code": REGION, "center_id": Uuid::from_u128(9), "type_code": null,
            "scale_code": null, "level": null, "source_system": null, "source_number": null,
            "is_anonymous": false, "party_count": 1, "first_contact_id": null, "content_hash": "00",
        })
    }

    fn dispatched(department: u128) -> Value {
        let lead = json!({ "referral_id": Uuid::from_u128(50 + department),
            "department_id": Uuid::from_u128(department) });
        json!({ "kind": "dispatched", "lead": lead, "assists": [], "level": null, "route": null,
            "note": null })
    }

    fn returned() -> Value {
        json!({ "kind": "returned", "ground_code": "01", "note": "-",
            "suggested_department_id": null, "next_owner": null })
    }

    fn noted() -> Value {
        json!({ "kind": "progress_reported", "note": "-" })
    }

    #[test]
    fn a_department_loses_a_case_by_what_takes_it_away() {
        let ledger = ledger(&[registered(), dispatched(1), noted(), returned(), dispatched(2)]);
        let lost = Left { event_id: ledger[3].id, at: ledger[3].recorded_at, version: 3 };
        for range in [1..=5, 4..=4, 4..=5, 2..=4] {
            assert_eq!(left(&handler(1), NOBODY, &ledger, &range), Some(lost.clone()), "{range:?}");
        }
        for range in [1..=3, 5..=5] {
            assert_eq!(left(&handler(1), NOBODY, &ledger, &range), None, "{range:?}");
        }
        // Whom it went to keeps it; others never had it, whoever is told what.
        for other in [2, 3] {
            assert_eq!(left(&handler(other), NOBODY, &ledger, &(1..=5)), None, "{other}");
        }
    }

    #[test]
    fn who_gets_it_back_is_told_of_no_loss_behind_it() {
        let ledger = ledger(&[registered(), dispatched(1), returned(), dispatched(1)]);
        assert!(left(&handler(1), NOBODY, &ledger, &(1..=3)).is_some());
        assert_eq!(left(&handler(1), NOBODY, &ledger, &(1..=4)), None);
    }

    proptest! {
        /// However often a case goes to and fro, and however its ledger is cut into batches: a loss is
        /// told to who had it before, in the batch that holds the event, and to nobody else.
        #[test]
        fn a_loss_is_told_in_its_batch_and_to_who_had_it(
            turns in proptest::collection::vec((1_u128..4, any::<bool>()), 0..6),
            cut in 1_i32..14,
        ) {
            let mut changes = vec![registered()];
            for (department, is_noted) in &turns {
                changes.push(dispatched(*department));
                changes.extend(is_noted.then(noted));
                changes.push(returned());
            }
            let ledger = ledger(&changes);
            let end = i32::try_from(ledger.len()).unwrap();
            let cut = cut.min(end);
            for department in 1..5 {
                let had = turns.iter().any(|(one, _)| *one == department);
                let actor = handler(department);
                let whole = left(&actor, NOBODY, &ledger, &(1..=end));
                prop_assert_eq!(whole.is_some(), had);
                let parts = [1..=cut, cut + 1..=end]
                    .map(|range| left(&actor, NOBODY, &ledger, &range));
                // Nobody has it at the end: the last loss lies in one of the parts, or in both one.
                if let Some(lost) = &whole {
                    prop_assert!(parts.iter().flatten().any(|part| part == lost));
                }
                for part in parts.iter().flatten() {
                    let event = ledger.iter().find(|event| event.id == part.event_id).unwrap();
                    prop_assert_eq!(&event.kind, "returned");
                    prop_assert!(had);
                }
            }
        }
    }
}
