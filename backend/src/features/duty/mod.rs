//! Duty now (在岗一览): who is at which post on a day, who stands in for whom, and who is on call.
//!
//! [`roster`] (pure) puts together what was published ([`crate::features::rotation_plans`]), what
//! residents owe ([`crate::features::stationing_obligations`]), who is away
//! ([`crate::features::stationings::leaves`]) and who stands in; [`gather`] reads all of it for one
//! centre in a few queries. Evidence ([`crate::features::presence`]) and what was not served
//! ([`crate::features::shortfalls`]) are built on the same shifts. [`stand_ins`] (替班) are asked for
//! by the person or the department, and decided on by the centre ([`workflow`], pure); [`candidates`]
//! says who is free to.

pub mod candidates;
pub mod dto;
pub mod entity;
pub mod gather;
mod http;
pub mod personal;
pub mod place;
mod reaching;
pub mod repo;
pub mod roster;
#[cfg(test)]
mod roster_tests;
pub mod service;
mod stand_in_dto;
mod stand_in_view;
pub mod stand_ins;
mod stand_ins_http;
mod telling;
pub mod workflow;

pub use http::routes;
pub use stand_in_dto::{CreateStandInRequest, DecideStandInRequest};
pub use stand_ins_http::routes as stand_in_routes;
