//! Tables of duty.

pub mod stand_in;
