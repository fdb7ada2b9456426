//! Table of what users report.

pub mod feedback;
