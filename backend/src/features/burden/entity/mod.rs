//! Tables of the burden meter. No column may name a person (`tests/it/burden.rs`).

pub mod tally;
