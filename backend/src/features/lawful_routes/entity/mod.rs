//! Table of the lawful routes.

pub mod lawful_route;
