//! One's own duty (我的轮值), as a page and as a feed for calendar programs (RFC 5545).
//!
//! What is shown is [`crate::features::duty`], seen from one person: the turns of published plans, what
//! a resident owes, and whom they stand in for. The address of a feed holds a token of chance, of which
//! only the hash is kept; a new one ends the one before, and logs name the route only.

pub mod dto;
pub mod entity;
pub mod feeds;
mod http;
pub mod icalendar;
pub mod repo;
pub mod service;

pub use http::routes;
