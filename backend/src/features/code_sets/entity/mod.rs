//! Tables of code sets.

pub mod code_item;
pub mod code_set;
