//! Drift tests: what is written down says what the code does.

mod assessing;
mod bulk;
mod config_doc;
mod duty;
mod errors;
mod examples;
mod mediating;
mod meetings;
mod naming;
mod openapi;
mod paging;
mod permissions;
mod stages;
mod stationing;
mod workflow_doc;
