//! Tables of the citizen's side.

pub mod look;
pub mod message;
pub mod rating;
pub mod submission;
