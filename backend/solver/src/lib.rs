//! Rosters of people stationed at governance centers (进驻与轮驻): made, bounded, checked, explained
//! and repaired. Knows no server, no database and no clock but the one that ends a run.
//!
//! What is given is an [`Instance`] (`rotation-instance/1`), what comes out a [`Solution`]
//! (`rotation-solution/1`); both are plain serde types.
//!
//! ```
//! use zongzhi_solver::{check, explain, shortage};
//! use zongzhi_solver::{LagrangeSolver, Next, Progress, RotationSolver as _, Settings, Watch};
//!
//! struct Job;
//! impl Watch for Job {
//!     fn progress(&mut self, p: &Progress) -> Next {
//!         // Show p.objective, p.bound, p.gap_ppm; Next::Stop cancels and keeps the best so far.
//!         assert!(p.bound <= p.objective);
//!         Next::GoOn
//!     }
//!     // fn save(&mut self, state: &SavedState): keep it (serde) to go on after a restart.
//! }
//!
//! let instance = zongzhi_solver::generate::department_month(1);
//! let settings = Settings { seed: 7, work: 2000, seconds: Some(60), threads: 1 };
//! let outcome = LagrangeSolver.solve(&instance, &settings, None, &mut Job)?;
//!
//! // Other code than the solver's looks at the roster again.
//! let report = check::check(&instance, &outcome.solution.assignments)?;
//! assert!(report.breaks.is_empty());
//! assert_eq!(report.cost.total(), outcome.objective);
//!
//! // Why a post stays open, and what a person's load comes from.
//! for short in shortage::explain(&instance, &outcome.solution.assignments)? {
//!     println!("{} block {}: {} missing, {:?}", short.post, short.block, short.missing, short.nominees);
//! }
//! let people = explain::people(&instance, &outcome.solution.assignments)?;
//! assert_eq!(people.len(), instance.staff.len());
//! # Ok::<(), zongzhi_solver::Refusal>(())
//! ```
//!
//! | For | Call |
//! |---|---|
//! | a plan | [`RotationSolver::solve`] of [`LagrangeSolver`] |
//! | going on after a restart | the same with the [`SavedState`] that [`Watch::save`] was given |
//! | every rule and the cost after a manual edit | [`check::check`] |
//! | "post P, week of 6 April: A on leave, B rests until 10 April" | [`shortage::explain`] |
//! | what an assignment costs and why a load is off the mean | [`explain::assignments`], [`explain::people`] |
//! | sick leave in a published roster | [`repair::repair`] |
//!
//! Words are made elsewhere: everything here is codes with parameters ([`check::Break`],
//! [`shortage::Fact`], [`explain::Force`], [`Refusal`]).

mod bound;
pub mod check;
mod engine;
mod exact;
pub mod explain;
pub mod generate;
pub mod instance;
mod problem;
mod refusal;
pub mod repair;
mod search;
pub mod shortage;
mod solution;
mod solver;

pub use engine::{LagrangeSolver, SavedState};
pub use instance::{Assignment, Instance};
pub use refusal::Refusal;
pub use solution::{FORMAT as SOLUTION_FORMAT, Solution};
pub use solver::{
    Ended, Next, Outcome, Progress, RotationSolver, Settings, Unwatched, Watch, gap_ppm,
};
