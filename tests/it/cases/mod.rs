//! The life of a case, through the API.

mod actions;
mod bad_input;
mod bad_requests;
mod clocks;
mod concurrency;
mod contention;
mod export;
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
mod steps;
mod tallies;
mod tampering;
mod time;
mod turns;
mod visibility;
