//! The instance falls apart where no person and no shared group joins its posts.

use super::Problem;

/// A part that can be solved on its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    pub(crate) lanes: Vec<usize>,
    pub(crate) cells: Vec<usize>,
    pub(crate) mixes: Vec<usize>,
    pub(crate) shared: Vec<usize>,
    pub(crate) persons: Vec<usize>,
    /// Columns, a measure of its size.
    pub(crate) columns: usize,
}

impl Part {
    /// Everything as one part.
    pub(crate) fn whole(problem: &Problem) -> Self {
        Self {
            lanes: (0..problem.lanes.len()).collect(),
            cells: (0..problem.cells.len()).collect(),
            mixes: (0..problem.mixes.len()).collect(),
            shared: (0..problem.shared.len()).collect(),
            persons: (0..problem.lanes_of.len()).collect(),
            columns: problem.columns.len(),
        }
    }
}

/// The parts, those with the smallest post first; cells nobody can serve are parts without lanes.
pub(crate) fn parts(problem: &Problem) -> Vec<Part> {
    let posts = problem.first_cell.len().saturating_sub(1);
    let persons = problem.lanes_of.len();
    // Posts, then persons, then shared groups.
    let mut parent: Vec<usize> = (0..posts + persons + problem.shared.len()).collect();
    for column in &problem.columns {
        let person = posts + problem.lanes[column.lane].person;
        join(&mut parent, column.post, person);
        for shared in &problem.shared_of[column.shared] {
            join(&mut parent, posts + persons + shared, person);
        }
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of: Vec<Option<usize>> = vec![None; parent.len()];
    for post in 0..posts {
        let root = find(&mut parent, post);
        let part = *part_of[root].get_or_insert_with(|| {
            parts.push(Part::default());
            parts.len() - 1
        });
        for cell in problem.first_cell[post]..problem.first_cell[post + 1] {
            parts[part].cells.push(cell);
            let row = &problem.cells[cell];
            parts[part].mixes.extend(row.first_mix..row.first_mix + row.mixes);
        }
    }
    for (index, lane) in problem.lanes.iter().enumerate() {
        let root = find(&mut parent, posts + lane.person);
        if let Some(part) = part_of[root] {
            parts[part].lanes.push(index);
            parts[part].columns += lane.columns.len();
            if parts[part].persons.last() != Some(&lane.person) {
                parts[part].persons.push(lane.person);
            }
        }
    }
    for shared in 0..problem.shared.len() {
        let root = find(&mut parent, posts + persons + shared);
        if let Some(part) = part_of[root] {
            parts[part].shared.push(shared);
        }
    }
    parts
}

fn find(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

fn join(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(parent, a), find(parent, b));
    let (low, high) = (a.min(b), a.max(b));
    parent[high] = low;
}
