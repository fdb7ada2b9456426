//! The life of a case, through the API.

mod actions;
mod bad_input;
mod bad_requests;
mod clocks;
mod cohandling;
mod concurrency;
mod contention;
mod export;
mod handing_over;
mod idempotency;
mod intake;
mod kit;
mod ledger;
mod list;
mod loop_to_closing;
mod pages;
mod projection;
mod random_county;
mod rights;
mod searching;
mod standing_still;
mod steps;
mod tallies;
mod tampering;
mod time;
mod turns;
mod visibility;

mod contested;
mod explained_rights;
mod late;
mod owners;

pub(crate) use kit::{ids, ledger_holds, tamper};
