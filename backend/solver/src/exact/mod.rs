//! Proof for small parts: branch and bound over "this person serves this cell", each node bounded by
//! its own prices and thinned out by what is too dear to be in a better roster.

mod node;
mod rest_duty;

pub(crate) use rest_duty::bound as rest_duty_bound;

use std::collections::BinaryHeap;

use crate::bound::{Dual, Graphs, Prices, Scale};
use crate::problem::{Part, Problem};
use crate::search::{Roster, joins, over};
use node::Node;

/// Price steps at a node.
const STEPS: u32 = 30;
/// Step length at a node.
const THETA: i64 = 300;

/// What came of it.
pub(crate) struct Proof {
    /// No roster of the part costs less.
    pub(crate) bound: i64,
    /// A better roster than the one begun with.
    pub(crate) roster: Option<(i64, Vec<usize>)>,
    pub(crate) work: u64,
}

/// The tree.
pub(crate) struct Tree<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) part: &'a Part,
    pub(crate) scale: &'a Scale,
    graphs: Graphs<'a>,
    over: Vec<Vec<usize>>,
    dual: Dual,
    /// How often each column was chosen at the node at hand.
    counts: Vec<u32>,
    dual_steps: u32,
    /// The cost to beat.
    cost: i64,
    roster: Option<Vec<usize>>,
    /// Nodes to look at, lowest bound first.
    open: BinaryHeap<Node>,
    made: u64,
}

/// Searches until the best roster is proven or `quota` is used up. `may_go_on` is asked at every
/// node.
pub(crate) fn prove(
    problem: &Problem,
    part: &Part,
    scale: &Scale,
    prices: Prices,
    cost: i64,
    quota: u64,
    may_go_on: &dyn Fn(u64) -> bool,
) -> Proof {
    let mut tree = Tree {
        problem,
        part,
        scale,
        graphs: Graphs::all(problem),
        over: over(problem, part),
        dual: Dual::new(problem, prices.clone()),
        counts: vec![0; problem.columns.len()],
        dual_steps: STEPS,
        cost,
        roster: None,
        open: BinaryHeap::new(),
        made: 0,
    };
    tree.open.push(Node::root(problem, prices));
    let mut told = 0;
    let mut bound = i64::MIN;
    while let Some(node) = tree.open.pop() {
        bound = node.bound;
        if bound >= tree.cost {
            break;
        }
        let work = tree.dual.work();
        if work > quota || !may_go_on(work - told) {
            let roster = tree.roster.map(|columns| (tree.cost, columns));
            return Proof { bound, roster, work };
        }
        told = work;
        tree.look_at(node);
    }
    let is_done = tree.open.is_empty();
    let bound = if is_done { tree.cost } else { bound.min(tree.cost) };
    let work = tree.dual.work();
    Proof { bound, roster: tree.roster.map(|columns| (tree.cost, columns)), work }
}

impl Tree<'_> {
    /// Bounds a node, thins it out and branches.
    fn look_at(&mut self, mut node: Node) {
        if !self.bound(&mut node) {
            return;
        }
        match node.undecided(self) {
            None => self.close(&node),
            Some((lane, cell)) => {
                let mut out = node.clone();
                out.forbid(self.problem, lane, cell);
                self.push(out);
                if node.require(self.problem, &self.over, lane, cell) {
                    self.push(node);
                }
            }
        }
    }

    fn push(&mut self, mut node: Node) {
        self.made += 1;
        node.number = self.made;
        self.open.push(node);
    }

    /// Improves the node's bound. False when nothing below it is better than the best roster.
    fn bound(&mut self, node: &mut Node) -> bool {
        let is_worse = |tree: &Self, scaled: i64| tree.scale.minutes_up(scaled) >= tree.cost;
        self.counts.fill(0);
        self.dual.restart(node.prices.clone(), node.standing.clone(), node.required.clone());
        self.dual.theta = THETA;
        for step in 0..STEPS {
            let Some(value) = self.dual.evaluate(&self.graphs, self.part, self.scale) else {
                return false;
            };
            if is_worse(self, self.dual.bound) {
                return false;
            }
            for position in &self.dual.chosen {
                self.counts[*position] += 1;
            }
            if step % 8 == 7 {
                self.dual.theta = self.dual.theta * 2 / 3;
            }
            let target = self.cost.saturating_mul(self.scale.minute);
            self.dual.step(self.problem, self.part, self.scale, value, target);
        }
        node.bound = node.bound.max(self.scale.minutes_up(self.dual.bound));
        node.prices.clone_from(&self.dual.best);
        let ceiling = (self.cost - 1) * self.scale.minute;
        let (graphs, part, scale) = (&self.graphs, self.part, self.scale);
        self.dual.thin_out(graphs, part, scale, ceiling, &mut node.standing)
    }

    /// Everything is decided: the roster is the one that is left.
    fn close(&mut self, node: &Node) {
        let mut roster = Roster::empty(self.problem, self.part);
        for lane in &self.part.lanes {
            let Some(chosen) = node.decided(self.problem, *lane) else { return };
            for position in chosen {
                let column = &self.problem.columns[position];
                if roster.worth(column).is_none() {
                    return;
                }
                roster.add(position);
            }
        }
        let caps_hold = self.part.persons.iter().all(|person| {
            let lanes = self.problem.lanes_of[*person];
            let load: i64 = lanes.iter().flatten().map(|lane| roster.load[*lane]).sum();
            load <= self.problem.caps[*person]
        });
        let is_joined = self.part.persons.iter().any(|person| {
            let [Some(work), Some(rest)] = self.problem.lanes_of[*person] else { return false };
            let column = |position: &usize| &self.problem.columns[*position];
            roster.tours[work].iter().any(|w| {
                roster.tours[rest].iter().any(|r| joins(self.problem, column(w), column(r)))
            })
        });
        if caps_hold && !is_joined && roster.cost < self.cost {
            self.cost = roster.cost;
            self.roster = Some(roster.columns(self.part));
        }
    }

    /// How often a lane served a cell at the node at hand.
    fn count(&self, node: &Node, lane: usize, cell: usize) -> u32 {
        self.over[cell]
            .iter()
            .filter(|p| self.problem.columns[**p].lane == lane && node.is_open(**p))
            .map(|position| self.counts[*position])
            .sum()
    }

    fn looked(&self) -> u32 {
        self.dual_steps
    }
}
