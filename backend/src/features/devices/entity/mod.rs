//! Tables of the register of devices.

pub mod device;
pub mod look;
