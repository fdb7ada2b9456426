//! Signing in: login, refresh, switch of acting capacity, tokens and keys.

pub mod service;
