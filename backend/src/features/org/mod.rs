//! The organisation: regions (行政区划), departments (单位) with their duty lists, centres (综治中心).

mod centers;
mod departments;
pub mod directory;
pub mod dto;
pub mod entity;
mod http;
mod listing;
mod regions;
mod repo;
mod rights;

pub use http::routes;
