//! 领导接访: published ahead, exchanged by both, recorded with cases and promises.

pub(crate) mod kit;
mod records;
mod roster;
