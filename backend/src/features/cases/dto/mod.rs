//! The case on the wire.

mod actions;
mod filter;
mod register;
mod view;
mod workflow;

pub use actions::*;
pub use filter::*;
pub use register::*;
pub use view::*;
pub use workflow::*;

use crate::platform::error::Invalid;

/// Refuses text of white space only.
fn not_blank(text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() { Err(Invalid::new("blank")) } else { Ok(()) }
}
