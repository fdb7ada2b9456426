//! Questions to units (核实事项): what a computer sees and cannot judge. A number another channel knows
//! and the cases do not; a unit that registered far less than its own past and its peers (静默提醒); times
//! that say little of how a matter was entered (登记时间核对).
//!
//! [`silence`] and [`entry_times`] (pure) say what is asked about, by the thresholds in force of
//! `backend/data/question_rules.json`; [`jobs`] asks once a day, each fact once. A question names counts,
//! days and the list that shows the cases; never a person, never an order of units, and it claims
//! nothing. The unit answers it once, in words of its own.

pub mod dto;
pub mod entity;
pub mod entry_times;
pub mod facts;
mod http;
pub mod jobs;
pub mod kind;
pub mod raise;
pub mod repo;
pub mod rules;
pub mod service;
pub mod silence;
mod units;

pub use http::routes;
