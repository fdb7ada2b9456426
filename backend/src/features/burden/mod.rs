//! The burden meter: fields typed, seconds spent and repeats, by unit, form and class of matter,
//! never by person (product rule 7; 国办函〔2026〕12号 forbids measuring staff).
//!
//! A form says what it cost when it is sent; that is added to a sum and kept nowhere else.

pub mod dto;
pub mod entity;
mod http;
pub mod service;

pub use http::routes;
