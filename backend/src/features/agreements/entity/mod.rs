//! Tables of agreements.

pub mod agreement;
pub mod item;
pub mod performance;
