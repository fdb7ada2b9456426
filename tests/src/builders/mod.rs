//! The shortest way to a state, always through the real API.

pub mod case;

pub use case::{Case, CaseBuilder};
