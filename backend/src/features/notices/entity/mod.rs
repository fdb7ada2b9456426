//! Tables of the notices.

pub mod channel;
pub mod cursor;
pub mod delivery;
pub mod notice;
pub mod preference;
