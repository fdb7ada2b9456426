//! 时限变更: a changed rule or calendar, tried out over all open cases before it is published
//! (试算), and carried through to the limits that run afterwards.

mod basis;
pub mod dto;
pub mod entity;
pub mod figures;
mod http;
pub mod jobs;
pub mod publication;
pub mod retirement;
mod service;
pub mod simulation;
mod store;

pub use http::routes;
