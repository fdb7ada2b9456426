//! The case on the wire.

mod actions;
mod filter;
mod late;
mod register;
mod rights;
mod routing;
mod view;
mod workflow;

pub use actions::*;
pub use filter::*;
pub use late::*;
pub use register::*;
pub use rights::*;
pub use routing::*;
pub use view::*;
pub use workflow::*;
