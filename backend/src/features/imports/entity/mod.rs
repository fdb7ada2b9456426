//! Tables of imports.

pub mod import;
pub mod problem;
