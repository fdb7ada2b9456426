//! The deletion filter (Chinneck and Dravnieks 1991): drop a fact; if the seat still cannot be
//! filled, it was not needed.

use super::{Exclusion, Nominee};

/// A smallest set of facts with which fewer than `missing` nominees can be asked: none of it can be
/// left out. Empty when enough could be asked anyway.
pub(super) fn smallest(nominees: &[Nominee], missing: usize) -> Vec<Exclusion> {
    let mut kept: Vec<Vec<bool>> = nominees.iter().map(|n| vec![true; n.facts.len()]).collect();
    let is_short = |kept: &[Vec<bool>]| {
        kept.iter().filter(|facts| !facts.contains(&true)).count() < missing
    };
    if !is_short(&kept) {
        return Vec::new();
    }
    // From the last rule to the first, so that the first one that excludes somebody is what stays.
    for nominee in (0..nominees.len()).rev() {
        for fact in (0..nominees[nominee].facts.len()).rev() {
            kept[nominee][fact] = false;
            if !is_short(&kept) {
                kept[nominee][fact] = true;
            }
        }
    }
    let mut core = Vec::new();
    for (nominee, kept) in nominees.iter().zip(&kept) {
        for (fact, _) in nominee.facts.iter().zip(kept).filter(|(_, kept)| **kept) {
            core.push(Exclusion { staff: nominee.staff.clone(), fact: fact.clone() });
        }
    }
    core
}
