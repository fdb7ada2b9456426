//! Applications (第三方应用): other systems that act as one capacity of whoever set them up, by OAuth 2.0
//! client credentials (RFC 6749, 4.4), within scopes, classes, a region and a time. They never may more
//! than the capacity (`backend/src/policy/application.rs`), call only the operations of
//! `backend/src/policy/operations.rs`, and are looked at anew with every request, so that whoever stops
//! one has stopped it.

pub mod acting;
pub mod dto;
pub mod entity;
mod http;
pub mod oauth;
mod oauth_http;
mod preview;
pub mod repo;
pub mod secrets;
mod service;
pub mod state;
mod view;

pub use http::routes;
pub use oauth_http::routes as oauth_routes;
