//! Which parts of a roster are taken away and given back, and when the result is kept.

use super::{Pricing, Random, Refill, Roster, Window};
use crate::bound::{Prices, Scale};
use crate::problem::{Part, Problem, number};

/// Who could stand in for whom.
#[derive(Debug)]
pub(crate) struct Neighbors {
    /// The lanes with tours at a post.
    at: Vec<Vec<usize>>,
    /// The posts a lane has tours at.
    posts: Vec<Vec<usize>>,
}

impl Neighbors {
    pub(crate) fn of(problem: &Problem) -> Self {
        let mut at = vec![Vec::new(); problem.first_cell.len()];
        let mut posts: Vec<Vec<usize>> = vec![Vec::new(); problem.lanes.len()];
        for column in &problem.columns {
            if !posts[column.lane].contains(&column.post) {
                posts[column.lane].push(column.post);
                at[column.post].push(column.lane);
            }
        }
        Self { at, posts }
    }
}

/// A roster from prices: everybody takes what is cheapest by them, then what is still open.
pub(crate) fn start<'a>(
    problem: &'a Problem,
    part: &Part,
    scale: &Scale,
    prices: &Prices,
    random: &mut Random,
) -> (Roster<'a>, u64) {
    let mut roster = Roster::empty(problem, part);
    let mut refill = Refill::default();
    let window = Window { from: 0, to: problem.calendar.days() };
    let mut order = part.lanes.clone();
    random.shuffle(&mut order);
    // Locks first, so that nothing is in their way.
    order.sort_by_key(|lane| roster.locks[*lane].is_empty());
    let mut taken = Vec::new();
    for lane in &order {
        let pricing = Pricing::Guided { prices, noise: 0 };
        refill.fill(&mut roster, scale, *lane, window, &pricing, random);
    }
    for _ in 0..2 {
        let before = roster.cost;
        for lane in &order {
            taken.clear();
            Refill::clear(&mut roster, *lane, window, &mut taken);
            refill.fill(&mut roster, scale, *lane, window, &Pricing::Full, random);
        }
        if roster.cost == before {
            break;
        }
    }
    (roster, refill.work())
}

/// One run of the search.
pub(crate) struct Search<'a, 'p> {
    pub(crate) roster: Roster<'p>,
    pub(crate) part: &'a Part,
    pub(crate) scale: &'a Scale,
    pub(crate) prices: &'a Prices,
    pub(crate) neighbors: &'a Neighbors,
    pub(crate) random: Random,
    /// The cheapest roster met.
    pub(crate) best: Vec<usize>,
    pub(crate) best_cost: i64,
    refill: Refill,
    lanes: Vec<usize>,
    taken: Vec<usize>,
    scratch: Vec<usize>,
}

impl<'a, 'p> Search<'a, 'p> {
    pub(crate) fn new(
        roster: Roster<'p>,
        part: &'a Part,
        scale: &'a Scale,
        prices: &'a Prices,
        neighbors: &'a Neighbors,
        random: Random,
    ) -> Self {
        Self {
            best: roster.columns(part),
            best_cost: roster.cost,
            roster,
            part,
            scale,
            prices,
            neighbors,
            random,
            refill: Refill::default(),
            lanes: Vec::new(),
            taken: Vec::new(),
            scratch: Vec::new(),
        }
    }

    pub(crate) fn work(&self) -> u64 {
        self.refill.work()
    }

    /// Takes away and gives back once; keeps the result when it costs at most `slack` more.
    pub(crate) fn step(&mut self, slack: i64) {
        let Some(window) = self.choose() else { return };
        let before = self.roster.cost;
        self.taken.clear();
        for lane in &self.lanes {
            Refill::clear(&mut self.roster, *lane, window, &mut self.taken);
        }
        self.random.shuffle(&mut self.lanes);
        let noise = self.scale.minute * [0, 40, 160, 600][self.random.below(4)];
        let mut is_good = true;
        for (done, lane) in self.lanes.iter().enumerate() {
            let pricing = if done + 1 == self.lanes.len() {
                Pricing::Full
            } else {
                Pricing::Guided { prices: self.prices, noise }
            };
            is_good &= self.refill.fill(
                &mut self.roster,
                self.scale,
                *lane,
                window,
                &pricing,
                &mut self.random,
            );
        }
        for lane in &self.lanes {
            self.scratch.clear();
            Refill::clear(&mut self.roster, *lane, window, &mut self.scratch);
            is_good &= self.refill.fill(
                &mut self.roster,
                self.scale,
                *lane,
                window,
                &Pricing::Full,
                &mut self.random,
            );
        }
        if !is_good || self.roster.cost > before + slack {
            self.scratch.clear();
            for lane in &self.lanes {
                Refill::clear(&mut self.roster, *lane, window, &mut self.scratch);
            }
            for column in &self.taken {
                self.roster.add(*column);
            }
            debug_assert_eq!(self.roster.cost, before);
        } else if self.roster.cost < self.best_cost {
            self.best_cost = self.roster.cost;
            self.best = self.roster.columns(self.part);
        }
    }

    /// Some people of one post, and a window.
    fn choose(&mut self) -> Option<Window> {
        let problem = self.roster.problem;
        let random = &mut self.random;
        if self.part.cells.is_empty() {
            return None;
        }
        let mut cell = self.part.cells[random.below(self.part.cells.len())];
        for _ in 0..3 {
            // Empty seats draw attention.
            let other = self.part.cells[random.below(self.part.cells.len())];
            if self.roster.seats[other] > 0 && self.roster.seats[cell] <= 0 {
                cell = other;
            }
        }
        let row = &problem.cells[cell];
        self.lanes.clear();
        let nominees = &self.neighbors.at[row.post];
        if nominees.is_empty() {
            return None;
        }
        let wanted = 2 + random.below(3);
        let first = nominees[random.below(nominees.len())];
        self.lanes.push(first);
        let mut post = row.post;
        for _ in 0..wanted * 3 {
            if self.lanes.len() >= wanted {
                break;
            }
            if random.below(4) == 0 {
                let from = self.lanes[random.below(self.lanes.len())];
                let posts = &self.neighbors.posts[from];
                post = posts[random.below(posts.len())];
            }
            let nominees = &self.neighbors.at[post];
            let lane = nominees[random.below(nominees.len())];
            if !self.lanes.contains(&lane) {
                self.lanes.push(lane);
            }
        }
        let length = i64::from(row.to - row.from + 1);
        let scope = [2, 4, 8, 16, 400][random.below(5)] * length.max(7);
        let scope = i32::try_from(scope.min(number(problem.calendar.kinds.len()))).unwrap_or(1);
        let shift = i32::try_from(random.below(usize::try_from(scope).unwrap_or(1))).unwrap_or(0);
        let from = row.from - shift;
        Some(Window { from, to: from + scope + row.to - row.from })
    }
}
