//! Tables of the visits.

pub mod visit;
pub mod visit_event;
