//! What is kept between rounds.

use serde::{Deserialize, Serialize};

use super::Model;
use crate::bound::{Dual, Prices};
use crate::instance::Instance;
use crate::problem::{Part, Problem};
use crate::refusal::Refusal;
use crate::search::Roster;
use crate::solver::Settings;

/// Changes when an older state cannot be gone on from.
const VERSION: u32 = 1;

/// A run between two rounds, to be kept with serde and gone on from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedState {
    version: u32,
    fingerprint: u64,
    seed: u64,
    pub(crate) rounds: u64,
    pub(crate) work: u64,
    pub(crate) parts: Vec<PartState>,
}

/// A part between two rounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartState {
    /// Prices of the best bound, by the part's cells, mix rows and shared groups.
    cells: Vec<i64>,
    mixes: Vec<i64>,
    shared: Vec<i64>,
    pub(crate) theta: i64,
    pub(crate) stalled: u32,
    /// Bound in minutes and scaled.
    pub(crate) bound: i64,
    pub(crate) scaled: i64,
    /// The best roster and its cost; none before the first round.
    pub(crate) roster: Option<Vec<usize>>,
    pub(crate) cost: i64,
    pub(crate) rounds: u64,
    /// Branch and bound was tried and is not worth another try.
    pub(crate) is_hard: bool,
}

impl PartState {
    fn new(model: &Model, part: &Part) -> Self {
        let prices = Dual::first_prices(&model.problem, part, &model.scale);
        let mut state = Self {
            cells: Vec::new(),
            mixes: Vec::new(),
            shared: Vec::new(),
            theta: 1 << 10,
            stalled: 0,
            bound: 0,
            scaled: i64::MIN / 4,
            roster: None,
            cost: Roster::empty(&model.problem, part).cost,
            rounds: 0,
            is_hard: false,
        };
        state.keep(part, &prices);
        state
    }

    pub(crate) fn is_proven(&self) -> bool {
        self.roster.is_some() && self.bound >= self.cost
    }

    pub(crate) fn keep(&mut self, part: &Part, prices: &Prices) {
        self.cells = part.cells.iter().map(|cell| prices.cells[*cell]).collect();
        self.mixes = part.mixes.iter().map(|mix| prices.mixes[*mix]).collect();
        self.shared = part.shared.iter().map(|shared| prices.shared[*shared]).collect();
    }

    pub(crate) fn prices(&self, problem: &Problem, part: &Part) -> Prices {
        let mut prices = Prices::zero(problem);
        for (cell, price) in part.cells.iter().zip(&self.cells) {
            prices.cells[*cell] = *price;
        }
        for (mix, price) in part.mixes.iter().zip(&self.mixes) {
            prices.mixes[*mix] = *price;
        }
        for (shared, price) in part.shared.iter().zip(&self.shared) {
            prices.shared[*shared] = *price;
        }
        prices
    }
}

impl SavedState {
    pub(crate) fn new(model: &Model, instance: &Instance, settings: &Settings) -> Self {
        Self {
            version: VERSION,
            fingerprint: fingerprint(model, instance),
            seed: settings.seed,
            rounds: 0,
            work: 0,
            parts: model.parts.iter().map(|part| PartState::new(model, part)).collect(),
        }
    }

    /// The state, when it belongs to this instance and seed.
    pub(crate) fn checked(
        &self,
        model: &Model,
        instance: &Instance,
        settings: &Settings,
    ) -> Result<Self, Refusal> {
        let is_ours = self.version == VERSION
            && self.seed == settings.seed
            && self.fingerprint == fingerprint(model, instance)
            && self.parts.len() == model.parts.len()
            && self.parts.iter().zip(&model.parts).all(|(state, part)| {
                let columns = model.problem.columns.len();
                state.cells.len() == part.cells.len()
                    && state.mixes.len() == part.mixes.len()
                    && state.shared.len() == part.shared.len()
                    && state.roster.iter().flatten().all(|column| *column < columns)
            });
        if is_ours { Ok(self.clone()) } else { Err(Refusal::ForeignState) }
    }

    pub(crate) fn is_proven(&self) -> bool {
        self.parts.iter().all(PartState::is_proven)
    }

    /// Objective and bound of the whole.
    pub(crate) fn figures(&self, model: &Model) -> (i64, i64) {
        let constant = model.problem.constant;
        let objective = self.parts.iter().map(|part| part.cost).sum::<i64>() + constant;
        let bound = self.parts.iter().map(|part| part.bound.min(part.cost)).sum::<i64>() + constant;
        (objective, bound)
    }

    pub(crate) fn columns(&self) -> Vec<usize> {
        self.parts.iter().filter_map(|part| part.roster.as_ref()).flatten().copied().collect()
    }
}

/// Differs when an instance does: a hash (FNV-1a) over its text and the columns made of it.
fn fingerprint(model: &Model, instance: &Instance) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    };
    add(instance.name.as_bytes());
    for column in &model.problem.columns {
        add(&column.cost.to_le_bytes());
        add(&column.load.to_le_bytes());
        add(&column.from.to_le_bytes());
        add(&column.to.to_le_bytes());
    }
    for group in &instance.balance {
        for number in [group.history, group.target, group.tol.0, group.tol.1] {
            add(&number.to_le_bytes());
        }
    }
    for (lane, cell) in &model.problem.locks {
        add(&lane.to_le_bytes());
        add(&cell.to_le_bytes());
    }
    for cell in &model.problem.cells {
        add(&cell.price.to_le_bytes());
        add(&cell.headcount.to_le_bytes());
    }
    hash
}
