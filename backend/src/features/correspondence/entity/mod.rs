//! Tables of what is said about cases.

pub mod note;
pub mod reply;
