//! Signing in: login, refresh, switch of acting capacity, password, tokens and keys.
//!
//! `Idempotency-Key` is not stored for these calls, because their answers carry secrets; login
//! and switch may safely be sent again, refresh must not (a used refresh token ends the session).

pub mod actors;
mod caller;
pub mod dto;
pub mod entity;
pub mod http;
pub mod identify;
pub mod keys;
pub mod lockout;
mod otp;
pub mod password;
mod sealing;
pub mod service;
pub mod sessions;
pub mod tickets;
pub mod token;
pub mod verified;

pub use caller::CurrentActor;
pub use http::{routes, well_known};
