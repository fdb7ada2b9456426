//! The citizen's side (群众端), without an account: submitting with a confirmation, tracking by number
//! and code in plain words, and what a citizen may say: comment, withdraw, complain, rate once, "not
//! solved".
//!
//! No answer names a person. A wrong number and a wrong code are one answer
//! (`docs/adr/0043-citizens-without-an-account.md`).

pub mod acts;
mod attempts;
mod centers;
pub mod device;
pub mod dto;
pub mod emergency;
pub mod entity;
mod http;
pub mod jobs;
mod plain;
mod plain_events;
pub mod repo;
pub mod rules;
pub mod submit;
mod track;
mod words;

pub use http::routes;
