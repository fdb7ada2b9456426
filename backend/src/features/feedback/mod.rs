//! What users report about the system itself: problems, burdens and ideas, with the answer.

pub mod entity;
