//! Tables of the people.

pub mod capacity;
pub mod person;
