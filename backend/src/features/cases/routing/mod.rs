//! Where a case belongs: the suggestion before a dispatch or a ruling, with every reason.
//!
//! [`rules`] ranks units (pure: the same inputs give the same answer), [`words`] says why, and
//! [`service`] gathers the inputs with their versions. A human confirms; nothing is sent by it.

pub mod rules;
pub mod service;
mod words;
