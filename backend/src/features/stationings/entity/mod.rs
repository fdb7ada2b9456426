//! Tables of the people of a centre.

pub mod leave;
pub mod qualification;
pub mod stationing;
pub mod step;
