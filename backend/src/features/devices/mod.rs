//! The register of video devices (雪亮工程): what stands where, whose it is, and by which code of GB/T 28181
//! the public security's platform knows it. No stream passes through here: whoever may look is sent there
//! with a ticket that is theirs, for minutes, and the look is noted with its reason.

pub mod dto;
pub mod entity;
mod http;
pub mod looks;
pub mod national_code;
pub mod repo;
pub mod service;
pub mod ticket;

pub use http::routes;
