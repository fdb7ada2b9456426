//! The shortest way to a state, always through the real API.

pub mod case;
pub mod citizen;
pub mod paper;

pub use case::{Case, CaseBuilder};
pub use citizen::Citizen;
