//! A saved view (保存的视图): filters, order and columns of the list of cases under a name.
//!
//! A view holds no cases: opened, it is the list under the scope of whoever opens it. There are
//! three kinds: one's own, those published for a role of a centre, and those shipped as data
//! ([`shipped`]). Each person arranges and hides theirs.

pub mod dto;
pub mod entity;
mod http;
pub mod repo;
pub mod service;
pub mod shipped;

pub use http::routes;
