//! What receptions take and give.

mod days;
mod records;

pub use days::*;
pub use records::*;
