//! Tables of the review meetings.

pub mod item;
pub mod meeting;
pub mod minutes;
pub mod unit;
