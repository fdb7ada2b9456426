//! 群众端: citizens without an account.

mod acts;
mod submitting;
mod tracking;
