//! Table of the substitutions.

pub mod substitution;
