//! The case on the wire.

mod actions;
mod bulk;
mod filter;
mod late;
mod parties;
mod queues;
mod register;
mod register_bulk;
mod rights;
mod routing;
mod similar;
mod split;
mod view;
mod workflow;

pub use actions::*;
pub use bulk::*;
pub use filter::*;
pub use late::*;
pub use parties::*;
pub use queues::*;
pub use register::*;
pub use register_bulk::*;
pub use rights::*;
pub use routing::*;
pub use similar::*;
pub use split::*;
pub use view::*;
pub use workflow::*;
