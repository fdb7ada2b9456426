//! Tables of the dossiers.

pub mod seal;
