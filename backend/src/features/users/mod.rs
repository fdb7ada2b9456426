//! Accounts (账号): one way to sign in for one person. Rights come from capacities, not from here.

pub mod entity;
pub mod repo;
pub mod service;
