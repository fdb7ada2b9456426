//! Tables of jobs.

pub mod job;
