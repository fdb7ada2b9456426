//! People (人员) and the capacities (岗位身份) they hold.

pub mod dto;
pub mod entity;
mod http;
pub mod repo;
pub mod roles;
pub mod service;

pub use http::routes;
