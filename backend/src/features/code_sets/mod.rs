//! Code sets (代码集): national tables such as GB/T 31000 and our own, as versioned data.

pub mod codes;
pub mod dto;
pub mod entity;
mod http;
pub mod service;

pub use codes::{CodeCache, Codes};
pub use http::routes;
