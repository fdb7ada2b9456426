//! Tables of time limits.

pub mod time_limit_rule;
