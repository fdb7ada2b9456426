//! time_limits
