//! Time limits (办理时限): versioned rules with their source; running clocks keep theirs.

pub mod dto;
pub mod entity;
mod http;
pub mod lead;
mod publishing;
mod retiring;
pub mod rules;
pub mod service;
pub mod succession;

pub use http::routes;
pub use rules::{Rule, RuleCache, RuleSet, Traits};
