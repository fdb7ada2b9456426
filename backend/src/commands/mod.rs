//! The command line.

pub mod import;
pub mod progress;
pub mod reference_data;
