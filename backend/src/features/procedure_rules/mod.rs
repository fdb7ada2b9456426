//! Rules of the procedure that are no time limits (程序规则): the days of the supervision ladder, the
//! window for reopening, a department's own stops and their like, as versioned data with their source.
//! What runs keeps the version that made it: a version begins after the day it is published, and what
//! it is asked about is asked for the day it began.

pub mod dto;
pub mod entity;
mod http;
pub mod rules;
pub mod service;
pub mod values;

pub use http::routes;
pub use rules::{ProcedureRuleCache, ProcedureRuleSet};
pub use values::{Bounds, Procedures};
