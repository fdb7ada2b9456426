//! Tables of the notices to applicants.

pub mod contact;
pub mod notice;
