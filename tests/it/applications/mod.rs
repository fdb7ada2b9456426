//! Applications: what they may, what stops them, and how they get their tokens.

mod acting;
mod document;
pub(crate) mod kit;
pub(crate) mod limits;
mod managing;
mod reading;
mod tokens;
