//! What happened to cases, for those outside the process: the ledger followed in the order of its
//! blocks ([`follow`]), as CloudEvents ([`cloud_event`]). The ledger is the outbox (ADR 8).

pub mod cloud_event;
pub mod follow;
