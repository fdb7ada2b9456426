//! 分析研判会: an agenda by rule, decisions that become tasks, minutes.

mod agenda;
pub(crate) mod kit;
mod meetings;
mod papers;
