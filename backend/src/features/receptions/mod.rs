//! Leader receptions (领导接访): days planned and published ahead, exchanged when both leaders agree,
//! appointments without a name, and what was received. Every reception is about cases, linked or
//! registered on the spot by the ordinary intake, and leaves promises as tasks on them
//! (`case_tasks`): which were kept and which were broken follows from those.

pub mod booking;
pub mod dto;
pub mod entity;
mod http;
pub mod jobs;
pub mod promises;
pub mod record;
pub mod repo;
pub mod roster;
pub mod rules;
pub mod swaps;
mod view;

pub use http::routes;
