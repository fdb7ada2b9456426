//! Shortfalls (缺岗): post-hours owed and not served, per department and day, with the reason; and a
//! department's month at a centre as a page, a paper and a workbook (到岗月报).
//!
//! [`tally`] (pure) counts over the shifts of [`crate::features::duty`] and what
//! [`crate::features::presence`] knows of them. What is counted is posts and hours owed by departments;
//! no person is named, compared or timed.

mod coverage;
pub mod dto;
mod http;
mod paper;
mod paper_facts;
mod service;
mod sheet;
pub mod tally;

pub use http::routes;
