//! Which balance group is of one lane, and which has to be shared between lanes.

use std::collections::BTreeMap;

use super::{Curve, Problem, index};
use crate::instance::Instance;

/// Gives each group to its lane or to all it is shared between, and finds the units of load.
pub(super) fn apply(instance: &Instance, problem: &mut Problem) {
    let staff: BTreeMap<&str, usize> =
        instance.staff.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect();
    let posts: BTreeMap<&str, usize> =
        instance.posts.iter().enumerate().map(|(i, p)| (p.id.as_str(), i)).collect();
    let mut pairs: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for group in &instance.balance {
        let curve =
            Curve { base: group.history - group.target, tol: group.tol, slope: group.slope };
        let in_group: Vec<bool> = {
            let mut held = vec![false; instance.posts.len()];
            for post in group.posts.iter().filter_map(|id| posts.get(id.as_str())) {
                held[*post] = true;
            }
            held
        };
        let mut lanes: Vec<usize> = group
            .staff
            .iter()
            .filter_map(|id| staff.get(id.as_str()))
            .flat_map(|person| problem.lanes_of[*person].into_iter().flatten())
            .collect();
        lanes.sort_unstable();
        lanes.dedup();
        let counts = |lane: usize| {
            problem.columns[problem.lanes[lane].columns.clone()].iter().filter(|c| c.load > 0)
        };
        lanes.retain(|lane| counts(*lane).any(|column| in_group[column.post]));
        match lanes.as_slice() {
            [] => problem.constant += curve.at(0),
            [lane] if counts(*lane).all(|column| in_group[column.post]) => {
                let lane = *lane;
                problem.lanes[lane].groups.push(curve);
            }
            _ => {
                let shared = problem.shared.len();
                problem.shared.push(curve);
                for lane in lanes {
                    for post in (0..in_group.len()).filter(|post| in_group[*post]) {
                        pairs.entry((lane, post)).or_default().push(shared);
                    }
                }
            }
        }
    }
    problem.shared_of.push(Vec::new());
    let mut entries = BTreeMap::new();
    for (pair, shared) in pairs {
        entries.insert(pair, problem.shared_of.len());
        problem.shared_of.push(shared);
    }
    for column in &mut problem.columns {
        column.shared = entries.get(&(column.lane, column.post)).copied().unwrap_or(0);
    }
    for lane in 0..problem.lanes.len() {
        let columns = problem.lanes[lane].columns.clone();
        let unit = problem.columns[columns].iter().fold(0, |unit, c| gcd(unit, c.load)).max(1);
        problem.lanes[lane].unit = unit;
        let cap = problem.caps[problem.lanes[lane].person];
        problem.lanes[lane].most = index(cap / unit);
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
