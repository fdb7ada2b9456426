//! What is said about a case (往来): notes for those who work on it, replies for its citizen. Two
//! kinds of words with two kinds of readers, kept apart. Each is written once and never changed; the
//! ledger has its hash.

pub mod dto;
pub mod entity;
mod http;
pub mod repo;
pub mod rules;
pub mod service;

pub use http::routes;
