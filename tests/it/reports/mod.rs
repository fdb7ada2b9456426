//! Ledgers and reports: every figure is a recount, opens its cases, and stays where a month is closed.

mod closing;
mod counting;
mod files;
pub(crate) mod kit;
mod recount;
mod rights;
