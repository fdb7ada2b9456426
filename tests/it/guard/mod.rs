//! Rules about the code itself.

mod architecture;
mod citizens;
mod migrations;
mod portability;
mod schemas;
