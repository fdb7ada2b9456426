//! Rules that act on cases by themselves (自动规则), as versioned data with a source and dates.
//!
//! A rule is a trigger (an event of the ledger, a limit, a status that lasts), a [`condition`] over
//! a closed list of fields, and actions. [`preview`] says what it matches now and would have matched
//! last month; [`acting`] says what its actions come to on a case, by the same path as people's;
//! [`runner`] carries them out and keeps a log.

pub mod acting;
pub mod candidates;
pub mod condition;
pub mod definition;
pub mod dto;
pub mod enter;
pub mod entity;
pub mod field;
mod history;
mod http;
pub mod jobs;
pub mod live;
pub mod predicate;
pub mod preview;
mod repo;
mod retries;
pub mod runner;
mod runs;
pub mod service;
pub mod trigger;
mod words;

pub use http::routes;
