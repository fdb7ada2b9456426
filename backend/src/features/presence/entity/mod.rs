//! Tables of presence.

pub mod record;
pub mod sign_in;
pub mod workstation;
