//! The cheapest way through a lane for every load it can come to, by dynamic programming.

use crate::problem::{Column, Graph, index};

/// A cost that is out of reach. Far from the largest number, so that sums do not overflow, and far
/// from every real cost.
pub(crate) const FAR: i32 = 1 << 30;
/// Anything above this came from [`FAR`].
const REACHED: i32 = FAR / 2;

/// Which part of a graph is walked and with what.
#[derive(Clone, Copy)]
pub(crate) struct Span<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) columns: &'a [Column],
    /// Prices by column position less `base`; [`FAR`] is forbidden.
    pub(crate) prices: &'a [i32],
    pub(crate) base: usize,
    /// First node, and the node everything ends at.
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) unit: i64,
    /// Most load in units.
    pub(crate) most: usize,
}

/// Tables that are used again and again.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    values: Vec<i32>,
    /// Cheapest ways on from a node, by the load it was reached with.
    onward: Vec<i32>,
    /// The highest load reached at a node, `None` before it is reached.
    tops: Vec<Option<usize>>,
    width: usize,
    /// Additions done, the measure of work.
    pub(crate) work: u64,
}

impl Paths {
    /// Finds the cheapest cost of every load. Returns the costs at the end, by load in units.
    pub(crate) fn walk(&mut self, span: &Span) -> &[i32] {
        let nodes = span.to - span.from + 1;
        self.width = span.most + 1;
        self.tops.clear();
        self.tops.resize(nodes, None);
        if self.values.len() < nodes * self.width {
            self.values.resize(nodes * self.width, FAR);
        }
        self.tops[0] = Some(0);
        self.values[0] = 0;
        let mut work = 0;
        for position in 0..nodes - 1 {
            let Some(top) = self.tops[position] else { continue };
            let node = span.graph.nodes[span.from + position];
            if let Some(to) = node.skip {
                self.relax(position, to.min(span.to) - span.from, 0, 0, top);
                work += 1 + top / 8;
            }
            for arc in &span.graph.arcs[node.first_arc..node.last_arc] {
                let price = span.prices[arc.column - span.base];
                if price == FAR {
                    continue;
                }
                let load = index(span.columns[arc.column].load / span.unit);
                self.relax(position, arc.to.min(span.to) - span.from, load, price, top);
                work += 2 + top / 8;
            }
        }
        self.work += u64::try_from(work).unwrap_or(0);
        let last = (nodes - 1) * self.width;
        match self.tops[nodes - 1] {
            Some(top) => &self.values[last..=last + top],
            None => &[],
        }
    }

    /// Carries a node's costs to a later node.
    fn relax(&mut self, from: usize, to: usize, load: usize, price: i32, top: usize) {
        if load >= self.width {
            return;
        }
        let top = top.min(self.width - 1 - load);
        let (before, after) = self.values.split_at_mut(to * self.width);
        let source = &before[from * self.width..=from * self.width + top];
        let start = match self.tops[to] {
            None => {
                after[..load].fill(FAR);
                after[load..=load + top].fill(FAR);
                self.tops[to] = Some(load + top);
                load
            }
            Some(known) => {
                if known < load + top {
                    after[known + 1..=load + top].fill(FAR);
                    self.tops[to] = Some(load + top);
                }
                load
            }
        };
        let target = &mut after[start..=start + top];
        for (target, source) in target.iter_mut().zip(source) {
            *target = (*target).min(source.wrapping_add(price));
        }
    }

    /// Tells for every column how much dearer the cheapest path with it is than the cheapest of all.
    pub(crate) fn margins(
        &mut self,
        span: &Span,
        ending: &[i32],
        tell: &mut dyn FnMut(usize, i32),
    ) {
        self.walk(span);
        let nodes = span.to - span.from + 1;
        let width = self.width;
        self.onward.clear();
        self.onward.resize(nodes * width, FAR);
        let last = (nodes - 1) * width;
        let known = ending.len().min(width);
        self.onward[last..last + known].copy_from_slice(&ending[..known]);
        let mut through: Vec<(usize, i32)> = Vec::new();
        for position in (0..nodes - 1).rev() {
            let node = span.graph.nodes[span.from + position];
            let (own, after) = self.onward.split_at_mut((position + 1) * width);
            let own = &mut own[position * width..];
            let later = |to: usize| (to.min(span.to) - span.from - position - 1) * width;
            if let Some(to) = node.skip {
                own.copy_from_slice(&after[later(to)..later(to) + width]);
            }
            let reached = self.tops[position].map_or(&[][..], |top| {
                &self.values[position * width..=position * width + top]
            });
            for arc in &span.graph.arcs[node.first_arc..node.last_arc] {
                let price = span.prices[arc.column - span.base];
                let load = index(span.columns[arc.column].load / span.unit);
                if price == FAR || load >= width {
                    continue;
                }
                let target = &after[later(arc.to) + load..later(arc.to) + width];
                for (own, target) in own.iter_mut().zip(target) {
                    *own = (*own).min(target.saturating_add(price));
                }
                let cheapest = reached.iter().zip(target).map(|(a, b)| a.saturating_add(*b)).min();
                let cheapest = cheapest.unwrap_or(FAR).saturating_add(price);
                through.push((arc.column, cheapest));
            }
            self.work += u64::try_from(2 * width / 8 + 2).unwrap_or(0);
        }
        let best = self.onward.first().copied().unwrap_or(FAR);
        through.sort_unstable();
        through.dedup_by_key(|(column, _)| *column);
        for (column, cost) in through {
            tell(column, cost.saturating_sub(best));
        }
    }

    /// The columns of the path that ends with `load`, last tour first, after [`Self::walk`].
    pub(crate) fn trace(&self, span: &Span, load: usize, chosen: &mut Vec<usize>) {
        let nodes = span.to - span.from + 1;
        let value = |node: usize, load: usize| {
            let is_known = self.tops[node].is_some_and(|top| load <= top);
            if is_known { self.values[node * self.width + load] } else { FAR }
        };
        let (mut at, mut load) = (nodes - 1, load);
        for position in (0..nodes - 1).rev() {
            let node = span.graph.nodes[span.from + position];
            let wanted = value(at, load);
            let reaches = |to: usize| to.min(span.to) - span.from == at;
            let is_skipped = node.skip.is_some_and(reaches) && value(position, load) == wanted;
            if is_skipped {
                at = position;
                continue;
            }
            for arc in &span.graph.arcs[node.first_arc..node.last_arc] {
                let price = span.prices[arc.column - span.base];
                let own = index(span.columns[arc.column].load / span.unit);
                if price == FAR || own > load || !reaches(arc.to) {
                    continue;
                }
                let before = value(position, load - own);
                if before < REACHED && before + price == wanted {
                    chosen.push(arc.column);
                    at = position;
                    load -= own;
                    break;
                }
            }
        }
        debug_assert_eq!((at, load), (0, 0));
    }
}

/// The cheapest load, given what the ending with each costs; the lowest of equals.
pub(crate) fn cheapest(costs: &[i32], ending: &[i32]) -> Option<(usize, i32)> {
    let mut best: Option<(usize, i32)> = None;
    for (load, (cost, end)) in costs.iter().zip(ending).enumerate() {
        if *cost < REACHED {
            let total = cost + end;
            if best.is_none_or(|(_, known)| total < known) {
                best = Some((load, total));
            }
        }
    }
    best
}
