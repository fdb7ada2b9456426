//! The table of tasks on cases.

pub mod case_task;
