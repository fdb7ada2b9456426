//! The life of a case, through the API.

mod actions;
mod bad_input;
mod bad_requests;
mod bulk;
mod bulk_resumed;
mod clocks;
mod cohandling;
mod coming_back;
mod concurrency;
mod contention;
mod export;
mod foreign_log;
mod foreign_replay;
mod handing_over;
mod held_up;
mod idempotency;
mod intake;
pub(crate) mod kit;
mod ledger;
mod list;
mod lives;
mod loop_to_closing;
mod pages;
mod parties;
pub(crate) mod projection;
mod random_county;
mod restricted;
mod rights;
mod searching;
mod sequences;
mod splits;
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
mod settings_then;
mod checkpoints;

pub(crate) use kit::{ids, ledger_holds, tamper};
