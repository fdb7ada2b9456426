//! Jobs (后台任务): what takes longer than a request may. Whoever asked sees how far it is, may end it, and
//! finds what came of it; nobody else does.
//!
//! The slices that do the work keep what they need beside it ([`crate::features::imports`],
//! [`crate::features::exports`]); the solver's runs are jobs as well and stay with their plans
//! ([`crate::features::rotation_plans`]).

pub mod dto;
pub mod entity;
mod http;
pub mod repo;
pub mod service;
pub mod state;
mod view;

pub use http::routes;
