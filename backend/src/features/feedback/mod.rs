//! What users report about the system itself: problems, burdens and ideas, with the answer.
//!
//! Every page has the entry (product rule 7); who reported it sees what became of it.

pub mod dto;
pub mod entity;
mod http;
pub mod repo;
pub mod service;

pub use http::routes;
