//! One page of truth (本中心一页真相): what is open, late and by whose time, returned, contested, waiting
//! for a decision, never registered; each figure with its definition and exactly the rows behind it.

pub mod dto;
mod figures;
mod http;
pub mod service;
mod shares;

pub use http::routes;
