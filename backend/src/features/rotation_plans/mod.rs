//! Rotation plans (轮驻方案): rosters for a period, made from what departments owe
//! ([`crate::features::stationing_obligations`]) by those who are admitted
//! ([`crate::features::stationings`]), kept in editions.
//!
//! A plan is a draft, is being solved, is a draft again, is published, and is superseded by the next
//! edition ([`state`]). [`building`] reads what the tables say, [`making`] (pure) writes it as an
//! instance of `rotation-instance/1`, [`solving`] hands it to the solver in rounds that survive a
//! restart, and [`editing`] checks every change by hand against the same instance before it stands.

mod board;
pub mod building;
pub mod carrying;
pub mod dto;
pub mod editing;
pub mod entity;
mod http;
pub mod jobs;
pub mod making;
#[cfg(test)]
mod making_tests;
pub mod repo;
pub mod service;
mod shortage_words;
pub mod solving;
pub mod state;
mod view;
mod words;

pub use http::routes;
