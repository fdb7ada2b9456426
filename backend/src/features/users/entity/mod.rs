//! Tables of the accounts.

pub mod former_password;
pub mod user;
