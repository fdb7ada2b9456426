//! The table of the settings of the API.

pub mod settings;
