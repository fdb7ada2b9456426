//! Tables of exports.

pub mod export;
