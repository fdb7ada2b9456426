//! Presence without punching in (在岗依据): what shows that somebody was at their post on a day.
//!
//! Nobody clocks in, and nothing here says for how long anybody was where (国办函〔2026〕12号, `domain.md`
//! 8.4). Evidence of a person-day is a sign-in at a computer of the window ([`workstations`]), the first
//! business act at the post, the duty officer's record ([`records`]), and a citizen's rating that names
//! the window, each with its strength. [`evidence`] (pure) weighs them and names contradictions;
//! [`findings`] (pure) puts posts without people and people without work as questions, with the facts.

pub mod dto;
pub mod entity;
pub mod evidence;
pub mod findings;
pub mod gather;
mod http;
mod record_dto;
pub mod records;
mod records_http;
pub mod repo;
pub mod service;
pub mod sign_ins;
mod workstation_dto;
pub mod workstations;
mod workstations_http;

pub use http::routes;
pub use record_dto::{CreatePresenceRecordRequest, PresenceRecordView};
pub use records_http::routes as record_routes;
pub use workstations_http::{WORKSTATION_COOKIE, routes as workstation_routes};
