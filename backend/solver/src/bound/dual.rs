//! Prices of seats, skills and shares, the bound they give, and better prices from it.

use std::collections::BTreeMap;

use super::{FAR, Paths, Scale, Span, cheapest, small};
use crate::problem::{Column, Graph, Part, Problem, index, number};

/// Binary places a price has beyond those of a cost.
const FINE: u32 = 10;
/// Parts of the step length, see [`Dual::step`].
const THETA: i64 = 1 << 10;

/// Prices in fine units, by cell, mix row and shared group of the whole problem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Prices {
    pub(crate) cells: Vec<i64>,
    pub(crate) mixes: Vec<i64>,
    pub(crate) shared: Vec<i64>,
}

impl Prices {
    pub(crate) fn zero(problem: &Problem) -> Self {
        Self {
            cells: vec![0; problem.cells.len()],
            mixes: vec![0; problem.mixes.len()],
            shared: vec![0; problem.shared.len()],
        }
    }

    /// The price of a seat as a scaled cost.
    pub(crate) fn cell(&self, cell: usize) -> i64 {
        self.cells[cell] >> FINE
    }

    /// The price of a skill as a scaled cost.
    pub(crate) fn mix(&self, mix: usize) -> i64 {
        self.mixes[mix] >> FINE
    }

    /// The price of load in a shared group as a scaled cost per tenth of a day.
    pub(crate) fn share(&self, shared: usize) -> i64 {
        self.shared[shared] >> FINE
    }
}

/// The lane graphs, some of them narrower than the problem's.
pub(crate) struct Graphs<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) own: BTreeMap<usize, Graph>,
}

impl<'a> Graphs<'a> {
    pub(crate) fn all(problem: &'a Problem) -> Self {
        Self { problem, own: BTreeMap::new() }
    }

    pub(crate) fn of(&self, lane: usize) -> &Graph {
        self.own.get(&lane).unwrap_or(&self.problem.lanes[lane].graph)
    }
}

/// Whether a column may still be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It may.
    Open,
    /// It has to be.
    In,
    /// It may not.
    Out,
}

/// The price of a column that has to be chosen: nothing that conflicts with it is left.
const WANTED: i32 = -(1 << 21);
/// The fine for a required cell that is not served.
const FINE_FOR_CELL: i32 = 1 << 22;

/// The search for the best prices of a part.
#[derive(Debug)]
pub(crate) struct Dual {
    pub(crate) prices: Prices,
    /// The best bound so far, scaled, and its prices.
    pub(crate) bound: i64,
    pub(crate) best: Prices,
    pub(crate) theta: i64,
    pub(crate) stalled: u32,
    /// Decisions on columns, when there are any; then the value is no bound.
    pub(crate) standing: Vec<Standing>,
    /// Cells a lane has to serve, kept by a fine for each that is not.
    required: BTreeMap<usize, Vec<usize>>,
    direction: Prices,
    /// How the last evaluation's rosters differ from what the rows ask for.
    slack: Prices,
    /// The columns chosen by the last evaluation.
    pub(crate) chosen: Vec<usize>,
    column_prices: Vec<i32>,
    prefix: Vec<i64>,
    shares: Vec<i64>,
    paths: [Paths; 2],
}

impl Dual {
    pub(crate) fn new(problem: &Problem, prices: Prices) -> Self {
        Self {
            best: prices.clone(),
            prices,
            bound: i64::MIN / 4,
            theta: THETA,
            stalled: 0,
            standing: Vec::new(),
            required: BTreeMap::new(),
            direction: Prices::zero(problem),
            slack: Prices::zero(problem),
            chosen: Vec::new(),
            column_prices: vec![0; problem.columns.len()],
            prefix: Vec::new(),
            shares: Vec::new(),
            paths: [Paths::default(), Paths::default()],
        }
    }

    /// Begins again, from other prices and decisions.
    pub(crate) fn restart(
        &mut self,
        prices: Prices,
        standing: Vec<Standing>,
        required: BTreeMap<usize, Vec<usize>>,
    ) {
        self.best.clone_from(&prices);
        self.prices = prices;
        self.standing = standing;
        self.required = required;
        self.bound = i64::MIN / 4;
        for direction in [
            &mut self.direction.cells,
            &mut self.direction.mixes,
            &mut self.direction.shared,
        ] {
            direction.fill(0);
        }
    }

    pub(crate) fn work(&self) -> u64 {
        self.paths[0].work + self.paths[1].work
    }

