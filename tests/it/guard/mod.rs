//! Rules about the code itself.

mod architecture;
mod migrations;
mod portability;
mod schemas;
