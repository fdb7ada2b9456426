//! Tables of callbacks.

pub mod answer;
pub mod quota;
pub mod signal;
pub mod unit_device;
