//! A notice (通知): one fact, told to one person whose work it is, never twice.
//!
//! What happens to cases is told from the ledger ([`fan_out`], ADR 8), so that no change can be
//! made without its notices and an action pays nothing for them; other facts, and what an automation
//! rule has to say ([`by_rule`]), are told in the transaction that makes them ([`tell`], [`direct`]). A notice carries case numbers, units and dates; never
//! the words of a matter, never anybody's personal data. When somebody reads one is theirs to
//! know: nobody else is shown it, and nothing is counted by it.

pub mod by_rule;
pub mod delivery;
pub mod direct;
pub mod dto;
pub mod entity;
pub mod fan_out;
pub mod from_events;
mod http;
pub mod kind;
pub mod params;
pub mod preferences;
pub mod repo;
pub mod reviews;
pub mod seats;
pub mod service;
pub mod tell;

pub use http::routes;
