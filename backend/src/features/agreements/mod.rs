//! Agreements (调解协议), oral or written: who does what by when, what became of it, and the court's
//! confirmation within its thirty days.
//!
//! [`workflow`] says what may happen, [`next_step`] which way the law leaves when a promise is
//! broken, [`law`] the articles, which are data. The time for judicial confirmation is a limit like
//! any other: counted by a rule of the table of limits, explained day by day. [`jobs`] reminds before
//! a day and after it.

pub mod dto;
pub mod entity;
mod http;
pub mod jobs;
pub mod law;
pub mod list;
pub mod next_step;
pub mod record;
pub mod repo;
pub mod service;
mod view;
pub mod workflow;

pub use http::routes;
pub use view::facts_of;
