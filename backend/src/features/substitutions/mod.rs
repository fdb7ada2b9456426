//! A substitution (代班、AB角): who replaces an absent colleague in a capacity, from one day to
//! another.
//!
//! While it holds, the substitute may act in that capacity, sees its queue and gets its notices.
//! The ledger records who really acted, the capacity, and on whose behalf. It ends by itself. The
//! three administrators are never substituted, and nobody passes on what was passed to them.

mod candidates;
pub mod dto;
pub mod entity;
mod http;
pub mod period;
pub mod repo;
pub mod service;

pub use http::routes;
