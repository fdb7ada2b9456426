//! Back and forth between departments (踢皮球): the way a case took as a graph of its returns, and a
//! cycle in it. Pure.

use uuid::Uuid;

use super::model::{ReferralKind, ReferralState};
use super::projection::Referral;

/// A return and who got the case next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hop {
    /// Who returned it.
    pub from: Uuid,
    /// Who leads next.
    pub to: Uuid,
}

/// The hops of a case, in order. Only a return makes one: a level handed to or a merge is no
/// quarrel about who is competent; nor is a case that comes back to the unit that returned it.
pub fn hops(referrals: &[Referral]) -> Vec<Hop> {
    let leads: Vec<_> = referrals.iter().filter(|r| r.kind == ReferralKind::Lead).collect();
    leads
        .windows(2)
        .filter(|pair| pair[0].state == ReferralState::Returned)
        .map(|pair| Hop { from: pair[0].department_id, to: pair[1].department_id })
        .filter(|hop| hop.from != hop.to)
        .collect()
}

/// The first cycle the hops close, from a department back to itself; empty where there is none.
pub fn cycle(hops: &[Hop]) -> Vec<Uuid> {
    let mut way: Vec<Uuid> = Vec::new();
    for hop in hops {
        // Where a hop does not begin where the last one ended, another way begins.
        if way.last() != Some(&hop.from) {
            way = vec![hop.from];
        }
        let met = way.iter().position(|known| *known == hop.to);
        way.push(hop.to);
        if let Some(met) = met {
            return way.split_off(met);
        }
    }
    Vec::new()
}

/// Whether the case was sent back and forth.
pub fn is_ping_pong(referrals: &[Referral]) -> bool {
    !cycle(&hops(referrals)).is_empty()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use proptest::prelude::*;

    use super::*;

    fn department(number: u8) -> Uuid {
        Uuid::from_u128(u128::from(number) + 1)
    }

    /// A way through departments, each returning it but the last.
    fn way(departments: &[u8]) -> Vec<Referral> {
        let last = departments.len().saturating_sub(1);
        let referral = |(at, number): (usize, &u8)| Referral {
            id: Uuid::from_u128(1_000 + at as u128),
            kind: ReferralKind::Lead,
            department_id: department(*number),
            state: if at < last { ReferralState::Returned } else { ReferralState::Signed },
            sent_at: DateTime::UNIX_EPOCH + TimeDelta::hours(i64::try_from(at).unwrap_or(0)),
            signed_at: None,
            signed_by_id: None,
            note: None,
            task: None,
            due_on: None,
            done_at: None,
            result: None,
            ground_code: None,
            suggested_department_id: None,
            own_stop_days: 0,
        };
        departments.iter().enumerate().map(referral).collect()
    }

    fn found(departments: &[u8]) -> Vec<Uuid> {
        cycle(&hops(&way(departments)))
    }

    #[test]
    fn there_and_back_is_a_cycle_and_onwards_is_none() {
        assert_eq!(found(&[1, 2, 1]), [1, 2, 1].map(department));
        assert_eq!(found(&[1, 2, 3, 2]), [2, 3, 2].map(department));
        assert_eq!(found(&[1, 2, 3, 1]), [1, 2, 3, 1].map(department));
        assert!(found(&[1, 2, 3]).is_empty());
        assert!(found(&[1]).is_empty() && found(&[]).is_empty());
    }

    #[test]
    fn sent_again_to_the_unit_that_returned_it_is_no_cycle() {
        assert!(found(&[1, 1, 1]).is_empty());
        assert_eq!(found(&[1, 1, 2, 1]), [1, 2, 1].map(department));
    }

    #[test]
    fn what_was_taken_away_otherwise_counts_for_nothing() {
        let mut referrals = way(&[1, 2, 1]);
        referrals[0].state = ReferralState::Superseded;
        assert!(!is_ping_pong(&referrals));
        // An assistant is no station of the way.
        let mut referrals = way(&[1, 2, 1]);
        referrals[2].kind = ReferralKind::Assist;
        assert!(!is_ping_pong(&referrals));
    }

    proptest! {
        #[test]
        fn a_cycle_is_found_exactly_where_a_department_comes_twice(
            departments in prop::collection::vec(0_u8..5, 0..8),
        ) {
            let mut plain = departments.clone();
            plain.dedup();
            let comes_twice =
                plain.iter().enumerate().any(|(at, one)| plain[..at].contains(one));
            let cycle = found(&departments);
            prop_assert_eq!(!cycle.is_empty(), comes_twice);
            if let (Some(first), Some(last)) = (cycle.first(), cycle.last()) {
                prop_assert_eq!(first, last);
                let inner = &cycle[1..];
                let distinct: std::collections::HashSet<_> = inner.iter().collect();
                prop_assert_eq!(distinct.len(), inner.len());
            }
        }
    }
}
