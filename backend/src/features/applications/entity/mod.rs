//! Tables of applications.

pub mod application;
pub mod secret;
