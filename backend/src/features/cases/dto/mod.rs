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
