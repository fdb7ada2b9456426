//! Attachments (附件): files of a case. First announced, then put, looked at on the way in, kept under
//! an id of ours, and opened by tickets. The ledger knows each by its hash, never by its name.
//!
//! Who may read the case reads its attachments, but for those that name a party: these are for whom
//! may reveal masked fields, and every look is in the ledger.

mod bearer;
pub mod dto;
pub mod entity;
mod http;
pub mod jobs;
pub mod made;
mod opening;
pub mod repo;
pub mod rights;
pub mod service;
pub mod upload;
pub mod view;

pub use bearer::{TicketBearer, WithCookie, bearer_of, redeem};
pub use http::routes;
pub use opening::{Asking, disposition, ticket_for};
