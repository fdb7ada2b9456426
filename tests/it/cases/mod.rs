//! The life of a case, through the API.

mod actions;
mod concurrency;
mod idempotency;
mod intake;
mod ledger;
mod list;
mod loop_to_closing;
mod rights;
mod time;
