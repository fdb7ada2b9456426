//! Joint mediation (矛盾联调): sessions in booked rooms, with mediators who may and are not partial,
//! begun only with the consent of both sides, with minutes that are frozen once signed.
//!
//! [`workflow`], [`consent`] and [`partiality`] say what may happen, [`booking`] that nobody and no
//! room is in two places at once. Every step is an event in the ledger of the case. Rooms and the
//! register of mediators have their own addresses. What is agreed on is an agreement
//! ([`crate::features::agreements`]); its mediation limit of the law is the case's own clock.

pub mod booking;
pub mod consent;
pub mod dto;
pub mod entity;
mod fitness;
mod http;
pub mod list;
pub mod mediators;
pub mod options;
pub mod partiality;
pub mod record;
pub mod register_dto;
mod register_http;
pub mod repo;
pub mod rooms;
pub mod service;
mod view;
pub mod workflow;

pub use http::routes;
pub use register_http::routes as register_routes;
pub use view::{case_mentions, facts_of};
pub(crate) use view::{line, mediated, parties_of, person, unreadable};
