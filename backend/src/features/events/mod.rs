//! What happened to cases, for those outside the process: the ledger followed in the order of its
//! blocks ([`follow`]), as `CloudEvents` ([`cloud_event`]), live ([`stream`]) and since a cursor
//! ([`changes`]). The ledger is the outbox (ADR 8).

pub mod changes;
pub mod cloud_event;
pub mod dto;
pub mod follow;
mod http;
pub mod left;
pub mod seen;
pub mod shared;
pub mod stream;

pub use http::routes;
