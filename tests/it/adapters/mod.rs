//! 对接适配: other systems' messages, one contract a system, and what is told back.

pub(crate) mod kit;
mod mapping;
mod rights;
mod statuses;
mod systems;
