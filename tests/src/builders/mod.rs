//! The shortest way to a state, always through the real API.
