//! Webhooks: events delivered to other systems, signed, in order, by the owner's rights.

mod bound;
mod delivering;
mod failing;
pub(crate) mod kit;
mod replaying;
mod rights;
mod secrets;
mod setting_up;
