//! Supervision (督办): the ladder over limits that run out, and supervision orders (督办件) that a
//! department has to reply to.
//!
//! [`ladder`] says when which step falls, [`jobs`] takes it. An order names a ground, a day for the
//! reply and any number of cases of one department; [`workflow`] says what may happen to it. Every
//! step, order, reply and decision is an event in the ledger of each case it is about.

pub mod bulletin;
pub mod by_rule;
pub mod dto;
pub mod entity;
mod http;
pub mod issue;
pub mod jobs;
pub mod ladder;
pub mod list;
pub mod record;
pub mod repo;
pub mod service;
mod view;
pub mod workflow;

pub use http::routes;
pub use view::facts_of;
