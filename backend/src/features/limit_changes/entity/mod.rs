//! Tables of changes of limits.

pub mod limit_change;
pub mod limit_change_item;
