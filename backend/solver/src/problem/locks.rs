//! Locks: part of every path of their lane.

use std::collections::BTreeSet;

use super::graph::Required;
use super::{Graph, Problem, index, number};
use crate::instance::Instance;
use crate::refusal::Refusal;

/// The locked (person, cell) pairs.
pub(super) fn cells(instance: &Instance, problem: &Problem) -> BTreeSet<(usize, usize)> {
    instance
        .locked
        .iter()
        .filter_map(|lock| {
            let person = instance.staff.iter().position(|person| person.id == lock.staff)?;
            let post = instance.posts.iter().position(|post| post.id == lock.post)?;
            Some((person, problem.first_cell[post] + lock.block))
        })
        .collect()
}

/// Makes the lane graphs, with the locks in them.
pub(super) fn apply(instance: &Instance, problem: &mut Problem) -> Result<(), Refusal> {
    let locks = cells(instance, problem);
    let clash = |cell: usize, person: usize, problem: &Problem| {
        let (post, block) = (problem.cells[cell].post, problem.cells[cell].block);
        let staff = instance.staff[person].id.clone();
        Refusal::LocksClash { staff, post: instance.posts[post].id.clone(), block }
    };
    for (person, cell) in &locks {
        let post = &instance.posts[problem.cells[*cell].post];
        let lane = problem.lanes_of[*person][usize::from(super::is_rest_lane(post.mode))];
        let columns = lane.map_or(0..0, |lane| problem.lanes[lane].columns.clone());
        let is_possible = problem.columns[columns].iter().any(|c| c.cells().contains(cell));
        let person_data = &instance.staff[*person];
        let is_able = post.skills.iter().all(|skill| person_data.may_have(skill));
        let Some(lane) = lane.filter(|_| is_possible && is_able) else {
            return Err(if is_able && post.roles.contains_key(&person_data.id) {
                clash(*cell, *person, problem)
            } else {
                Refusal::LockNotEligible {
                    staff: person_data.id.clone(),
                    post: post.id.clone(),
                    block: problem.cells[*cell].block,
                }
            });
        };
        problem.locks.push((lane, *cell));
        problem.cells[*cell].locks += 1;
        if problem.cells[*cell].locks > problem.cells[*cell].headcount {
            return Err(clash(*cell, *person, problem));
        }
    }
    for lane in 0..problem.lanes.len() {
        let of_lane: Vec<usize> =
            problem.locks.iter().filter(|(l, _)| *l == lane).map(|(_, cell)| *cell).collect();
        let columns: Vec<usize> = problem.lanes[lane].columns.clone().collect();
        let required: Vec<Required> = of_lane.iter().map(|cell| Required { cell: *cell }).collect();
        let graph = Graph::of(&problem.columns, &columns, &required);
        let (least, most) = loads(problem, &graph);
        let unit = problem.lanes[lane].unit;
        let cap = problem.caps[problem.lanes[lane].person];
        if least.is_none_or(|least| least > cap) {
            let person = problem.lanes[lane].person;
            return Err(clash(of_lane.first().copied().unwrap_or(0), person, problem));
        }
        let lane = &mut problem.lanes[lane];
        lane.graph = graph;
        lane.most = lane.most.min(index(most / unit));
    }
    across_lanes(problem, clash)
}

/// The least and the most load of a path; no least where there is no path.
fn loads(problem: &Problem, graph: &Graph) -> (Option<i64>, i64) {
    let mut reached: Vec<Option<(i64, i64)>> = vec![None; graph.nodes.len()];
    if let Some(first) = reached.first_mut() {
        *first = Some((0, 0));
    }
    for position in 0..graph.nodes.len() {
        let Some((least, most)) = reached[position] else { continue };
        let node = graph.nodes[position];
        let arcs = graph.arcs[node.first_arc..node.last_arc].iter();
        let arcs = arcs.map(|arc| (arc.to, problem.columns[arc.column].load));
        for (to, load) in arcs.chain(node.skip.map(|to| (to, 0))) {
            let known = reached[to].unwrap_or((i64::MAX, 0));
            reached[to] = Some((known.0.min(least + load), known.1.max(most + load)));
        }
    }
    match reached.last().copied().flatten() {
        Some((least, most)) => (Some(least), most),
        None => (None, 0),
    }
}

/// Locks of one person on working and rest days that make a run too long or go over the cap.
fn across_lanes(
    problem: &Problem,
    clash: impl Fn(usize, usize, &Problem) -> Refusal,
) -> Result<(), Refusal> {
    for (person, lanes) in problem.lanes_of.iter().enumerate() {
        let [Some(work), Some(rest)] = *lanes else { continue };
        let containing = |lane: usize, cell: usize| {
            let columns = problem.lanes[lane].columns.clone();
            columns.filter(move |c| problem.columns[*c].cells().contains(&cell))
        };
        let mut least = 0;
        for (lane, cell) in problem.locks.iter().filter(|(lane, _)| *lane == rest) {
            let rests: Vec<usize> = containing(*lane, *cell).collect();
            least += rests.iter().map(|c| problem.columns[*c].load).min().unwrap_or(0);
            for (lane, other) in problem.locks.iter().filter(|(lane, _)| *lane == work) {
                let fits = containing(*lane, *other).any(|w| {
                    let w = &problem.columns[w];
                    rests.iter().any(|r| !problem.is_run_too_long(w, &problem.columns[*r]))
                });
                if !fits {
                    return Err(clash(*cell, person, problem));
                }
            }
        }
        if let Some((_, cell)) = problem.locks.iter().find(|(lane, _)| *lane == work) {
            let (work_least, _) = loads(problem, &problem.lanes[work].graph);
            if work_least.unwrap_or(0) + least > problem.caps[person] {
                return Err(clash(*cell, person, problem));
            }
        }
    }
    debug_assert!(number(problem.locks.len()) >= 0);
    Ok(())
}
