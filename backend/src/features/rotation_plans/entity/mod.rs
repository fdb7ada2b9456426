//! Tables of rotation plans.

pub mod assignment;
pub mod plan;
pub mod run;
pub mod swap;
