//! Tables of the rules.

pub mod cursor;
pub mod retry;
pub mod rule;
pub mod run;
pub mod turn;
pub mod version;
