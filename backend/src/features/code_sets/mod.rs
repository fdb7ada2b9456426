//! code_sets