    /// Prices to begin with: what the cheapest nominee would cost, or the empty seat.
    pub(crate) fn first_prices(problem: &Problem, part: &Part, scale: &Scale) -> Prices {
        let mut prices = Prices::zero(problem);
        let mut cheapest = vec![i64::MAX; problem.cells.len()];
        let mut reach = vec![0_i64; problem.cells.len()];
        for lane in &part.lanes {
            let mut last = usize::MAX;
            for column in &problem.columns[problem.lanes[*lane].columns.clone()] {
                let days: i64 = column.cells().map(|cell| problem.cells[cell].open).sum();
                for cell in column.cells() {
                    let part = column.cost * problem.cells[cell].open / days.max(1);
                    cheapest[cell] = cheapest[cell].min(part);
                    if column.cells == 1 && cell != last {
                        last = cell;
                    }
                    reach[cell] += 1;
                }
            }
        }
        for cell in &part.cells {
            let row = &problem.cells[*cell];
            let price = if reach[*cell] == 0 { row.price } else { cheapest[*cell].min(row.price) };
            prices.cells[*cell] = (price * scale.minute) << FINE;
        }
        prices
    }

    /// The bound these prices give, scaled; `None` when somebody has no roster at all.
    pub(crate) fn evaluate(
        &mut self,
        graphs: &Graphs,
        part: &Part,
        scale: &Scale,
    ) -> Option<i64> {
        let problem = graphs.problem;
        self.price_columns(problem, part, scale);
        self.chosen.clear();
        let mut total = 0;
        for person in &part.persons {
            total += self.person(graphs, *person, scale)?;
        }
        total += self.rows(problem, part, scale);
        let required: usize = self.required.values().map(Vec::len).sum();
        total += number(required) * i64::from(FINE_FOR_CELL);
        if total > self.bound {
            self.bound = total;
            self.best.clone_from(&self.prices);
        }
        Some(total)
    }

    /// The bound these prices give for all lanes and cells but those of some posts, scaled. Lanes of
    /// one person go separate ways here.
    pub(crate) fn without(
        &mut self,
        graphs: &Graphs,
        part: &Part,
        scale: &Scale,
        posts: &[usize],
    ) -> Option<i64> {
        let problem = graphs.problem;
        self.price_columns(problem, part, scale);
        let mut total = 0;
        for lane in &part.lanes {
            let columns = &problem.columns[problem.lanes[*lane].columns.clone()];
            if columns.iter().any(|column| posts.contains(&column.post)) {
                continue;
            }
            let span = self_span(graphs, *lane, &self.column_prices);
            let costs = self.paths[0].walk(&span);
            total += i64::from(cheapest(costs, &scale.balance[*lane])?.1);
        }
        let is_in = |cell: usize| !posts.contains(&problem.cells[cell].post);
        for cell in part.cells.iter().filter(|cell| is_in(**cell)) {
            total += self.prices.cell(*cell) * problem.cells[*cell].headcount;
        }
        for mix in part.mixes.iter().filter(|mix| is_in(problem.mixes[**mix].cell)) {
            total += self.prices.mix(*mix) * problem.mixes[*mix].min;
        }
        for shared in &part.shared {
            total += self.free_load(problem, *shared, scale).0;
        }
        Some(total)
    }

    /// What a shared group costs when its load is free to choose, and that load: an end of a piece.
    fn free_load(&self, problem: &Problem, shared: usize, scale: &Scale) -> (i64, i64) {
        let (curve, price) = (&problem.shared[shared], self.prices.share(shared));
        let (t1, t2) = curve.tol;
        let ends = [-t2, -t1, t1, t2].map(|off| off - curve.base);
        let priced = ends.map(|load| (curve.at(load) * scale.minute - price * load, load));
        priced.into_iter().min().unwrap_or((0, 0))
    }

    fn price_columns(&mut self, problem: &Problem, part: &Part, scale: &Scale) {
        self.prefix.clear();
        self.prefix.push(0);
        let mut sum = 0;
        for cell in 0..problem.cells.len() {
            sum += self.prices.cell(cell);
            self.prefix.push(sum);
        }
        self.shares.clear();
        for groups in &problem.shared_of {
            self.shares.push(groups.iter().map(|shared| self.prices.share(*shared)).sum());
        }
        for lane in &part.lanes {
            let required = self.required.get(lane);
            for position in problem.lanes[*lane].columns.clone() {
                let column = &problem.columns[position];
                let served = required.into_iter().flatten().filter(|c| column.cells().contains(c));
                let fines = i64::from(FINE_FOR_CELL) * number(served.count());
                let mut price = column.cost * scale.minute + self.shares[column.shared] * column.load
                    - fines
                    - self.prefix[column.first_cell + column.cells]
                    + self.prefix[column.first_cell];
                price -= skilled(problem, column).map(|mix| self.prices.mix(mix)).sum::<i64>();
                self.column_prices[position] = match self.standing.get(position) {
                    None | Some(Standing::Open) => small(price),
                    Some(Standing::In) => WANTED,
                    Some(Standing::Out) => FAR,
                };
            }
        }
    }

