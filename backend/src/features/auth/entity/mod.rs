//! Tables of signing in.

pub mod refresh_token;
pub mod sign_in_failure;
