//! Ledgers and reports that write themselves: views of what is in the ledger of the cases, never
//! asked for again (product rule 6).
//!
//! [`facts`] says what of a case counts, and when; [`journal`] keeps that as signed lines, a step
//! behind the ledger; [`definition`] is the reports as data and [`figures`] sums the lines up. A
//! [`closing`] keeps a month as it was.

pub mod agreements;
pub mod asked;
pub mod closing;
pub mod definition;
pub mod dto;
pub mod entity;
pub mod exporting;
pub mod facts;
pub mod figures;
mod http;
pub mod journal;
pub mod mediation;
pub mod repo;
pub mod rows;
pub mod screening;
pub mod screening_facts;
pub mod service;
pub mod workbook;

pub use http::routes;
