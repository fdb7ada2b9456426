//! Rules about the code itself.

mod architecture;
mod citizens;
mod documents;
mod migrations;
mod portability;
mod schemas;
