//! Reconciliation (渠道比对): another channel's monthly list of numbers held against the cases, so that
//! nothing goes round outside (体外循环) and nothing is registered by choice (选择性上报).
//!
//! `units` knows the units a list names, [`numbers`] says how a number may be written, [`matching`] what came of each (both pure), [`rates`]
//! how much of a unit's list is missed, with its interval. What resembles a case's number is told as
//! "perhaps", and no number that is registered is called missing. Matching looks at every case of the
//! centre, those few may know of included: a number the source knows anyway is then merely matched, and
//! who may not read the case is told no more.

pub mod dto;
pub mod entity;
mod http;
pub mod matching;
pub mod numbers;
pub mod rates;
pub mod repo;
pub mod run;
pub mod service;
mod units;
mod view;

pub use http::routes;
