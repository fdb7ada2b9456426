//! Tables of posts and obligations.

pub mod nominee;
pub mod obligation;
pub mod post;
