//! Which centres a plan speaks for. A centre's office may draw up one plan for several centres below it,
//! or one for each: plans get in each other's way only where they speak for the same centre. Pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::entity::plan;
use crate::platform::error::AppResult;

/// The days and centres of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
    /// The centres.
    pub centers: BTreeSet<Uuid>,
}

/// What a published plan is to another one that is to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// They share no day or no centre: both stand.
    Apart,
    /// The new one speaks for all its days and all its centres: it takes its place.
    Replaced,
    /// The new one speaks for some of its days or centres only: the others would be left without a
    /// roster.
    Overlaps,
}

impl Reach {
    /// Of a plan.
    pub fn of(plan: &plan::Model) -> AppResult<Self> {
        Self::new((plan.from_on, plan.until_on), &plan.center_ids)
    }

    /// Of its columns.
    pub fn new((from_on, until_on): (NaiveDate, NaiveDate), center_ids: &str) -> AppResult<Self> {
        Ok(Self { from_on, until_on, centers: serde_json::from_str(center_ids)? })
    }

    /// How a published plan stands to this one.
    pub fn meets(&self, published: &Self) -> Meeting {
        let shares_days = published.from_on <= self.until_on && self.from_on <= published.until_on;
        if !shares_days || self.centers.is_disjoint(&published.centers) {
            return Meeting::Apart;
        }
        let is_within = self.from_on <= published.from_on && published.until_on <= self.until_on;
        if is_within && published.centers.is_subset(&self.centers) {
            Meeting::Replaced
        } else {
            Meeting::Overlaps
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(centers: &[u128], from: &str, until: &str) -> Reach {
        let day = |text: &str| -> NaiveDate { text.parse().expect("a date") };
        let centers: Vec<Uuid> = centers.iter().map(|id| Uuid::from_u128(*id)).collect();
        let centers = serde_json::to_string(&centers).expect("ids");
        Reach::new((day(from), day(until)), &centers).expect("ids")
    }

    #[test]
    fn plans_meet_where_they_share_a_centre_and_a_day() {
        let new = reach(&[1, 2], "2026-05-31", "2026-06-27");
        for (centers, from, until, wanted) in [
            (vec![3], "2026-05-31", "2026-06-27", Meeting::Apart),
            (vec![1], "2026-06-28", "2026-07-27", Meeting::Apart),
            (vec![1], "2026-06-07", "2026-06-20", Meeting::Replaced),
            (vec![2, 1], "2026-05-31", "2026-06-27", Meeting::Replaced),
            (vec![1], "2026-06-20", "2026-07-27", Meeting::Overlaps),
            // Its third centre would be left without a roster.
            (vec![1, 2, 3], "2026-05-31", "2026-06-27", Meeting::Overlaps),
        ] {
            let published = reach(&centers, from, until);
            assert_eq!(new.meets(&published), wanted, "{centers:?} {from}");
        }
    }
}
