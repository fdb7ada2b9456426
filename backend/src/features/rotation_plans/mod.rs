//! Rotation plans (轮驻方案): rosters for a period, made from what departments owe
//! ([`crate::features::stationing_obligations`]) by those who are admitted
//! ([`crate::features::stationings`]), kept in editions.
//!
//! A plan is a draft, is being solved, is a draft again, is published, and is superseded by the next
//! edition ([`state`]). [`building`] reads what the tables say, [`making`] (pure) writes it as an
//! instance of `rotation-instance/1`, [`solving`] hands it to the solver in rounds that survive a
//! restart, and [`editing`] checks every change by hand against the same instance before it stands.
//! Plans of other centres stand beside it ([`reach`]); what other plans leave is in [`earlier`] and
//! [`carrying`].
//!
//! A published roster is pinned: [`repairing`] draws up its next edition with as few people and days
//! changed as possible, [`swaps`] are agreed on by both sides and the director, and [`exchanging`]
//! carries them out. [`explaining`] says per person what they do, what it should be, and why.

pub mod adding;
mod board;
pub mod building;
pub mod carrying;
pub mod dto;
pub mod earlier;
pub mod editing;
pub mod entity;
mod exchanging;
pub mod explaining;
pub mod explanation_dto;
mod explanation_words;
mod http;
pub mod import_dto;
pub mod importing;
pub mod jobs;
pub mod making;
#[cfg(test)]
mod making_tests;
mod more_http;
pub mod reach;
pub mod repair_dto;
pub mod repairing;
pub mod replanning;
pub mod repo;
pub mod service;
pub mod sheets;
mod shortage_words;
pub mod solving;
pub mod state;
pub mod swap_dto;
mod swap_http;
pub mod swap_repo;
pub mod swap_state;
pub mod swaps;
mod telling;
mod view;
mod words;

pub use http::routes;
pub use more_http::routes as more_routes;
pub use swap_http::routes as swap_routes;
