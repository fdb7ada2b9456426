//! A precedent (裁定先例): a ruling on who leads a contested type, cited when the next case like it
//! is routed, until a director retires it.
//!
//! It holds no words of the ruling (`docs/adr/0035-precedents-without-words.md`): its reason stays in
//! the ledger of the case, for those who may see the case.

pub mod dto;
pub mod entity;
mod http;
pub mod repo;
pub mod service;

pub use http::routes;
pub use repo::Ruling;
