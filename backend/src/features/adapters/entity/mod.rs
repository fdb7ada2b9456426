//! Tables of the adapters.

pub mod acknowledgement;
pub mod message;
pub mod system;
pub mod version;
