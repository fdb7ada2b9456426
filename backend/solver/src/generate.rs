//! Instances for tests and measurements.
