//! The harness: the real application in process, on a database of its own, under a clock that
//! stands still. Every answer it sees is checked against the OpenAPI document.
//!
//! A test asks for [`app::TestApp::new`] and speaks HTTP to it; [`world`] is the county every
//! test starts in, [`builders`] the shortest way to a state, [`assert`] the checks that are
//! needed everywhere. Nothing sleeps, nothing is retried, no test depends on another.
#![expect(clippy::expect_used, clippy::panic, reason = "a harness fails by panicking")]

pub mod app;
pub mod assert;
pub mod builders;
pub mod clients;
mod closed;
pub mod contract;
pub mod db;
pub mod event_log;
pub mod project;
pub mod receiver;
pub mod sequences;
pub mod world;
