//! Tables of reconciliations.

pub mod item;
pub mod run;
