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

    /// The lanes with tours at a post.
    pub(crate) fn lanes_at(&self, post: usize) -> &[usize] {
        &self.at[post]
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
    for lane in &order {
        let pricing = Pricing::Guided { prices, noise: 0, pressing: &[] };
        refill.fill(&mut roster, scale, *lane, window, &pricing, random);
    }
    let work = refill.work() + complete(&mut roster, part, scale, random);
    (roster, work)
}

/// Lets everybody take what is still open and good for them; returns the work.
pub(crate) fn complete(
    roster: &mut Roster,
    part: &Part,
    scale: &Scale,
    random: &mut Random,
) -> u64 {
    let mut refill = Refill::default();
    let window = Window { from: 0, to: roster.problem.calendar.days() };
    let mut order = part.lanes.clone();
    random.shuffle(&mut order);
    order.sort_by_key(|lane| roster.locks[*lane].is_empty());
    let mut taken = Vec::new();
    for _ in 0..3 {
        let before = roster.cost;
        for lane in &order {
            taken.clear();
            Refill::clear(roster, *lane, window, &mut taken);
            refill.fill(roster, scale, *lane, window, &Pricing::Full, random);
        }
        if roster.cost == before {
            break;
        }
    }
    refill.work()
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
    /// Cells with an empty seat, as of a while ago.
    short: Vec<usize>,
    steps: u64,
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
            short: Vec::new(),
            steps: 0,
        }
    }

    pub(crate) fn work(&self) -> u64 {
        self.refill.work()
    }

    /// Takes away and gives back once; keeps the result when it costs at most `slack` more.
    pub(crate) fn step(&mut self, slack: i64) {
        if self.steps.is_multiple_of(64) {
            let seats = &self.roster.seats;
            self.short.clear();
            self.short.extend(self.part.cells.iter().copied().filter(|cell| seats[*cell] > 0));
        }
        self.steps += 1;
        let Some(window) = self.choose() else { return };
        let presses = self.random.below(2) == 0;
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
                Pricing::Guided {
                    prices: self.prices,
                    noise,
                    pressing: if presses { &self.short } else { &[] },
                }
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
        let is_short = !self.short.is_empty() && random.below(6) == 0;
        let among = if is_short { &self.short } else { &self.part.cells };
        let cell = among[random.below(among.len())];
        let row = &problem.cells[cell];
        self.lanes.clear();
        let nominees = &self.neighbors.at[row.post];
        if nominees.is_empty() {
            return None;
        }
        let mut wanted = 2 + random.below(3);
        let mut post = row.post;
        if is_short {
            // Everybody who could help, and some who could stand in for them.
            self.lanes.extend(nominees);
            random.shuffle(&mut self.lanes);
            self.lanes.truncate(5);
            wanted = self.lanes.len() + random.below(4);
        } else {
            self.lanes.push(nominees[random.below(nominees.len())]);
        }
        for _ in 0..wanted * 3 {
            if self.lanes.len() >= wanted {
                break;
            }
            if random.below(4) == 0 || is_short {
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
