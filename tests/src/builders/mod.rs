//! The shortest way to a state, always through the real API.

pub mod case;
pub mod paper;

pub use case::{Case, CaseBuilder};
