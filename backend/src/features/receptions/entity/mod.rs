//! Tables of the receptions.

pub mod appointment;
pub mod day;
pub mod reception;
pub mod reception_case;
pub mod swap;
