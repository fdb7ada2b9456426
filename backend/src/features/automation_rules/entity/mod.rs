//! Tables of the rules.

pub mod cursor;
pub mod rule;
pub mod run;
pub mod turn;
pub mod version;
