//! Rules about the code itself.

mod architecture;
mod documents;
mod migrations;
mod portability;
mod schemas;
