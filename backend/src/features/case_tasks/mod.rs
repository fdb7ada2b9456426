//! Tasks on cases (交办任务): what a leader promised at a reception and what a review meeting decided.
//! A unit is to do it by a day; whether it is open, overdue or done follows from the row and the
//! day, and is stored nowhere. Setting, completing and withdrawing are events of the case.

pub mod dto;
pub mod entity;
mod http;
pub mod jobs;
pub mod repo;
pub mod service;
pub mod set;
pub mod state;
pub mod view;

pub use http::routes;
