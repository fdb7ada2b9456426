//! Notices: who is told what, the inbox, and what leaves beside it.

mod applicants;
mod inbox;
mod kit;
mod mail;
mod orders;
mod reviews;
mod server;
mod telling;
