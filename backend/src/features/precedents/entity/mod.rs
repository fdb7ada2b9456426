//! Table of the precedents.

pub mod precedent;