    /// A person's cheapest roster on both lanes together, within the cap.
    fn person(&mut self, graphs: &Graphs, person: usize, scale: &Scale) -> Option<i64> {
        let problem = graphs.problem;
        let lanes = problem.lanes_of[person];
        let mut ends: [Vec<i32>; 2] = [vec![0], vec![0]];
        let mut units = [1, 1];
        let spans = lanes.map(|lane| lane.map(|lane| self_span(graphs, lane, &self.column_prices)));
        for side in 0..2 {
            let (Some(lane), Some(span)) = (lanes[side], &spans[side]) else { continue };
            let costs = self.paths[side].walk(span);
            ends[side] = costs
                .iter()
                .zip(&scale.balance[lane])
                .map(|(cost, end)| if *cost < FAR / 2 { cost + end } else { FAR })
                .collect();
            units[side] = problem.lanes[lane].unit;
        }
        let best = pair(&ends, units, problem.caps[person])?;
        for side in 0..2 {
            if let Some(span) = &spans[side] {
                self.paths[side].trace(span, best.1[side], &mut self.chosen);
            }
        }
        Some(i64::from(best.0))
    }

    /// Rules out the columns that are in no roster within `ceiling` (scaled), by the best prices.
    /// False when there is no such roster at all.
    pub(crate) fn thin_out(
        &mut self,
        graphs: &Graphs,
        part: &Part,
        scale: &Scale,
        ceiling: i64,
        standing: &mut [Standing],
    ) -> bool {
        self.prices = self.best.clone();
        let Some(value) = self.evaluate(graphs, part, scale) else { return false };
        let room = ceiling - value;
        if room < 0 {
            return false;
        }
        for lane in &part.lanes {
            let span = self_span(graphs, *lane, &self.column_prices);
            let balance = &scale.balance[*lane];
            self.paths[0].margins(&span, balance, &mut |position, margin| {
                if i64::from(margin) > room {
                    standing[position] = Standing::Out;
                }
            });
        }
        true
    }

    /// What the rows themselves add, and how far the chosen rosters are from them.
    fn rows(&mut self, problem: &Problem, part: &Part, scale: &Scale) -> i64 {
        let mut total = 0;
        for cell in &part.cells {
            let row = &problem.cells[*cell];
            self.slack.cells[*cell] = row.headcount;
            total += self.prices.cell(*cell) * row.headcount;
        }
        for mix in &part.mixes {
            self.slack.mixes[*mix] = problem.mixes[*mix].min;
            total += self.prices.mix(*mix) * problem.mixes[*mix].min;
        }
        for shared in &part.shared {
            self.slack.shared[*shared] = 0;
        }
        for position in &self.chosen {
            let column = &problem.columns[*position];
            for cell in column.cells() {
                self.slack.cells[cell] -= 1;
            }
            for mix in skilled(problem, column) {
                self.slack.mixes[mix] -= 1;
            }
            for shared in &problem.shared_of[column.shared] {
                self.slack.shared[*shared] += column.load;
            }
        }
        for shared in &part.shared {
            let (cost, load) = self.free_load(problem, *shared, scale);
            total += cost;
            self.slack.shared[*shared] -= load;
        }
        total
    }

