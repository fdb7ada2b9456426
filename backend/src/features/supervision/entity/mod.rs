//! Tables of supervision.

pub mod order;
pub mod order_case;
pub mod reply;
pub mod step;
