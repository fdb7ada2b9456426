//! Callback (回访): somebody outside the handling unit asks the citizen two questions; by quota, on
//! different days where nobody answers. What looks odd about an answer becomes a question on the case
//! (评价疑点), never a score of anybody.

pub mod dto;
pub mod entity;
mod http;
pub mod integrity;
mod queue;
pub mod quotas;
pub mod repo;
pub mod sampling;
pub mod signals;
pub mod unit_devices;

pub use http::routes;
