//! Integration tests, on SQLite by default and on PostgreSQL when `TEST_DATABASE_URL` is set.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod audit;
mod auth;
mod cases;
mod contract;
mod feedback;
mod guard;
mod harness;
mod personnel;
mod users;
