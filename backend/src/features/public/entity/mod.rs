//! Tables of the citizen's side.

pub mod attempt;
pub mod look;
pub mod message;
pub mod rating;
pub mod submission;
