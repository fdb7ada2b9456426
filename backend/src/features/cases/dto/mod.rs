//! The case on the wire.

mod actions;
mod bulk;
mod filter;
mod register;
mod split;
mod view;
mod workflow;

pub use actions::*;
pub use bulk::*;
pub use filter::*;
pub use register::*;
pub use split::*;
pub use view::*;
pub use workflow::*;
