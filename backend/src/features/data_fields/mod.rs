//! The field registry (数据项目录): every stored field once, with who owns it, on what ground and how
//! long it is kept, which form asks for it, and what re-uses it.
//!
//! It is data (`backend/data/data_fields.json`), held against the tables and the forms by
//! `tests/it/data_fields.rs`: a form that asks again for a stored field fails the build.

pub mod dto;
mod http;
pub mod registry;

pub use http::routes;
