//! The command line.

pub mod reference_data;