    /// Moves the prices towards a bound of `target` (scaled), the cost of the best known roster.
    pub(crate) fn step(&mut self, problem: &Problem, part: &Part, scale: &Scale, value: i64, target: i64) {
        let ahead = (target - value).max(scale.minute);
        let mut norm: i128 = 0;
        let mut add = |weight: i64, direction: i64| {
            norm += i128::from(weight) * i128::from(direction) * i128::from(direction);
        };
        for cell in &part.cells {
            let row = &problem.cells[*cell];
            let top = (row.price * scale.minute) << FINE;
            let slack = self.slack.cells[*cell];
            let is_stuck = slack > 0 && self.prices.cells[*cell] >= top;
            let d = &mut self.direction.cells[*cell];
            *d = if is_stuck { 0 } else { mixed(*d, slack) };
            add(cell_weight(row.open), *d);
        }
        for mix in &part.mixes {
            let row = &problem.mixes[*mix];
            let (price, slack) = (self.prices.mixes[*mix], self.slack.mixes[*mix]);
            let is_stuck = (slack > 0 && price >= (row.price * scale.minute) << FINE)
                || (slack < 0 && price <= 0);
            let d = &mut self.direction.mixes[*mix];
            *d = if is_stuck { 0 } else { mixed(*d, slack) };
            add(cell_weight(problem.cells[row.cell].open), *d);
        }
        for shared in &part.shared {
            let d = &mut self.direction.shared[*shared];
            *d = mixed(*d, self.slack.shared[*shared]);
            add(1, *d / 16);
        }
        if norm == 0 {
            return;
        }
        // theta * ahead / norm, in fine units; the directions have eight binary places.
        let step = i128::from(self.theta) * i128::from(ahead) * (1 << (FINE + 8));
        let divisor = norm * i128::from(THETA);
        let moved = |weight: i64, direction: i64| {
            let change = step * i128::from(weight) * i128::from(direction) / divisor;
            i64::try_from(change).unwrap_or(0)
        };
        for cell in &part.cells {
            let row = &problem.cells[*cell];
            let top = (row.price * scale.minute) << FINE;
            let price = &mut self.prices.cells[*cell];
            let change = moved(cell_weight(row.open), self.direction.cells[*cell]);
            *price = (*price + change).clamp(-top, top);
        }
        for mix in &part.mixes {
            let row = &problem.mixes[*mix];
            let top = (row.price * scale.minute) << FINE;
            let price = &mut self.prices.mixes[*mix];
            let weight = cell_weight(problem.cells[row.cell].open);
            *price = (*price + moved(weight, self.direction.mixes[*mix])).clamp(0, top);
        }
        for shared in &part.shared {
            let top = (problem.shared[*shared].slope.1 * scale.minute) << FINE;
            let price = &mut self.prices.shared[*shared];
            let change = moved(1, self.direction.shared[*shared] / 16) / 16;
            *price = (*price + change).clamp(-top, top);
        }
    }
}

/// Steps grow with the open days of a cell: prices are by the day.
fn cell_weight(open: i64) -> i64 {
    (open * open).max(1)
}


/// The new direction: some of the old one, with eight binary places.
fn mixed(old: i64, slack: i64) -> i64 {
    slack * 256 + old * 220 / 256
}

/// The mix rows a column counts for.
pub(crate) fn skilled<'a>(
    problem: &'a Problem,
    column: &'a Column,
) -> impl Iterator<Item = usize> + 'a {
    let cells = if column.skills == 0 { 0..0 } else { column.cells() };
    cells.flat_map(move |cell| {
        let cell = &problem.cells[cell];
        (0..cell.mixes)
            .filter(|bit| column.skills >> bit & 1 == 1)
            .map(move |bit| cell.first_mix + bit)
    })
}

fn self_span<'a>(graphs: &'a Graphs, lane: usize, prices: &'a [i32]) -> Span<'a> {
    let (graph, row) = (graphs.of(lane), &graphs.problem.lanes[lane]);
    Span {
        graph,
        columns: &graphs.problem.columns,
        prices,
        base: 0,
        from: 0,
        to: graph.nodes.len() - 1,
        unit: row.unit,
        most: row.most,
    }
}

/// The cheapest pair of loads within the cap: its cost and both loads in units.
fn pair(ends: &[Vec<i32>; 2], units: [i64; 2], cap: i64) -> Option<(i32, [usize; 2])> {
    let zero = |costs: &Vec<i32>| vec![0; costs.len()];
    let most = |side: usize| number(ends[side].len().saturating_sub(1)) * units[side];
    if most(0) + most(1) <= cap {
        let (a, first) = cheapest(&ends[0], &zero(&ends[0]))?;
        let (b, second) = cheapest(&ends[1], &zero(&ends[1]))?;
        return Some((first + second, [a, b]));
    }
    let mut best: Option<(i32, [usize; 2])> = None;
    for (load, cost) in ends[0].iter().enumerate().filter(|(_, cost)| **cost < FAR / 2) {
        let left = cap - number(load) * units[0];
        if left < 0 {
            break;
        }
        let other = &ends[1][..ends[1].len().min(index(left / units[1]) + 1)];
        if let Some((second, more)) = cheapest(other, &zero(&other.to_vec()))
            && best.is_none_or(|(known, _)| cost + more < known)
        {
            best = Some((cost + more, [load, second]));
        }
    }
    best
}
