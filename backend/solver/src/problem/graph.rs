//! The order in which a person can serve tours in one lane: a graph without circles whose paths are
//! exactly the rosters of that lane that keep the tour, rest and lock rules.

use std::collections::BTreeMap;

use super::Column;

/// A point in time at which a tour may start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) day: i32,
    /// The node reached by doing nothing; `None` where a lock has to be served now.
    pub(crate) skip: Option<usize>,
    /// Its arcs are `first_arc..last_arc`.
    pub(crate) first_arc: usize,
    pub(crate) last_arc: usize,
}

/// A tour taken at a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arc {
    /// Position of the column among all columns.
    pub(crate) column: usize,
    /// The node at which the next tour may start.
    pub(crate) to: usize,
}

/// The lane's graph. The first node is where it begins; the last is the end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
    pub(crate) arcs: Vec<Arc>,
}

/// A cell a path has to cover.
pub(crate) struct Required {
    pub(crate) cell: usize,
}

impl Graph {
    /// The graph over the given columns, sorted by first day; every cell of `required` is covered
    /// by every path. No node but the end is left when there is no path.
    pub(crate) fn of(all: &[Column], columns: &[usize], required: &[Required]) -> Self {
        let contains = |column: &Column, cell: usize| column.cells().contains(&cell);
        let mut deadlines = Vec::new();
        for required in required {
            let starts = columns.iter().map(|c| &all[*c]).filter(|c| contains(c, required.cell));
            let Some(last) = starts.map(|column| column.from).max() else {
                return Self { nodes: vec![dead(), dead()], arcs: Vec::new() };
            };
            deadlines.push((required.cell, last));
        }
        let is_left = |column: &Column| {
            deadlines.iter().all(|(cell, last)| {
                contains(column, *cell) || column.from > *last || column.release <= *last
            })
        };
        let columns: Vec<usize> = columns.iter().copied().filter(|c| is_left(&all[*c])).collect();
        Self::lay_out(all, &columns, &deadlines)
    }

    fn lay_out(all: &[Column], columns: &[usize], deadlines: &[(usize, i32)]) -> Self {
        // A tour without rest after it may be followed on the next day by any post but its own:
        // that would be one longer tour. Those days have a second node that leaves the post out.
        let mut keys: BTreeMap<(i32, Option<usize>), usize> = BTreeMap::new();
        for column in columns.iter().map(|c| &all[*c]) {
            keys.insert((column.from, None), 0);
        }
        let starts: Vec<(i32, usize)> =
            columns.iter().map(|c| (all[*c].from, all[*c].post)).collect();
        for column in columns.iter().map(|c| &all[*c]) {
            let key = (column.release, column.post);
            if column.release == column.to + 1 && starts.contains(&key) {
                keys.insert((column.release, Some(column.post)), 0);
            }
        }
        for (position, value) in keys.values_mut().enumerate() {
            *value = position;
        }
        let end = keys.len();
        let at = |day: i32| keys.range((day, None)..).find(|(key, _)| key.1.is_none());
        let node_from = |day: i32| at(day).map_or(end, |(_, position)| *position);
        let mut graph = Self::default();
        for (day, without) in keys.keys() {
            let first_arc = graph.arcs.len();
            for index in columns.iter().filter(|c| all[**c].from == *day) {
                let column = &all[*index];
                if *without == Some(column.post) {
                    continue;
                }
                let special = keys.get(&(column.release, Some(column.post)));
                let to = match special {
                    Some(position) if column.release == column.to + 1 => *position,
                    _ => node_from(column.release),
                };
                graph.arcs.push(Arc { column: *index, to });
            }
            let has_to_serve = deadlines.iter().any(|(_, last)| last == day);
            let skip = (!has_to_serve).then(|| node_from(*day + 1));
            let last_arc = graph.arcs.len();
            graph.nodes.push(Node { day: *day, skip, first_arc, last_arc });
        }
        graph.nodes.push(Node { day: i32::MAX, ..dead() });
        graph
    }
}

fn dead() -> Node {
    Node { day: i32::MIN, skip: None, first_arc: 0, last_arc: 0 }
}
