//! Drift tests: what is written down says what the code does.

mod config_doc;
mod errors;
mod mediating;
mod examples;
mod meetings;
mod openapi;
mod paging;
mod permissions;
mod workflow_doc;
