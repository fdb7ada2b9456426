//! Who had a case when (责任方区间): the owners of its life, one after the other. Pure.

use chrono::{DateTime, Utc};

use super::projection::{CaseState, Owner};
use super::time_use::Told;

/// Where the owners of a case do not tile its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The place of the event, starting at 1.
    pub seq: usize,
    /// When the next owner has it.
    pub from: DateTime<Utc>,
}

/// The owners of a case in order: each has it from its `since` to that of the next, the last one to
/// the end. An event that hands it over before the owner before had it, or whose owner has it from
/// another instant than its own, leaves an instant without exactly one owner.
pub fn owners(events: &[Told]) -> Result<Vec<Owner>, Gap> {
    let Some((first, rest)) = events.split_first() else { return Ok(Vec::new()) };
    let Some(mut state) = CaseState::registered(&first.change, first.at) else {
        return Err(Gap { seq: 1, from: first.at });
    };
    let mut owners = vec![state.owner];
    for (seq, told) in (2..).zip(rest) {
        let before = state.owner;
        state.apply(&told.change, told.at, told.actor_id);
        if state.owner == before {
            continue;
        }
        let from = state.owner.since;
        if from != told.at || from < before.since {
            return Err(Gap { seq, from });
        }
        owners.push(state.owner);
    }
    Ok(owners)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;
    use crate::features::cases::change::{Change, Referred};
    use crate::features::cases::model::Channel;
    use crate::features::cases::model::OwnerKind::{Department, Director, Dispatcher};

    fn told(hours: i64, change: Change) -> Told {
        let at = DateTime::UNIX_EPOCH + TimeDelta::hours(hours);
        Told { change, at, actor_id: None }
    }

    fn registered() -> Change {
        Change::Registered {
            case_no: "990101-20260302-000001".to_owned(),
            channel: Channel::WalkIn,
            region_code: "990101".to_owned(),
            center_id: Uuid::from_u128(1),
            type_code: None,
            scale_code: None,
            level: None,
            source_system: None,
            source_number: None,
            is_anonymous: true,
            party_count: 0,
            first_contact_id: None,
            split_from_id: None,
            content_hash: String::new(),
            visit_id: None,
            restriction: None,
        }
    }

    fn dispatched(department: u128) -> Change {
        Change::Dispatched {
            lead: Referred {
                referral_id: Uuid::from_u128(department + 100),
                department_id: Uuid::from_u128(department),
            },
            assists: Vec::new(),
            level: None,
            route: None,
            note: None,
            tasks: Vec::new(),
        }
    }

    fn returned() -> Change {
        Change::Returned {
            ground_code: "01".to_owned(),
            note: String::new(),
            suggested_department_id: None,
            next_owner: None,
        }
    }

    #[test]
    fn each_has_it_until_the_next_one_has_it() {
        let events = [
            told(0, registered()),
            told(1, dispatched(2)),
            told(2, Change::ProgressReported { note: String::new() }),
            told(3, returned()),
            told(4, dispatched(3)),
            told(5, returned()),
        ];
        let owners = owners(&events).expect("no gap");
        let kinds: Vec<_> = owners.iter().map(|owner| owner.kind).collect();
        assert_eq!(kinds, [Dispatcher, Department, Dispatcher, Department, Director]);
        assert!(owners.is_sorted_by_key(|owner| owner.since));
        assert_eq!(owners[0].since, events[0].at);
    }

    #[test]
    fn a_hand_over_before_the_owner_had_it_is_a_gap() {
        let events = [told(0, registered()), told(3, dispatched(2)), told(1, returned())];
        let gap = owners(&events).expect_err("two owners at once");
        assert_eq!((gap.seq, gap.from), (3, events[2].at));
    }

    #[test]
    fn a_ledger_that_begins_with_nothing_has_no_owner() {
        assert_eq!(owners(&[told(0, returned())]).map_err(|gap| gap.seq), Err(1));
    }
}
