//! The slices: one noun, one folder, one URL segment, one tag, one SPA feature.

pub mod audit;
pub mod auth;
pub mod calendars;
pub mod cases;
pub mod code_sets;
pub mod feedback;
pub mod notices;
pub mod org;
pub mod personnel;
pub mod substitutions;
pub mod time_limits;
pub mod users;
