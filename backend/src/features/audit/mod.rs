//! The security log (审计日志): who signed in, and who changed accounts and rights.
//!
//! What happens to a case is in its ledger, not here. Entries are written in the transaction of
//! what they report and are never changed; only the auditor (审计员) reads them.

pub mod dto;
pub mod entity;
mod http;
pub mod mark;
mod objects;
pub mod recorder;
pub mod service;

pub use http::routes;
