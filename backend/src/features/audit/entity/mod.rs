//! Table of the security log.

pub mod entry;
