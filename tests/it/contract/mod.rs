//! Drift tests: what is written down says what the code does.

mod applying;
mod assessing;
mod bulk;
mod config_doc;
mod connecting;
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
mod webhooks;
mod workflow_doc;
